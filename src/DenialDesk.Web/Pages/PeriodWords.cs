using System.Globalization;

namespace DenialDesk.Web.Pages;

/// <summary>What is said when an address asks for a time that there is not: a page that shows another one says so.</summary>
internal static class PeriodWords
{
    private const int MostLetters = 20;

    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The sentence for a month; null when it is the one shown, or none was asked for.</summary>
    /// <param name="asked">As the address has it, "2026-13".</param>
    /// <param name="shown">First day of the month that is shown.</param>
    /// <param name="words">What is shown, in words; the month when left out.</param>
    public static string? Month(string? asked, DateOnly shown, string? words = null)
        => Of(asked, "month", "yyyy-MM", "MMMM yyyy", shown, words ?? "this is " + shown.ToString("MMMM yyyy", American));

    /// <summary>The sentence for a month where, without one, all of them are shown.</summary>
    public static string? AnyMonth(string? asked)
        => string.IsNullOrWhiteSpace(asked) || Deadlines.Expired.FirstOf(asked) is not null ? null : $"There is no month {Cut(asked)}; these are all months.";

    /// <summary>The sentence for a last day.</summary>
    /// <param name="asked">As the address has it, "2026-02-30".</param>
    /// <param name="shown">The last day that is shown.</param>
    public static string? LastDay(string? asked, DateOnly shown)
        => Of(asked, "day", "yyyy-MM-dd", "MMMM d, yyyy", shown, "this ends on " + shown.ToString("MMMM d, yyyy", American));

    /// <summary>The sentence for a number of days or months.</summary>
    /// <param name="unit">"days", "months".</param>
    public static string? Number(string? asked, string unit, int shown)
        => string.IsNullOrWhiteSpace(asked) || Whole(asked) == shown ? null : string.Create(CultureInfo.InvariantCulture, $"There is no page of {Cut(asked)} {unit}; this is of {shown}.");

    /// <summary>A whole number of an address; null when it is none.</summary>
    public static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What was asked for, no longer than a sentence bears.</summary>
    public static string Cut(string asked) => asked.Trim() is { Length: > MostLetters } text ? text[..MostLetters] + "…" : asked.Trim();

    private static string? Of(string? asked, string unit, string format, string spoken, DateOnly shown, string words)
    {
        if (string.IsNullOrWhiteSpace(asked)) { return null; }

        if (!DateOnly.TryParseExact(asked, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) { return $"There is no {unit} {Cut(asked)}; {words}."; }

        return read == shown ? null : read > shown ? $"{read.ToString(spoken, American)} has not come yet; {words}." : $"There is nothing to show of {read.ToString(spoken, American)}; {words}.";
    }
}
