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
    /// <summary>The folder in the data folder that a locked dump is opened in while it is restored.</summary>
    public static string OpenedFolder(DeskOptions options) => Path.Combine(options.DataFolder, "opened");

    /// <summary>The manifest of a dump that may be restored; else what is wrong with the pair. A dump that is not the one written is not opened: restoring runs what is in it.</summary>
    public static async Task<(BackupManifest? Manifest, string? Trouble)> CheckFileAsync(string file, BackupKey? key, CancellationToken cancellation)
    {
        var beside = BackupManifest.PathOf(file);
        if (!File.Exists(file)) { return (null, $"There is no file {file}."); }

        if (!File.Exists(beside)) { return (null, $"The manifest {Path.GetFileName(beside)} is not beside the dump. Without it nobody can tell whether everything is there; fetch it from where the backup was made."); }

        if (BackupManifest.Parse(await File.ReadAllTextAsync(beside, cancellation)) is not { } manifest) { return (null, $"The manifest {Path.GetFileName(beside)} cannot be read: it was damaged or changed."); }

        if (KeyTrouble(manifest, key) is { } locked) { return (null, locked); }

        if (manifest.Migration > SqlMigrator.Newest) { return (null, $"The backup is of schema {manifest.Migration}, newer than this program ({SqlMigrator.Newest}). Use the newer program."); }

        var length = new FileInfo(file).Length;
        if (length != manifest.DumpBytes) { return (null, $"The dump has {length:N0} bytes, the manifest says {manifest.DumpBytes:N0}: it was cut off or changed."); }

        return await DumpWriter.HashAsync(file, cancellation) == manifest.DumpSha256
            ? (manifest, null)
            : (null, "The dump is not the file that was written: its SHA-256 is not the one in the manifest. It was damaged or changed.");
    }

    /// <summary>Why the key at hand does not fit: none, another, or a manifest that it did not sign. A desk with a key takes no backup that anybody could have made.</summary>
    private static string? KeyTrouble(BackupManifest manifest, BackupKey? key) => (manifest.KeyName, key) switch
    {
        (null, null) => null,
        (null, _) => "This backup is not signed, and this desk has a backup key: anybody could have made it. If it is yours from before there was a key, leave DENIALDESK_BACKUP_KEY unset for this one command.",
        (var name, null) => $"The dump is locked with the key {name}. Name that key's file in DENIALDESK_BACKUP_KEY.",
        var (name, known) when name != known.Name => $"The dump is locked with the key {name}; DENIALDESK_BACKUP_KEY names the key {known.Name}.",
        var (_, known) => manifest.IsSignedBy(known) ? null : "The manifest is not the one that was signed: it was damaged or changed.",
    };

    /// <summary>Restores and compares; a locked dump is opened into a folder of this account alone and taken away again.</summary>
    /// <param name="folder">Where a locked dump may be opened.</param>
    /// <param name="checkpoints">Where the journal stood at other times, kept outside the backup; only those the backup can know are asked.</param>
    public static async Task<RestoredContent> RunAsync(
        string file, BackupManifest manifest, BackupKey? key, string folder, SideDatabase target, DeskAddress address, IEnumerable<JournalCheckpoint> checkpoints, Action<int, string> tell, CancellationToken cancellation)
    {
        if (key is null || manifest.KeyName is null) { return await RunAsync(file, manifest, target, address, checkpoints, tell, cancellation); }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var opened = Path.Combine(folder, $"opened-{Guid.NewGuid():N}.dump");
        try
        {
            await using (var locked = File.OpenRead(file))
            await using (var plain = DumpWriter.New(opened))
            {
                if (!await key.OpenAsync(locked, plain, cancellation)) { return new(["The dump does not open with its key: it was damaged or changed."], TimeSpan.Zero, TimeSpan.Zero); }
            }

            return await RunAsync(opened, manifest, target, address, checkpoints, tell, cancellation);
        }
        finally
        {
            File.Delete(opened);
        }
    }

    private static async Task<RestoredContent> RunAsync(
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
