using System.Globalization;

namespace DenialDesk.Domain.Deadlines;

/// <summary>How near a due day is, seen from a day. The due day itself is in time.</summary>
/// <param name="Nearness">The step on the badge's scale.</param>
/// <param name="Days">Calendar days left: 0 on the due day, negative after it.</param>
/// <param name="Text">The badge's words.</param>
public sealed record DueState(DueNearness Nearness, int Days, string Text)
{
    /// <summary>The badge of a due day on a day in the practice's zone.</summary>
    /// <param name="due">The due day, inclusive.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="assumed">Whether the date is only our default; then passing it asks for a check.</param>
    public static DueState Of(DateOnly due, DateOnly today, bool assumed = false)
    {
        var days = due.DayNumber - today.DayNumber;
        return days switch
        {
            < 0 when assumed => new(DueNearness.Verify, days, "assumed window passed: verify"),
            < 0 => new(DueNearness.Overdue, days, string.Create(CultureInfo.InvariantCulture, $"overdue {Many(-days)}")),
            0 => new(DueNearness.Today, 0, "due today"),
            1 => new(DueNearness.Urgent, 1, "due tomorrow"),
            <= 3 => new(DueNearness.Urgent, days, $"due in {Many(days)}"),
            <= 14 => new(DueNearness.Soon, days, $"due in {Many(days)}"),
            _ => new(DueNearness.Later, days, $"due in {Many(days)}"),
        };
    }

    private static string Many(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}

/// <summary>The scale of due badges.</summary>
public enum DueNearness
{
    /// <summary>More than fourteen days.</summary>
    Later,

    /// <summary>Four to fourteen days.</summary>
    Soon,

    /// <summary>One to three days.</summary>
    Urgent,

    /// <summary>The last day; still in time.</summary>
    Today,

    /// <summary>Passed.</summary>
    Overdue,

    /// <summary>An assumed date passed: somebody has to look up the real one.</summary>
    Verify,
}
