using System.Diagnostics;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>What a restore found.</summary>
/// <param name="Faults">Every difference in a sentence; empty when all is there.</param>
/// <param name="Restore">How long pg_restore took.</param>
/// <param name="Verify">How long counting, hashing and the journal took.</param>
internal sealed record RestoredContent(IReadOnlyList<string> Faults, TimeSpan Restore, TimeSpan Verify);

/// <summary>Restores a dump into an empty database and holds everything in it against the manifest.</summary>
internal static class Restoration
{
    /// <summary>The manifest of a dump that may be restored; else what is wrong with the pair. A dump that is not the one written is not opened: restoring runs what is in it.</summary>
    public static async Task<(BackupManifest? Manifest, string? Trouble)> CheckFileAsync(string file, CancellationToken cancellation)
    {
        var beside = BackupManifest.PathOf(file);
        if (!File.Exists(file)) { return (null, $"There is no file {file}."); }

        if (!File.Exists(beside)) { return (null, $"The manifest {Path.GetFileName(beside)} is not beside the dump. Without it nobody can tell whether everything is there; fetch it from where the backup was made."); }

        if (BackupManifest.Parse(await File.ReadAllTextAsync(beside, cancellation)) is not { } manifest) { return (null, $"The manifest {Path.GetFileName(beside)} cannot be read: it was damaged or changed."); }

        if (manifest.Migration > SqlMigrator.Newest) { return (null, $"The backup is of schema {manifest.Migration}, newer than this program ({SqlMigrator.Newest}). Use the newer program."); }

        var length = new FileInfo(file).Length;
        if (length != manifest.DumpBytes) { return (null, $"The dump has {length:N0} bytes, the manifest says {manifest.DumpBytes:N0}: it was cut off or changed."); }

        return await DumpWriter.HashAsync(file, cancellation) == manifest.DumpSha256
            ? (manifest, null)
            : (null, "The dump is not the file that was written: its SHA-256 is not the one in the manifest. It was damaged or changed.");
    }

    /// <summary>Restores and compares.</summary>
    /// <param name="checkpoints">Where the journal stood at other times, kept outside the backup; only those the backup can know are asked.</param>
    public static async Task<RestoredContent> RunAsync(
        string file, BackupManifest manifest, SideDatabase target, DeskAddress address, IEnumerable<JournalCheckpoint> checkpoints, Action<int, string> tell, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        tell(0, "restoring");
        await using var connection = await target.Source.OpenConnectionAsync(cancellation);
        var (client, missing) = PostgresClient.Find(connection.PostgreSqlVersion.Major);
        if (client is null) { return new([missing!], watch.Elapsed, TimeSpan.Zero); }

        var (code, said) = await client.RunAsync(
            "pg_restore", ["--exit-on-error", "--no-owner", "--no-privileges", "--no-comments", "--no-password", "--jobs=2", "--dbname=" + target.Name, file], address, cancellation);
        var restored = watch.Elapsed;
        if (code != 0) { return new([$"pg_restore failed: {said}"], restored, TimeSpan.Zero); }

        var faults = new List<string>(BackupComparison.Faults(manifest.Content, await ContentAsync(connection, tell, cancellation)));
        tell(100, "the journal");
        faults.AddRange(await JournalAsync(manifest, target.Source, checkpoints, cancellation));
        return new(faults, restored, watch.Elapsed - restored);
    }

    private static async Task<DatabaseContent> ContentAsync(NpgsqlConnection connection, Action<int, string> tell, CancellationToken cancellation)
    {
        await using (var session = new NpgsqlCommand(ContentReader.Session, connection))
        {
            await session.ExecuteNonQueryAsync(cancellation);
        }

        return await ContentReader.ReadAsync(connection, tell, cancellation);
    }

    private static async Task<IEnumerable<string>> JournalAsync(BackupManifest manifest, NpgsqlDataSource target, IEnumerable<JournalCheckpoint> checkpoints, CancellationToken cancellation)
    {
        if (manifest.JournalHead is not { } head) { return ["The manifest does not say where the journal stood."]; }

        try
        {
            var verdict = await JournalChain.VerifyAsync(target, checkpoints.Where(c => c.SealNo <= head.SealNo).Append(head), cancellation);
            return verdict.Head == head ? verdict.Faults : [.. verdict.Faults, $"The journal ends at seal {verdict.Head.SealNo}, the manifest says {head.SealNo}."];
        }
        catch (PostgresException broken)
        {
            return [$"The journal could not be verified: {broken.MessageText}."];
        }
    }
}
