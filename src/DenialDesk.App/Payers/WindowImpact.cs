using System.Collections.Concurrent;
using System.Globalization;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Deadlines;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>One open denial under a changed rule.</summary>
/// <param name="Today">The practice's day, which decides what is overdue.</param>
public sealed record ClockMove(ClockedDenial Denial, StoredClock After, DateOnly Today)
{
    /// <summary>Whether the last day is another one.</summary>
    public bool Moves => After.DueOn != Denial.Clock.DueOn;

    /// <summary>In time until now, and late under the new rule.</summary>
    public bool BecomesOverdue => Denial.Clock.DueOn >= Today && After.DueOn < Today;

    /// <summary>Late until now, and in time again under the new rule.</summary>
    public bool Reopens => Denial.Clock.DueOn < Today && After.DueOn >= Today;

    /// <summary>Whether anything about the clock is different, be it only the rule's version or the sentence.</summary>
    public bool Differs => After != Denial.Clock;
}

/// <summary>What a change of windows does to the open denials of a payer.</summary>
/// <param name="Looked">How many open denials were worked out.</param>
/// <param name="Changes">Those whose clock is different afterwards, by the new last day.</param>
public sealed record WindowImpact(int Looked, IReadOnlyList<ClockMove> Changes)
{
    /// <summary>Denials whose last day is another one.</summary>
    public IReadOnlyList<ClockMove> Moves { get; } = [.. Changes.Where(c => c.Moves)];

    /// <summary>What ranking asks for, of practices where it was read while the clocks were worked out; the others are read when they are ranked.</summary>
    internal IReadOnlyDictionary<int, Scoring.Reading> Read { get; init; } = new Dictionary<int, Scoring.Reading>();

    /// <summary>How many become overdue.</summary>
    public int BecomeOverdue => Moves.Count(m => m.BecomesOverdue);

    /// <summary>How many are in time again.</summary>
    public int Reopen => Moves.Count(m => m.Reopens);

    /// <summary>Dollars denied on the denials that move.</summary>
    public decimal AtStake => Moves.Sum(m => m.Denial.DeniedAmount);

    /// <summary>The moves by who has the denial, most dollars first; nobody's under an empty name.</summary>
    public IEnumerable<IGrouping<string, ClockMove>> ByOwner
        => Moves.GroupBy(m => m.Denial.OwnerName ?? "").OrderByDescending(g => g.Sum(m => m.Denial.DeniedAmount)).ThenBy(g => g.Key, StringComparer.Ordinal);

    /// <summary>"412 deadlines move, 17 become overdue, 3 are in time again, $88,210.00 at stake."</summary>
    public string Sentence
    {
        get
        {
            if (Looked == 0) { return "This payer has no open denials: nothing moves today. The window holds for those that come."; }

            return Moves.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"No deadline of the {Looked:N0} open denials moves.")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Moves.Count:N0} {(Moves.Count == 1 ? "deadline moves" : "deadlines move")}, {BecomeOverdue:N0} {(BecomeOverdue == 1 ? "becomes" : "become")} overdue, {Reopen:N0} {(Reopen == 1 ? "is" : "are")} in time again, ${AtStake:N2} at stake.");
        }
    }

    /// <summary>Puts the new clocks in the rows and ranks the practices they belong to, in the caller's transaction.</summary>
    internal async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        if (Changes.Count == 0) { return; }

        foreach (var practice in Changes.GroupBy(c => c.Denial.PracticeId))
        {
            var today = practice.First().Today;
            var read = Read.GetValueOrDefault(practice.Key) ?? await Scoring.ReadAsync(connection, transaction, practice.Key, today, cancellation);
            await Scoring.RescoreAsync(connection, transaction, practice.Key, today, new FreshClocks([.. practice.Select(c => (c.Denial, c.After))]), read, cancellation);
        }
    }

    /// <summary>Works every denial out under the rules as they would be. The one function behind preview and apply.</summary>
    /// <param name="denials">Open denials of the payer.</param>
    /// <param name="rules">All rules that may apply to the payer afterwards.</param>
    /// <param name="today">Each practice's day.</param>
    public static WindowImpact Of(IReadOnlyList<ClockedDenial> denials, IReadOnlyCollection<WindowRule> rules, Func<int, DateOnly> today)
    {
        // Of all rules only a few can be one payer's, and fewer one kind of denial's; they are found once, not once a denial.
        var reachable = denials.DistinctBy(d => d.PayerId).ToDictionary(d => d.PayerId, d => RuleSelection.Reachable(rules, d.Context));
        var matching = denials.Select(d => (d.PayerId, d.Context)).DistinctBy(d => d.Context, Same)
            .ToDictionary(d => d.Context, d => RuleSelection.Matching(reachable[d.PayerId], d.Context), Same);
        var days = denials.Select(d => d.PracticeId).Distinct().ToDictionary(id => id, today);
        var (moves, known) = (new ClockMove[denials.Count], new KnownClocks());
        Parallel.ForEach(Partitioner.Create(0, Math.Max(1, denials.Count)), range =>
        {
            for (var i = range.Item1; i < Math.Min(range.Item2, denials.Count); i++)
            {
                moves[i] = new(denials[i], known.Under(denials[i], matching[denials[i].Context]), days[denials[i].PracticeId]);
            }
        });
        return new(denials.Count, [.. moves.Where(m => m.Differs).OrderBy(m => m.After.DueOn).ThenBy(m => m.Denial.DenialId)]);
    }

    /// <summary>Readers give denials of the same facts the same context; by value, comparing would cost as much as choosing.</summary>
    private static IEqualityComparer<WindowContext> Same => ReferenceEqualityComparer.Instance;
}
