using System.Globalization;

namespace DenialDesk.Domain.Reports;

/// <summary>How often a report is made.</summary>
public enum ReportRhythm
{
    /// <summary>Once a week, on one day of the week.</summary>
    Weekly,

    /// <summary>Once a month, on one day of the month.</summary>
    Monthly,
}

/// <summary>When a report is made, in the calendar of its owner's practices.</summary>
/// <param name="Rhythm">Weekly or monthly.</param>
/// <param name="Day">Weekly: 1 Monday to 7 Sunday. Monthly: 1 to 28, a day every month has.</param>
public sealed record ReportCadence(ReportRhythm Rhythm, int Day)
{
    /// <summary>Whether the day exists in every week or month.</summary>
    public bool IsSound => Day >= 1 && Day <= (Rhythm == ReportRhythm.Weekly ? 7 : 28);

    /// <summary>In words: "every Monday", "on the 3rd of each month".</summary>
    public string Words => Rhythm == ReportRhythm.Weekly
        ? "every " + CultureInfo.InvariantCulture.DateTimeFormat.DayNames[Day % 7]
        : string.Create(CultureInfo.InvariantCulture, $"on the {Day}{Ending(Day)} of each month");

    /// <summary>The last day it was due, <paramref name="today"/> included.</summary>
    public DateOnly LastDue(DateOnly today)
    {
        if (Rhythm == ReportRhythm.Weekly) { return today.AddDays(-((((int)today.DayOfWeek + 6) % 7 + 1 - Day + 7) % 7)); }

        var here = new DateOnly(today.Year, today.Month, Day);
        return here <= today ? here : here.AddMonths(-1);
    }

    /// <summary>The next day it is due after <paramref name="today"/>.</summary>
    public DateOnly NextDue(DateOnly today) => Rhythm == ReportRhythm.Weekly ? LastDue(today).AddDays(7) : LastDue(today).AddMonths(1);

    /// <summary>Whether one is owed: a due day has come since the report was asked for, and none was made for it. Days missed while the desk was off are made up once.</summary>
    /// <param name="today">The present day.</param>
    /// <param name="since">The day it was asked for or taken up again: days up to it owe nothing.</param>
    /// <param name="madeFor">The due day the newest one was made for; null: none yet.</param>
    public bool IsOwed(DateOnly today, DateOnly since, DateOnly? madeFor)
    {
        var due = LastDue(today);
        return due > since && (madeFor is null || madeFor < due);
    }

    private static string Ending(int day) => day is >= 11 and <= 13 ? "th" : (day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
}
