using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Trends;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>One line of a sheet.</summary>
/// <param name="Cells">A value a column, of the column's kind; null is empty.</param>
/// <param name="Href">Where its rows are; null for a sum or a word.</param>
public sealed record SheetLine(IReadOnlyList<object?> Cells, string? Href = null);

/// <summary>One part of a sheet: a heading, a sentence that says it, and its table.</summary>
/// <param name="Id">Of the heading, unique on the page.</param>
public sealed record SheetPart(string Id, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<SheetLine> Lines)
{
    /// <summary>The answer in a sentence, above the table.</summary>
    public string? Lead { get; init; }

    /// <summary>What is counted, and what to beware of.</summary>
    public string? Note { get; init; }

    /// <summary>Shown instead of an empty table; null shows nothing.</summary>
    public string? Nothing { get; init; }

    /// <summary>"", "good", "warn" or "bad".</summary>
    public string Tone { get; init; } = "";

    /// <summary>A heading of its own, or one of the part before it.</summary>
    public bool Below { get; init; }

    /// <summary>In the print two such parts stand beside each other.</summary>
    public bool Half { get; init; }

    /// <summary>Columns left out of the print, by their place: a sentence beside them says it.</summary>
    public IReadOnlyList<int> NotPrinted { get; init; } = [];
}

/// <summary>A page of figures that is shown, printed and taken away from one description.</summary>
/// <param name="Facts">Period, freshness and definitions: the head of the print and the first sheet of the workbook.</param>
public sealed record Sheet(string Title, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<SheetPart> Parts)
{
    /// <summary>Small letters: one printed page should hold it.</summary>
    public bool Dense { get; init; }

    /// <summary>The same as a report that leaves the desk.</summary>
    public Report ToReport() => new(Title, [.. Facts, .. Parts.Where(p => p.Lead is not null).Select(p => (p.Title, p.Lead!))], [.. Parts.Where(p => p.Columns.Count > 0).Select(p => new ReportTable(p.Title, p.Columns, p.Lines.Select(l => l.Cells)) { Note = p.Note, Nothing = p.Nothing ?? "Nothing to tell." })]);
}

/// <summary>A sheet on its way out: workbook and CSV take its tables, paper the sheet itself.</summary>
internal sealed record SheetReport(Sheet Sheet) : Report(Sheet.ToReport());

/// <summary>Values of a sheet as a person reads them.</summary>
internal static class SheetText
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>A cell.</summary>
    public static string Of(ColumnKind kind, object? value) => (kind, value) switch
    {
        (_, null) => "–",
        (ColumnKind.Money, decimal money) => Dollars.Text(money),
        (ColumnKind.Percent, double share) => Share(share),
        (ColumnKind.Count, IFormattable count) => count.ToString("N0", American),
        (ColumnKind.Number, IFormattable number) => number.ToString("#,##0.#", American),
        (ColumnKind.Date, DateOnly day) => Day(day),
        _ => Convert.ToString(value, American) ?? "",
    };

    /// <summary>Whether a column stands to the right.</summary>
    public static bool IsNumber(ColumnKind kind) => kind is not (ColumnKind.Text or ColumnKind.Date);

    /// <summary>A day in an address, "2026-05-31"; null for none.</summary>
    public static DateOnly? DayOf(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;

    /// <summary>"7.4%".</summary>
    public static string Share(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>"Mar 2, 2026".</summary>
    public static string Day(DateOnly day) => day.ToString("MMM d, yyyy", American);

    /// <summary>When a page of a large desk was added up, as a fact of its head; nothing when it was this moment.</summary>
    public static IEnumerable<(string Name, string Value)> AsOf(DateTimeOffset? at, DeskTime time)
        => at is { } moment ? [("As of", time.Of(moment) + "; read again every quarter of an hour")] : [];

    /// <summary>"March 2026".</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", American);

    /// <summary>"7.4% (31 of 420; 95% interval 5.2 to 10.3%)", and that few are few.</summary>
    public static string Rate(Rate rate) => !rate.Exists
        ? "nothing to divide by"
        : string.Create(CultureInfo.InvariantCulture, $"{Share(rate.Value)} ({rate.Part:N0} of {rate.Whole:N0}; 95% interval {rate.Low * 100:0.0} to {rate.High * 100:0.0}%{(rate.TooFew ? $"; fewer than {Domain.Trends.Rate.Enough}, too few to judge" : "")})");

    /// <summary>The share for a cell, or nothing.</summary>
    public static double? Value(Rate rate) => rate.Exists ? rate.Value : null;

    /// <summary>"3 denials", "1 denial".</summary>
    public static string Count(long count, string one, string many) => string.Create(American, $"{count:N0} {(count == 1 ? one : many)}");

    /// <summary>The tone of a denial rate.</summary>
    public static string Tone(Zone zone) => zone switch { Zone.Red => "bad", Zone.NeedsWork => "warn", Zone.Target => "good", _ => "" };
}
