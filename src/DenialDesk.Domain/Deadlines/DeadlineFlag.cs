namespace DenialDesk.Domain.Deadlines;

/// <summary>The marks an open denial gets as its last day comes near.</summary>
/// <remarks>
/// Steps at 14, 7, 3, 1 and 0 days before the deadline, and once it has passed. A denial carries at most one mark per step and deadline;
/// when days were missed it gets the mark of where it stands now, not the ones it slept through.
/// </remarks>
public static class DeadlineFlag
{
    /// <summary>Calendar days before the deadline at which a mark is due, farthest first.</summary>
    public static IReadOnlyList<int> Steps { get; } = [14, 7, 3, 1, 0];

    /// <summary>The mark that never needs another: the last day is over.</summary>
    public const string Overdue = "overdue";

    /// <summary>The mark a deadline deserves on <paramref name="today"/>: the nearest step reached, or null while it is more than 14 days away.</summary>
    /// <param name="dueOn">The last day in time, inclusive: on that day the mark is "0", the day after it is "overdue".</param>
    /// <param name="today">The practice's own calendar day.</param>
    public static string? On(DateOnly dueOn, DateOnly today)
    {
        var left = dueOn.DayNumber - today.DayNumber;
        if (left < 0) { return Overdue; }

        string? reached = null;
        foreach (var step in Steps)
        {
            if (left <= step) { reached = step.ToString(System.Globalization.CultureInfo.InvariantCulture); }
        }

        return reached;
    }
}
