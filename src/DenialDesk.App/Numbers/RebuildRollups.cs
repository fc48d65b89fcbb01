using System.Diagnostics;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Numbers;

/// <summary>Counts the months that were touched again, each in a transaction of its own: its marks go with the count they were about.</summary>
public sealed class RebuildRollups(DeskSource database, TimeProvider clock)
{
    private const string Insert = "insert into rollup_";

    // From the first month of a practice to its last, both by adjudication_month: reading them off ten million decisions would take minutes.
    private const string AllMonths =
        """
        select p.practice_id, m.month::date from practice p
        cross join lateral (select min(a.remit_date) as first, max(a.remit_date) as last from adjudication a where a.practice_id = p.practice_id and a.is_first_primary) r
        cross join lateral generate_series(date_trunc('month', r.first), r.last, interval '1 month') m (month)
        union select practice_id, month from rollup_built union select practice_id, month from rollup_stale order by 2 desc, 1
        """;

    /// <summary>What to count again.</summary>
    public sealed record Input
    {
        /// <summary>Every month there is, and not only those that were touched.</summary>
        public bool All { get; init; }

        /// <summary>Told how many months wait still.</summary>
        public Action<int>? Progress { get; init; }
    }

    /// <summary>How many months it counted.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var months = await WaitingAsync(connection, input.All, cancellation);
        for (var i = 0; i < months.Count; i++)
        {
            await RebuildAsync(connection, months[i].Practice, months[i].Month, clock.GetUtcNow(), cancellation);
            input.Progress?.Invoke(months.Count - i - 1);
        }

        return months.Count;
    }

    /// <summary>Counts one month of one practice. What commits while it counts leaves a mark that stays.</summary>
    internal static async Task RebuildAsync(NpgsqlConnection connection, int practiceId, DateOnly month, DateTimeOffset now, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Two who count the same month would meet in its keys: the second waits, and then counts once more.
        await DoAsync("select pg_advisory_xact_lock(85, hashtext($1 || ' ' || $2::date))");
        await DoAsync("select set_config('work_mem', '96MB', true) where $1 > 0 and $2::date is not null");
        await DoAsync("delete from rollup_stale where practice_id = $1 and month = $2");
        await DoAsync("delete from rollup_decided where practice_id = $1 and month = $2");
        await DoAsync("delete from rollup_denied where practice_id = $1 and month = $2");
        await DoAsync("delete from rollup_denied_side where practice_id = $1 and month = $2");
        await DoAsync("delete from rollup_denied_pair where practice_id = $1 and month = $2");
        await DoAsync("delete from rollup_decided_pair where practice_id = $1 and month = $2");
        await DoAsync(Insert + "decided " + RollupRaw.Decided(RollupRaw.One));
        // By side, so that the rows of one lie together: scattered among the others they are a page each.
        await DoAsync(Insert + "denied " + RollupRaw.Denied(RollupRaw.One) + " order by 3, 4, 5");
        await DoAsync(Insert + "denied_side " + RollupRaw.Sides);
        await DoAsync(Insert + "denied_pair " + RollupPairs.WithOwn);
        await DoAsync(Insert + "denied_pair " + RollupPairs.OfTwo);
        await DoAsync(Insert + "denied_pair " + RollupPairs.ByDay);
        await DoAsync(Insert + "decided_pair " + RollupPairs.Decided);
        await DoAsync(
            """
            insert into rollup_built
            select $1, $2, $3, coalesce((select sum(claims) from rollup_decided where practice_id = $1 and month = $2 and dimension = 'all'), 0),
                   coalesce((select sum(denials) from rollup_denied where practice_id = $1 and month = $2 and dimension = 'all'), 0), $4, true
            on conflict (practice_id, month) do update set built_at = excluded.built_at, claims = excluded.claims, denials = excluded.denials, build_ms = excluded.build_ms, pairs = true
            """,
            new() { Value = now },
            new() { Value = (int)watch.ElapsedMilliseconds });
        await transaction.CommitAsync(cancellation);

        async Task DoAsync(string sql, params NpgsqlParameter[] more)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 1800, Parameters = { new() { Value = practiceId }, new() { Value = month } } };
            command.Parameters.AddRange(more);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<List<(int Practice, DateOnly Month)>> WaitingAsync(NpgsqlConnection connection, bool all, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            all
                ? AllMonths
                : "select distinct practice_id, month from rollup_stale order by 2 desc, 1",
            connection);
        var found = new List<(int, DateOnly)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1))); }

        return found;
    }
}
