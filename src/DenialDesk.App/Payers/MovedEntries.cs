using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Payers;

/// <summary>
/// What the journal says of denials whose last day moved: an entry each or, of a thousand and more, entries about a thousand denials each, in which every
/// denial stands once before and once after (migration 0052 finds them by denial). An entry a denial costs more than moving it.
/// </summary>
internal static class MovedEntries
{
    /// <summary>From so many moves on, and so many in an entry.</summary>
    public const int Many = 1_000;

    /// <summary>The entries.</summary>
    public static IEnumerable<JournalEntry> Of(IReadOnlyList<ClockMove> moves)
        => moves.Count < Many
            ? moves.Select(m => ApplyWindow.Told(m.Denial, m.After))
            : moves.GroupBy(m => m.Denial.PracticeId).SelectMany(p => p.Chunk(Many).Select(some => Entry(p.Key, some)));

    private static JournalEntry Entry(int practiceId, ClockMove[] moves) => new(
        "denial.deadline_moved", "denials", moves.Length.ToString(CultureInfo.InvariantCulture), practiceId,
        Old: Groups(moves, m => m.Denial.Clock), New: Groups(moves, m => m.After));

    private static IEnumerable<Group> Groups(ClockMove[] moves, Func<ClockMove, StoredClock> clock)
        => moves.GroupBy(m => (clock(m).Action, clock(m).DueOn, clock(m).RuleId, clock(m).RuleVersion))
            .Select(g => new Group(g.Key.Action.Text(), g.Key.DueOn, g.Key.RuleId, g.Key.RuleVersion, [.. g.Select(m => m.Denial.DenialId)]));

    /// <summary>Denials with the same clock; the first four say what an entry about one denial says.</summary>
    private sealed record Group(string Action, DateOnly DueOn, string RuleId, int RuleVersion, long[] Denials);
}
