using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>
/// Proves that this desk can be brought back: backs it up to a temporary file, restores that into a scratch database, counts, hashes, verifies the
/// journal, opens documents with the desk's key, and removes both. Nothing with patient data stays behind, also when it fails; what a program that died left is removed by the next.
/// </summary>
public sealed class DrillRestore(NpgsqlDataSource database, DeskAddress address, DeskOptions options, JournalCheckpoints checkpoints, TimeProvider clock)
{
    /// <summary>How.</summary>
    public sealed record Input
    {
        /// <summary>Hears percent and what is being done.</summary>
        public Action<int, string> Tell { get; init; } = (_, _) => { };
    }

    private string Folder => Path.Combine(options.DataFolder, "drill");

    /// <summary>Drills, and notes how it went.</summary>
    public async Task<BackupOutcome> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var started = clock.GetUtcNow();
        Remove();
        try
        {
            var outcome = await RoomAsync(cancellation) is { } small ? new("drill", started, clock.GetUtcNow(), [small]) : await DrillAsync(input, started, cancellation);
            await BackupRecord.SaveAsync(database, outcome, actor, cancellation);
            return outcome;
        }
        finally
        {
            Remove();
        }
    }

    private async Task<BackupOutcome> DrillAsync(Input input, DateTimeOffset started, CancellationToken cancellation)
    {
        var (key, keyTrouble) = BackupKey.InFile(options.BackupKeyFile);
        if (keyTrouble is not null) { return new("drill", started, clock.GetUtcNow(), [keyTrouble]); }

        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = Path.Combine(Folder, "drill.dump");
        var written = await DumpWriter.WriteAsync(database, address, file, key, started, (percent, doing) => input.Tell(percent * 4 / 10, "backup: " + doing), cancellation);
        if (written.Manifest is not { } manifest) { return new("drill", started, clock.GetUtcNow(), [written.Trouble!]) { Dump = written.Took }; }

        // The file is read back as anybody would who needs it one day.
        var (read, trouble) = await Restoration.CheckFileAsync(file, key, cancellation);
        if (read is null) { return new("drill", started, clock.GetUtcNow(), [trouble!], manifest) { Dump = written.Took }; }

        var (scratch, refused) = await SideDatabase.ScratchAsync(address, cancellation);
        if (scratch is null) { return new("drill", started, clock.GetUtcNow(), [refused!], manifest) { Dump = written.Took }; }

        await using (scratch)
        {
            var known = await checkpoints.ReadAsync(cancellation);
            var found = await Restoration.RunAsync(file, read, key, Folder, scratch, address, known, (percent, doing) => input.Tell(40 + (percent * 6 / 10), "restore: " + doing), cancellation);
            var locked = found.Faults.Count == 0 ? await DocumentProof.FaultsAsync(scratch.Source, DocumentKey.InFolder(options.DataFolder), cancellation) : [];
            return new("drill", started, clock.GetUtcNow(), [.. found.Faults, .. locked], manifest) { Dump = written.Took, Restore = found.Restore, Verify = found.Verify };
        }
    }

    /// <summary>Why the drill would fill the disk the desk works on; null when there is room for a dump and, where the server is the desk's own, for a second database, with a tenth of the disk to spare.</summary>
    private async Task<string?> RoomAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select pg_database_size(current_database())");
        var size = (long)(await command.ExecuteScalarAsync(cancellation))!;
        Directory.CreateDirectory(options.DataFolder);
        var disk = new DriveInfo(options.DataFolder);
        var needed = (address.IsPrivate ? 3 * size / 2 : size / 2) + (Math.Min(disk.TotalSize / 10, 1L << 30));
        return disk.AvailableFreeSpace >= needed
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The drill was not started: it needs {needed / 1048576.0:N0} MB on the disk of the data folder, {disk.AvailableFreeSpace / 1048576.0:N0} MB are free. Make room; the desk itself needs it too.");
    }

    private void Remove()
    {
        if (Directory.Exists(Folder)) { Directory.Delete(Folder, recursive: true); }

        var opened = new DirectoryInfo(Restoration.OpenedFolder(options));
        if (!opened.Exists) { return; }

        // A restore that is still at work holds a young file.
        foreach (var left in opened.GetFiles().Where(f => clock.GetUtcNow() - f.LastWriteTimeUtc > TimeSpan.FromHours(12))) { left.Delete(); }
    }
}
