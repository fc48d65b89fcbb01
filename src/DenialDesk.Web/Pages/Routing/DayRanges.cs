using System.Globalization;
using DenialDesk.Domain.Routing;

namespace DenialDesk.Web.Pages.Routing;

/// <summary>Stretches of days as they are typed: one a line, "2026-12-24" or "2026-12-24 to 2027-01-02".</summary>
internal static class DayRanges
{
    /// <summary>As it is typed.</summary>
    public static string Text(DaysOff off) => off.From == off.To ? Iso(off.From) : $"{Iso(off.From)} to {Iso(off.To)}";

    /// <summary>What was typed; null when a line cannot be read.</summary>
    public static IReadOnlyList<DaysOff>? Read(string text)
    {
        var found = new List<DaysOff>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(" to ", StringSplitOptions.TrimEntries);
            if (parts.Length > 2 || !Day(parts[0], out var from) || !Day(parts[^1], out var to)) { return null; }

            found.Add(new(from, to));
        }

        return found;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool Day(string text, out DateOnly day)
        => DateOnly.TryParseExact(text, ["yyyy-MM-dd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
