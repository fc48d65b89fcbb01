using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>The newest runs: one's own, and for leads everybody's.</summary>
public sealed class ListBulk(DeskSource database)
{
    /// <summary>Which runs.</summary>
    public sealed record Input
    {
        /// <summary>Older than this run.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>The runs, the newest first.</summary>
    public async Task<IReadOnlyList<BulkRunView>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);

        // bulk_run_maker for one's own, the primary key backwards for all; then each run's rows.
        await using var command = database.CreateCommand(
            SeeBulk.Head + " where b.run_id in (select n.run_id from bulk_run n where (n.made_by = $1 or $2) and ($3::bigint is null or n.run_id < $3) order by n.run_id desc limit $4) group by b.run_id order by b.run_id desc");
        command.Parameters.Add(new() { Value = actor.UserId ?? Guid.Empty });
        command.Parameters.Add(new() { Value = actor.May(Permission.AssignOthers) });
        command.Parameters.Add(new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = Math.Clamp(input.Take, 1, 500) });
        var found = new List<BulkRunView>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(SeeBulk.Read(r)); }

        return found;
    }
}
