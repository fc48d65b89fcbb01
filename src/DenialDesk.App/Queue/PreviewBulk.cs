using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>One row of a run beforehand.</summary>
/// <param name="PracticeId">The practice.</param>
/// <param name="DenialId">The denial.</param>
/// <param name="Version">As it stood.</param>
/// <param name="Account">The account number.</param>
/// <param name="Amount">Denied dollars.</param>
/// <param name="LeftOut">Why it is left out; null when it would change.</param>
/// <param name="Asks">It is above the person's limit: a write-off would be asked for, and somebody else decides.</param>
public sealed record BulkCandidate(int PracticeId, long DenialId, int Version, string Account, decimal Amount, Refusal? LeftOut, bool Asks = false);

/// <summary>What a run would do.</summary>
/// <param name="Rows">Every row, in the order of the queue.</param>
/// <param name="TooMany">How many there are when they are more than a run may have; then no row is given.</param>
public sealed record BulkPreview(IReadOnlyList<BulkCandidate> Rows, long? TooMany = null)
{
    /// <summary>Those that would change.</summary>
    public IEnumerable<BulkCandidate> Changing => Rows.Where(r => r.LeftOut is null);

    /// <summary>Those left out, with how many for which reason.</summary>
    public IEnumerable<(string Why, int Count, decimal Amount)> LeftOut
        => Rows.Where(r => r.LeftOut is not null).GroupBy(r => r.LeftOut!.Sentence).Select(g => (g.Key, g.Count(), g.Sum(r => r.Amount))).OrderByDescending(g => g.Item2);
}

/// <summary>Tells what an act on many denials would change, what is left out and why; changes nothing.</summary>
public sealed class PreviewBulk(DeskSource database, FindActor find, TimeProvider clock)
{
    /// <summary>Rows a run has at most.</summary>
    public const int Most = BulkJudging.Most;

    /// <summary>Which denials, and what is to be done with them.</summary>
    public sealed record Input
    {
        /// <summary>These; null means all that match <see cref="Filter"/>.</summary>
        public IReadOnlyList<DenialAddress>? Which { get; init; }

        public QueueFilter? Filter { get; init; }

        /// <summary>Of all that match, not these.</summary>
        public IReadOnlySet<DenialAddress>? Except { get; init; }

        public required WorkOrder Order { get; init; }
    }

    /// <summary>The preview.</summary>
    public async Task<BulkPreview> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Order.Act == WorkAct.WriteOff) { actor.Must(Permission.WriteOff); }
        var which = input.Which ?? await MatchingAsync(input, actor, cancellation);
        if (which.Count > BulkJudging.Most) { return new([], await CountAsync(input, which.Count, actor, cancellation)); }

        var to = input.Order.Person is { } person ? await find.Run(person, null, cancellation) : null;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var denials = await DenialRecord.ReadAsync(connection, which, actor, clock.GetUtcNow(), cancellation);
        if (input.Order.Act == WorkAct.WriteOff) { return new(await WriteOffsAsync(connection, input.Order, denials, actor, cancellation)); }

        var closed = new Dictionary<int, IReadOnlySet<DateOnly>>();
        foreach (var practice in denials.Select(d => d.PracticeId).Distinct()) { closed[practice] = await ClosedDays.OfAsync(connection, practice, cancellation); }

        return new([.. denials.Select(d => new BulkCandidate(
            d.PracticeId, d.DenialId, d.Version, d.Account, d.Facts.DeniedAmount, BulkJudging.Refuse(input.Order, d, d.Version, to, closed[d.PracticeId], actor)))]);
    }

    /// <summary>Each row by the guard, the rulebook and the limits that hold on its practice's day.</summary>
    private static async Task<IReadOnlyList<BulkCandidate>> WriteOffsAsync(
        NpgsqlConnection connection, WorkOrder order, IReadOnlyList<DenialRecord> denials, Actor actor, CancellationToken cancellation)
    {
        var guarded = await GuardedDenial.OfManyAsync(connection, denials, cancellation);
        var waiting = await WriteOffRows.WaitingAsync(connection, denials, cancellation);
        var policies = new Dictionary<DateOnly, WriteOffPolicy>();
        foreach (var day in denials.Select(d => d.Today).Distinct()) { policies[day] = await WriteOffAsking.PolicyAsync(connection, null, day, cancellation); }

        return [.. denials.Where(d => guarded.ContainsKey((d.PracticeId, d.DenialId))).Select(d =>
        {
            var (asks, refusal) = BulkJudging.JudgeWriteOff(order, d, guarded[(d.PracticeId, d.DenialId)], waiting.Contains((d.PracticeId, d.DenialId)), policies[d.Today], actor);
            return new BulkCandidate(d.PracticeId, d.DenialId, d.Version, d.Account, WriteOffRequests.Remaining(d.Facts), refusal, asks);
        })];
    }

    private async Task<IReadOnlyList<DenialAddress>> MatchingAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        // The queue's own select, denial_queue or a sister of it.
        await using var command = database.CreateCommand();
        var where = (input.Filter ?? new()).Where(command, actor, await DeskDay.TodayAsync(database, clock, actor, cancellation));
        command.CommandText = $"select d.practice_id, d.denial_id from denial d where {where} order by d.rank_key desc, d.due_on, d.denial_id limit {(BulkJudging.Most + 1).ToString(CultureInfo.InvariantCulture)}";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<DenialAddress>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt32(0), rows.GetInt64(1))); }

        return found.Count > BulkJudging.Most ? found : [.. found.Where(one => input.Except?.Contains(one) != true)];
    }

    private async Task<long> CountAsync(Input input, int selected, Actor actor, CancellationToken cancellation)
    {
        if (input.Which is not null) { return selected; }

        await using var command = database.CreateCommand();
        command.CommandText = $"select count(*) from denial d where {(input.Filter ?? new()).Where(command, actor, await DeskDay.TodayAsync(database, clock, actor, cancellation))}";
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
