using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Reports;

/// <summary>How often a report is made.</summary>
public enum ReportRhythm
{
    /// <summary>On every workday: Monday to Friday but federal holidays.</summary>
    Daily,

    /// <summary>Once a week, on one day of the week.</summary>
    Weekly,

    /// <summary>Once a month, on one day of the month.</summary>
    Monthly,

    /// <summary>Once a quarter, on one day of January, April, July and October.</summary>
    Quarterly,
}

/// <summary>When a report is made, in the calendar of its owner's practices.</summary>
/// <param name="Rhythm">Daily, weekly, monthly or quarterly.</param>
/// <param name="Day">Daily: 1. Weekly: 1 Monday to 7 Sunday. Monthly and quarterly: 1 to 28, a day every month has.</param>
public sealed record ReportCadence(ReportRhythm Rhythm, int Day)
{
    /// <summary>Whether the day exists in every week or month.</summary>
    public bool IsSound => Day >= 1 && Day <= Rhythm switch { ReportRhythm.Daily => 1, ReportRhythm.Weekly => 7, _ => 28 };

    /// <summary>In words: "every workday", "every Monday", "on the 3rd of each month".</summary>
    public string Words => Rhythm switch
    {
        ReportRhythm.Daily => "every workday",
        ReportRhythm.Weekly => "every " + CultureInfo.InvariantCulture.DateTimeFormat.DayNames[Day % 7],
        ReportRhythm.Monthly => string.Create(CultureInfo.InvariantCulture, $"on the {Day}{Ending(Day)} of each month"),
        _ => string.Create(CultureInfo.InvariantCulture, $"on the {Day}{Ending(Day)} of January, April, July and October"),
    };

    /// <summary>The last day it was due, <paramref name="today"/> included.</summary>
    public DateOnly LastDue(DateOnly today)
    {
        switch (Rhythm)
        {
            case ReportRhythm.Daily:
                return BusinessDays.OnOrBefore(today);
            case ReportRhythm.Weekly:
                return today.AddDays(-((((int)today.DayOfWeek + 6) % 7 + 1 - Day + 7) % 7));
            default:
                var here = new DateOnly(today.Year, Rhythm == ReportRhythm.Monthly ? today.Month : ((today.Month - 1) / 3 * 3) + 1, Day);
                return here <= today ? here : here.AddMonths(Rhythm == ReportRhythm.Monthly ? -1 : -3);
        }
    }

    /// <summary>The next day it is due after <paramref name="today"/>.</summary>
    public DateOnly NextDue(DateOnly today) => Rhythm switch
    {
        ReportRhythm.Daily => BusinessDays.Next(today),
        ReportRhythm.Weekly => LastDue(today).AddDays(7),
        ReportRhythm.Monthly => LastDue(today).AddMonths(1),
        _ => LastDue(today).AddMonths(3),
    };

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
