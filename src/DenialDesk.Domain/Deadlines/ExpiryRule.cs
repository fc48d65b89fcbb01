using System.Globalization;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Deadlines;

/// <summary>Whether a denial has run out with no decision: every way to mend or dispute it is known, is over, and nothing was filed.</summary>
/// <remarks>docs/rules/flags.md, "Expired, no decision". Passing an assumed date never expires anything, nor does a window that nobody knows (domain.md §1.3).</remarks>
public static class ExpiryRule
{
    /// <summary>The last clock of all when the denial has expired; null while anything is open, unknown, assumed or disputed.</summary>
    /// <param name="state">Where the denial stands.</param>
    /// <param name="filed">Whether a correction or an appeal was ever sent: then a level may still open, and the payer owes an answer.</param>
    /// <param name="clocks">Every clock of the denial on the practice's day.</param>
    public static DenialClock? Last(DenialState state, bool filed, IReadOnlyList<DenialClock> clocks)
    {
        if (state is not (DenialState.New or DenialState.InWork) || filed || clocks.Any(c => c.Standing == ClockStanding.Running)) { return null; }

        var ways = clocks.Where(c => c.Path is ClockPath.Correct or ClockPath.Dispute).GroupBy(c => c.Path).SelectMany(Known).ToList();
        return ways.TrueForAll(IsOver) ? ways.Where(c => c.Standing == ClockStanding.Passed).MaxBy(c => c.Deadline.DueOn) : null;
    }

    /// <summary>What is written into the denial's history: "Nobody decided by Mon 11 May 2026, the last day of the first-level appeal; 3 clocks are over."</summary>
    public static string Sentence(DenialClock last, IReadOnlyList<DenialClock> clocks)
    {
        var over = clocks.Count(c => c.Standing == ClockStanding.Passed);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Nobody decided by {last.Deadline.DueOn:ddd d MMM yyyy}, the last day of the {DeadlineSentence.Step(last.Deadline.Action)}{(over > 1 ? $"; {over} clocks are over" : "")}.");
    }

    /// <summary>A default stands in only where a way has no window that somebody wrote down; beside one it says nothing.</summary>
    private static IEnumerable<DenialClock> Known(IEnumerable<DenialClock> way)
        => way.Any(c => c is { Standing: ClockStanding.Passed, Deadline.Assumed: false }) ? way.Where(c => c is not { Standing: ClockStanding.Passed, Deadline.Assumed: true }) : way;

    /// <summary>Over for certain: passed by a rule somebody wrote down and no other of its rank contradicts, refused, or a level that nothing filed can ever open.</summary>
    private static bool IsOver(DenialClock clock) => clock.Standing switch
    {
        ClockStanding.Passed => clock.Deadline is { Assumed: false, Conflict: false },
        ClockStanding.NoRight or ClockStanding.Waiting => true,
        _ => false,
    };
}
