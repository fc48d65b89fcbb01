using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Denials;

/// <summary>How long a way stays open, from every clock of the denial.</summary>
/// <remarks>A way is open while one of its clocks runs. A window that nobody knows, or two rules that disagree, shut nothing (as in <see cref="ExpiryRule"/>).</remarks>
public static class PathWindows
{
    /// <summary>The last day of the way; null when nothing certain can be said.</summary>
    public static PathWindow? Of(IReadOnlyList<DenialClock> clocks, ClockPath path)
    {
        var own = clocks.Where(c => c.Path == path).ToList();
        if (own.Where(c => c.Standing == ClockStanding.Running).MaxBy(c => c.Deadline.DueOn) is { } running) { return new(running.Deadline.DueOn!.Value, running.Deadline.Assumed); }

        if (own.Exists(c => c.Standing is ClockStanding.WindowUnknown or ClockStanding.DayMissing)) { return null; }

        var passed = own.Where(c => c.Standing == ClockStanding.Passed).ToList();
        var told = passed.Where(c => !c.Deadline.Assumed).ToList();
        var last = (told.Count > 0 ? told : passed).MaxBy(c => c.Deadline.DueOn);
        return last is null ? null : new(last.Deadline.DueOn!.Value, last.Deadline.Assumed || last.Deadline.Conflict);
    }

    /// <summary>Whether the first appeal opens only with the answer to a reconsideration that can still be asked for.</summary>
    public static bool ReconsiderationFirst(IReadOnlyList<DenialClock> clocks)
        => clocks.Any(c => c is { Standing: ClockStanding.Running, Deadline.Action: WindowAction.Reconsideration })
           && clocks.Any(c => c is { Standing: ClockStanding.Waiting, Deadline.Action: WindowAction.Appeal1 });
}
