using System.Diagnostics;
using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Numbers;

/// <summary>Counts the numbers that are not of first decisions again, a practice at a time. A practice that took long is counted less often.</summary>
public sealed class RebuildNumbers(DeskSource database, TimeProvider clock)
{
    /// <summary>How many months a page can look back at.</summary>
    internal const int Months = 36;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>What to count.</summary>
    public sealed record Input
    {
        /// <summary>Practices with their day.</summary>
        public required IReadOnlyList<PracticeDay> Practices { get; init; }

        /// <summary>All of them now, however fresh.</summary>
        public bool Now { get; init; }
    }

    /// <summary>How many practices it counted.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var done = 0;
        foreach (var practice in input.Practices)
        {
            if (!input.Now && !await DueAsync(connection, practice.PracticeId, cancellation)) { continue; }

            await RebuildAsync(connection, practice, clock.GetUtcNow(), cancellation);
            done++;
        }

        return done;
    }

    /// <summary>Five minutes after the last count, or twenty times what it took.</summary>
    private async Task<bool> DueAsync(NpgsqlConnection connection, int practiceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select built_at, build_ms from rollup_number_built where practice_id = $1", connection) { Parameters = { new() { Value = practiceId } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return true; }

        var pause = TimeSpan.FromMilliseconds(20.0 * rows.GetInt32(1));
        return clock.GetUtcNow() - rows.GetFieldValue<DateTimeOffset>(0) >= (pause > Pause ? pause : Pause);
    }

    internal static async Task RebuildAsync(NpgsqlConnection connection, PracticeDay practice, DateTimeOffset now, CancellationToken cancellation, Action<string>? progress = null)
    {
        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await DoAsync(connection, "select pg_advisory_xact_lock(86, $1)", cancellation, practice.PracticeId);
        await DoAsync(connection, "delete from rollup_number where practice_id = $1", cancellation, practice.PracticeId);
        foreach (var kpi in NumberRows.Kept)
        {
            await CountAsync(connection, practice, kpi, cancellation);
            progress?.Invoke(kpi.Text());
        }

        await CountedAsync(connection, practice, now, (int)watch.ElapsedMilliseconds, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Counts all months of one number.</summary>
    internal static Task CountAsync(NpgsqlConnection connection, PracticeDay practice, Kpi kpi, CancellationToken cancellation)
    {
        var before = new DateOnly(practice.Today.Year, practice.Today.Month, 1).AddMonths(1);
        return DoAsync(connection, "insert into rollup_number " + NumberRows.Sums([kpi]), cancellation, new[] { practice.PracticeId }, before.AddMonths(-Months), before, practice.Today);
    }

    /// <summary>Notes that all numbers were counted, with the dollars from which a denial is among the highest tenth.</summary>
    internal static Task CountedAsync(NpgsqlConnection connection, PracticeDay practice, DateTimeOffset now, int took, CancellationToken cancellation) => DoAsync(
            connection,
            """
            insert into rollup_number_built
            select $1, $2, $3, (select percentile_disc(0.9) within group (order by expected_amount) from denial where practice_id = $1 and denied_on > $4::date - 730 and outcome is distinct from 'not_a_denial')
            on conflict (practice_id) do update set built_at = excluded.built_at, build_ms = excluded.build_ms, high_dollar = excluded.high_dollar
            """,
            cancellation, practice.PracticeId, now, took, practice.Today);

    private static async Task DoAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1800 };
        foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
