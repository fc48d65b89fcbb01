using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>A denial's address in the desk.</summary>
public sealed record DenialAddress(int PracticeId, long DenialId);

/// <summary>The denials before and after one in a narrowed queue; null at either end.</summary>
public sealed record Neighbours(DenialAddress? Before, DenialAddress? After);

/// <summary>Finds who stands next to a denial in the queue as somebody has narrowed it, even when the denial itself has left that list.</summary>
public sealed class FindNeighbours(DeskSource database, TimeProvider clock)
{
    /// <summary>Of which denial, in which list.</summary>
    public sealed record Input
    {
        public required QueueFilter Filter { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The two.</summary>
    public async Task<Neighbours> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        return new(await NextAsync(input, actor, today, forward: false, cancellation), await NextAsync(input, actor, today, forward: true, cancellation));
    }

    private async Task<DenialAddress?> NextAsync(Input input, Actor actor, DateOnly today, bool forward, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        var where = input.Filter.Where(command, actor, today);
        command.Parameters.Add(new() { Value = input.PracticeId });
        command.Parameters.Add(new() { Value = input.DenialId });
        var n = command.Parameters.Count;

        // denial_queue, read from the denial's own place in either direction; the place is one lookup by key.
        command.CommandText = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"""
            with here as (select rank_key, due_on, denial_id from denial where practice_id = ${n - 1} and denial_id = ${n})
            select d.practice_id, d.denial_id from denial d, here where {where}
              and d.rank_key {(forward ? "<=" : ">=")} here.rank_key
              and (-d.rank_key, d.due_on, d.denial_id) {(forward ? ">" : "<")} (-here.rank_key, here.due_on, here.denial_id)
            order by {(forward ? "d.rank_key desc, d.due_on, d.denial_id" : "d.rank_key, d.due_on desc, d.denial_id desc")} limit 1
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(rows.GetInt32(0), rows.GetInt64(1)) : null;
    }
}
