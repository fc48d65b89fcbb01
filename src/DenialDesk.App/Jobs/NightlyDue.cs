namespace DenialDesk.App.Jobs;

/// <summary>
/// Whether a nightly job still has to run for a practice. It asks the practice's own wall clock and calendar, so that a night with 23 or
/// 25 hours, a clock set back, or three days switched off make neither a second run nor a missed one.
/// </summary>
public static class NightlyDue
{
    /// <summary>The practice's local day when the job is due at <paramref name="now"/>; null when it is done or not yet time.</summary>
    /// <param name="at">Local time of day from which it may run; a time that a spring night skips counts from the next existing minute.</param>
    /// <param name="doneFor">The last local day it was done for.</param>
    public static DateOnly? For(DateTimeOffset now, TimeZoneInfo zone, TimeOnly at, DateOnly? doneFor)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        if (TimeOnly.FromDateTime(local) >= at) { return doneFor is null || doneFor < today ? today : null; }

        // Before today's hour: yesterday's turn may still be owed, and is then made good for today's date at the hour itself.
        return doneFor is null || doneFor < today.AddDays(-1) ? today : null;
    }
}
