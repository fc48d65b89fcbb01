using System.Diagnostics;
using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Health;

/// <summary>Counts of the whole desk for a monitoring system: no name, no id, no money.</summary>
/// <param name="Ping">One small query, there and back.</param>
/// <param name="Files">Files received so far, by what became of them.</param>
/// <param name="Claims">Claims in them.</param>
/// <param name="Open">Open denials by lane.</param>
/// <param name="Waiting">Open denials that wait for a payer.</param>
/// <param name="Overdue">Open denials past their last day.</param>
/// <param name="Jobs">Each job's last run.</param>
/// <param name="Backups">The last backup, verification and drill there was, by kind.</param>
public sealed record DeskFigures(
    TimeSpan Ping, int Connections, int ConnectionsAllowed, long DatabaseBytes, IReadOnlyDictionary<string, long> Files, long Claims,
    IReadOnlyDictionary<PriorityLane, long> Open, long Waiting, long Overdue, IReadOnlyList<JobFacts> Jobs, IReadOnlyDictionary<string, BackupFacts> Backups);

/// <summary>Counts the desk for a monitoring system, over all practices.</summary>
public sealed class CountDesk(DeskSource database, TimeProvider clock)
{
    /// <summary>The figures; null when the database does not answer.</summary>
    public async Task<DeskFigures?> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeJobs);
        try
        {
            var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
            await using var connection = await database.OpenConnectionAsync(cancellation);
            var watch = Stopwatch.StartNew();
            await using (var ping = new NpgsqlCommand("select 1", connection)) { await ping.ExecuteScalarAsync(cancellation); }

            var took = watch.Elapsed;
            var (used, allowed, bytes) = await ServerAsync(connection, cancellation);
            var (files, claims) = await FilesAsync(connection, cancellation);
            var (open, waiting, overdue) = await DenialsAsync(connection, today, cancellation);
            return new(took, used, allowed, bytes, files, claims, open, waiting, overdue, await JobReading.ReadAsync(connection, cancellation), await BackupsAsync(connection, cancellation));
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private static async Task<(int Used, int Allowed, long Bytes)> ServerAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select (select count(*)::int from pg_stat_activity where backend_type = 'client backend'), current_setting('max_connections')::int, pg_database_size(current_database())", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2));
    }

    // The whole of inbound_file: a row a file, thousands a year.
    private static async Task<(Dictionary<string, long> Files, long Claims)> FilesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (files, claims) = (new Dictionary<string, long>(), 0L);
        await using var command = new NpgsqlCommand("select state, count(*), sum(claims)::bigint from inbound_file group by state order by state", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            files.Add(rows.GetString(0), rows.GetInt64(1));
            claims += rows.GetInt64(2);
        }

        return (files, claims);
    }

    // Open denials only, one pass by index denial_queue, which holds the last days.
    private static async Task<(Dictionary<PriorityLane, long> Open, long Waiting, long Overdue)> DenialsAsync(NpgsqlConnection connection, DateOnly today, CancellationToken cancellation)
    {
        var open = Enum.GetValues<PriorityLane>().ToDictionary(l => l, _ => 0L);
        var (waiting, overdue) = (0L, 0L);
        await using var command = new NpgsqlCommand(
            "select lane::int, count(*), count(*) filter (where state = 'waiting'), count(*) filter (where due_on < $1) from denial where is_open group by lane", connection)
        { Parameters = { new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            open[(PriorityLane)rows.GetInt32(0)] = rows.GetInt64(1);
            (waiting, overdue) = (waiting + rows.GetInt64(2), overdue + rows.GetInt64(3));
        }

        return (open, waiting, overdue);
    }

    // Index backup_run_newest.
    private static async Task<Dictionary<string, BackupFacts>> BackupsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new Dictionary<string, BackupFacts>();
        await using var command = new NpgsqlCommand(
            """
            select r.kind, r.finished_at, r.sound, r.dump_ms, r.restore_ms, r.verify_ms, r.bytes from unnest(array['backup', 'verify', 'drill']) as k (kind)
            cross join lateral (select * from backup_run where kind = k.kind order by backup_id desc limit 1) r
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            TimeSpan? Milliseconds(int i) => rows.IsDBNull(i) ? null : TimeSpan.FromMilliseconds(rows.GetInt32(i));
            found.Add(rows.GetString(0), new(
                rows.GetFieldValue<DateTimeOffset>(1), rows.GetBoolean(2), "", Milliseconds(3), Milliseconds(4), Milliseconds(5), rows.IsDBNull(6) ? null : rows.GetInt64(6), null));
        }

        return found;
    }
}
