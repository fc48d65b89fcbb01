using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Reports;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Health;

/// <summary>What the page shows.</summary>
/// <param name="At">When everything was tried.</param>
/// <param name="Items">Each thing with its state.</param>
/// <param name="Runs">The last backups, verifications and drills, newest first.</param>
public sealed record HealthView(DateTimeOffset At, IReadOnlyList<HealthItem> Items, IReadOnlyList<BackupRow> Runs);

/// <summary>One row of backup_run.</summary>
/// <param name="Kind">"backup", "verify" or "drill".</param>
public sealed record BackupRow(long BackupId, string Kind, BackupFacts Facts);

/// <summary>Tries everything the desk needs: asks the database, writes to the folders, reads the jobs' records. Nothing is believed because it worked yesterday.</summary>
/// <remarks>It measures the installation and reads no practice's rows, so it stands outside the practice wall, whose role may not read the schema's version.</remarks>
public sealed class SeeHealth(DeskSource database, DeskAddress address, DeskOptions options, DeskMail mail, TimeProvider clock)
{
    private const int RunsShown = 12;

    /// <summary>Tries and judges.</summary>
    public async Task<HealthView> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var server = await DatabaseReading.ReadAsync(connection, address.IsPrivate, clock, cancellation);
        var jobs = await JobReading.ReadAsync(connection, cancellation);
        var runs = await RunsAsync(connection, cancellation);
        var (setUp, taken) = await ArrivalsAsync(connection, cancellation);
        var facts = new HealthFacts(
            server, FolderReading.Read(options.DataFolder), FolderReading.Read(options.LogFolder), FolderReading.Watch(options.WatchedFolder, taken), jobs, setUp,
            Last(runs, "backup"), runs.FirstOrDefault(r => r is { Kind: "backup", Facts.Sound: true })?.Facts, Last(runs, "drill"), options.NightlyDrill,
            PostgresClient.Find(connection.PostgreSqlVersion.Major).Missing)
        { Mail = await MailAsync(connection, clock.GetUtcNow(), cancellation) };
        var now = clock.GetUtcNow();
        return new(now, HealthRule.Judge(facts, now), [.. runs.OrderByDescending(r => r.BackupId).Take(RunsShown)]);
    }

    // report_mail_waiting and report_mail_failed: only what did not leave.
    private async Task<MailFacts> MailAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select count(*) filter (where m.state = 'waiting'), count(*) filter (where m.state = 'failed'), coalesce((array_agg(m.problem order by m.mail_id desc))[1], '')
            from report_mail m where (m.state = 'waiting' and m.tries > 0) or (m.state = 'failed' and m.next_at > $1)
            """, connection)
        { Parameters = { new() { Value = now.AddDays(-7) } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(mail.IsSetUp, rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2));
    }

    private static BackupFacts? Last(List<BackupRow> runs, string kind) => runs.FirstOrDefault(r => r.Kind == kind)?.Facts;

    // Index backup_run_newest (kind, backup_id desc): a few rows a kind.
    private static async Task<List<BackupRow>> RunsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select r.backup_id, r.kind, r.finished_at, r.sound, r.told, r.dump_ms, r.restore_ms, r.verify_ms, r.bytes, r.content_rows
            from unnest(array['backup', 'verify', 'drill']) as k (kind)
            cross join lateral (select * from backup_run where kind = k.kind order by backup_id desc limit $1) r
            order by r.kind, r.backup_id desc
            """,
            connection)
        { Parameters = { new() { Value = RunsShown } } };
        var found = new List<BackupRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            TimeSpan? Milliseconds(int i) => rows.IsDBNull(i) ? null : TimeSpan.FromMilliseconds(rows.GetInt32(i));
            found.Add(new(rows.GetInt64(0), rows.GetString(1), new(
                rows.GetFieldValue<DateTimeOffset>(2), rows.GetBoolean(3), rows.GetString(4), Milliseconds(5), Milliseconds(6), Milliseconds(7),
                rows.IsDBNull(8) ? null : rows.GetInt64(8), rows.IsDBNull(9) ? null : rows.GetInt64(9))));
        }

        return found;
    }

    /// <summary>When the first file came at all, and when the last came from the watched folder. A file is in inbound_file the first time it comes and in file_arrival every time after; both are
    /// read from one end of their primary key, passing over what came another way.</summary>
    private static async Task<(DateTimeOffset? First, DateTimeOffset? Taken)> ArrivalsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select (select received_at from inbound_file order by file_id limit 1),
                   greatest(
                       (select received_at from inbound_file where source = 'folder' order by file_id desc limit 1),
                       (select arrived_at from file_arrival where source = 'folder' order by file_id desc, arrival_id desc limit 1))
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.IsDBNull(0) ? null : rows.GetFieldValue<DateTimeOffset>(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<DateTimeOffset>(1));
    }
}
