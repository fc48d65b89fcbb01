namespace DenialDesk.Domain.Calendar;

/// <summary>Workdays of one office: workdays on which it is not closed by its own choice.</summary>
/// <remarks>Worked examples: docs/rules/office-days.md. An office's own closed days never make a payer's deadline later: they only move the day to start by earlier,
/// and a follow-up that would fall on one to the next day the office is open.</remarks>
public static class OfficeDays
{
    /// <summary>Whether the office works on the day.</summary>
    public static bool Open(DateOnly day, IReadOnlySet<DateOnly> closed) => BusinessDays.Is(day) && !closed.Contains(day);

    /// <summary>The last day on which the office can do what has to be done by a day: that day, or the last open one before it. Never later.</summary>
    public static DateOnly StartBy(DateOnly safe, IReadOnlySet<DateOnly> closed)
    {
        if (closed.Contains(safe))
        {
            do { safe = safe.AddDays(-1); }
            while (!Open(safe, closed));
        }

        return safe;
    }

    /// <summary>Days left on which the office works, after today up to the last safe day; negative when that day has passed, counted in workdays of everybody.</summary>
    /// <remarks>What lies beyond the day to start by is closed, so it adds nothing: 0 says that nobody will be there again before it is late.</remarks>
    public static int Left(DateOnly today, DateOnly safe, IReadOnlySet<DateOnly> closed)
    {
        var workdays = BusinessDays.Count(today, safe);
        return closed.Count == 0 || safe < today ? workdays : workdays - closed.Count(day => day > today && day <= safe && BusinessDays.Is(day));
    }

    /// <summary>The day that lies a number of open days before another.</summary>
    public static DateOnly Before(DateOnly day, int openDays, IReadOnlySet<DateOnly> closed)
    {
        for (var left = openDays; left > 0; left--)
        {
            do { day = day.AddDays(-1); }
            while (!Open(day, closed));
        }

        return day;
    }

    /// <summary>The day to follow up: the day itself when the office is open, else the next day it is.</summary>
    public static DateOnly FollowUp(DateOnly day, IReadOnlySet<DateOnly> closed)
    {
        while (!Open(day, closed)) { day = day.AddDays(1); }

        return day;
    }
}
