using System.Globalization;
using System.Text.RegularExpressions;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>Brings a backup back into an empty database, verifies it there, and ends every sign-in of its day.</summary>
public sealed partial class RestoreBackup(DeskAddress address, DeskOptions options, TimeProvider clock)
{
    /// <summary>What and where to.</summary>
    public sealed record Input
    {
        /// <summary>The dump; its manifest lies beside it.</summary>
        public required string File { get; init; }

        /// <summary>The database to fill; made when there is none, refused when there is a table in it.</summary>
        public required string Database { get; init; }

        /// <summary>Hears percent and what is being done.</summary>
        public Action<int, string> Tell { get; init; } = (_, _) => { };
    }

    /// <summary>Restores; with faults the database is there to be looked at, but is not to be worked on.</summary>
    public async Task<BackupOutcome> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var started = clock.GetUtcNow();
        BackupOutcome Refused(string why) => new("verify", started, clock.GetUtcNow(), [why]);
        if (!PlainName().IsMatch(input.Database)) { return Refused("The database's name may have small letters, digits and underscores, beginning with a letter."); }

        var (key, keyTrouble) = BackupKey.InFile(options.BackupKeyFile);
        if (keyTrouble is not null) { return Refused(keyTrouble); }

        var (manifest, trouble) = await Restoration.CheckFileAsync(input.File, key, cancellation);
        if (manifest is null) { return Refused(trouble!); }

        var (target, refused) = await SideDatabase.NamedAsync(address, input.Database, cancellation);
        if (target is null) { return Refused(refused!); }

        await using (target)
        {
            if (await TablesAsync(target.Source, cancellation) is > 0 and var tables)
            {
                return Refused(string.Create(CultureInfo.InvariantCulture, $"The database {input.Database} has {tables} tables already. A restore never writes over anything: name a new database, or move the old one out of the way."));
            }

            var found = await Restoration.RunAsync(input.File, manifest, key, Restoration.OpenedFolder(options), target, address, [], input.Tell, cancellation);
            if (found.Faults.Count == 0) { await OpenAnewAsync(target.Source, manifest, actor, cancellation); }

            return new("verify", started, clock.GetUtcNow(), found.Faults, manifest) { Restore = found.Restore, Verify = found.Verify };
        }
    }

    private static async Task<long> TablesAsync(NpgsqlDataSource target, CancellationToken cancellation)
    {
        await using var command = target.CreateCommand(
            @"select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname not like 'pg\_%'");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Nobody stays signed in by a cookie of the backup's day, and the journal tells where its story was taken up again.</summary>
    private async Task OpenAnewAsync(NpgsqlDataSource target, BackupManifest manifest, Actor actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await target.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var sessions = new NpgsqlCommand(
            "update sign_in_session set ended_at = $1, end_reason = 'restored' where ended_at is null", connection, transaction)
        { Parameters = { new() { Value = now } } })
        {
            await sessions.ExecuteNonQueryAsync(cancellation);
        }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "backup.restored", "backup", manifest.DumpSha256, New: new { manifest.TakenAt, manifest.Migration, manifest.Journal }));
        await transaction.CommitAsync(cancellation);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex PlainName();
}
