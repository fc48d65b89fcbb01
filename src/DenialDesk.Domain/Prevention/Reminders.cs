namespace DenialDesk.Domain.Prevention;

/// <summary>When a reminder that comes again and again comes next: the January code review, the quarterly look at payers' bulletins.</summary>
public static class Reminders
{
    /// <summary>The first day of the series after today; a series that was not followed for long does not catch up.</summary>
    /// <param name="every">"month", "quarter" or "year"; anything else never comes again.</param>
    /// <param name="on">The day it was due, which sets the day of the month; null when there is none.</param>
    /// <param name="today">The practice's day.</param>
    public static DateOnly? Next(string every, DateOnly? on, DateOnly today)
    {
        var months = every switch { "month" => 1, "quarter" => 3, "year" => 12, _ => 0 };
        if (on is not { } day || months == 0) { return null; }

        // Always counted from the first day, so that the 31st does not become the 28th for ever.
        var turns = 1;
        while (day.AddMonths(turns * months) <= today) { turns++; }

        return day.AddMonths(turns * months);
    }
}
