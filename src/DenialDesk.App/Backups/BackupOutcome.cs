using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Backups;

/// <summary>How a backup, a verification or a drill ended.</summary>
/// <param name="Kind">"backup", "verify" or "drill".</param>
/// <param name="Faults">What is wrong, in sentences; empty when all is well.</param>
/// <param name="Manifest">What the backup holds; null when there is none.</param>
public sealed record BackupOutcome(string Kind, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, IReadOnlyList<string> Faults, BackupManifest? Manifest = null)
{
    /// <summary>Whether everything is there.</summary>
    public bool Sound => Faults.Count == 0;

    /// <summary>How long the dump took; null when none was made.</summary>
    public TimeSpan? Dump { get; init; }

    /// <summary>How long the restore took; null when nothing was restored.</summary>
    public TimeSpan? Restore { get; init; }

    /// <summary>How long counting, hashing and the journal took; null when nothing was verified.</summary>
    public TimeSpan? Verify { get; init; }

    /// <summary>The result for a person, without patient data.</summary>
    public string Sentence
    {
        get
        {
            if (!Sound) { return Faults.Count == 1 ? Faults[0] : $"{Faults.Count} things are wrong. The first: {Faults[0]}"; }

            var content = Manifest!.Content;
            var held = string.Create(CultureInfo.InvariantCulture, $"{content.Tables.Count} tables, {content.Rows:N0} rows, {Manifest.DumpBytes / 1048576.0:N1} MB");
            return Kind switch
            {
                "backup" => $"Backed up: {held}.",
                _ => $"Restored and verified: {held}, the journal whole up to seal {Manifest.JournalHead?.SealNo}.",
            };
        }
    }
}

/// <summary>Notes outcomes in the database, with the journal in the same transaction.</summary>
internal static class BackupRecord
{
    /// <summary>
    /// Writes the row; does nothing on a schema from before there were backups, so that an old desk can be backed up before it is migrated, nor where the account
    /// may only read or the desk's own database is the one that was lost.
    /// </summary>
    public static async Task SaveAsync(NpgsqlDataSource database, BackupOutcome outcome, Actor actor, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(database, outcome, actor, cancellation);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidCatalogName)
        {
            return;
        }
    }

    private static async Task WriteAsync(NpgsqlDataSource database, BackupOutcome outcome, Actor actor, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using (var known = new NpgsqlCommand("select to_regclass('backup_run') is not null", connection))
        {
            if (await known.ExecuteScalarAsync(cancellation) is not true) { return; }
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            insert into backup_run (kind, started_at, finished_at, sound, told, bytes, tables, content_rows, journal_seal, dump_ms, restore_ms, verify_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning backup_id
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = outcome.Kind }, new() { Value = outcome.StartedAt }, new() { Value = outcome.FinishedAt }, new() { Value = outcome.Sound }, new() { Value = outcome.Sentence },
                Whole(outcome.Manifest?.DumpBytes), Whole(outcome.Manifest?.Content.Tables.Count), Whole(outcome.Manifest?.Content.Rows), Whole(outcome.Manifest?.JournalHead?.SealNo),
                Milliseconds(outcome.Dump), Milliseconds(outcome.Restore), Milliseconds(outcome.Verify),
            },
        };
        var id = (long)(await command.ExecuteScalarAsync(cancellation))!;
        var entry = new JournalEntry(outcome.Kind switch { "backup" => "backup.made", "verify" => "backup.verified", _ => "backup.drilled" }, "backup", id.ToString(CultureInfo.InvariantCulture), New: new
        {
            outcome.Sound,
            Tables = outcome.Manifest?.Content.Tables.Count,
            Rows = outcome.Manifest?.Content.Rows,
            Sha256 = outcome.Manifest?.DumpSha256,
        });
        await Journal.AppendAsync(connection, transaction, actor, outcome.FinishedAt, cancellation, entry);
        await transaction.CommitAsync(cancellation);
    }

    private static NpgsqlParameter Whole(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Milliseconds(TimeSpan? value) => Whole((long?)value?.TotalMilliseconds);
}
