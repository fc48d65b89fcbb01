using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DenialDesk.App.Jobs;

/// <summary>
/// Looks into the watched folder and takes in every file that has stopped growing: its size and time must stand still between two looks, and one
/// without its end gets five minutes more. A file that was taken moves to "done" beside it, one that waits for a person to "failed" with the reason in a text file. It moves only after
/// the import is saved; a crash in between, or a second node at the same folder, takes it again, which posts nothing twice.
/// </summary>
internal sealed class CollectFolderJob(DeskOptions options, ImportFile import, RankDenials rank, TimeProvider clock, ILogger<CollectFolderJob> log) : IDeskJob
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Unfinished = [".part", ".tmp", ".filepart", ".crdownload", ".partial"];

    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.WatchedFolder);
        var first = Look();
        if (first.Count == 0) { return 0; }

        await Task.Delay(BetweenLooks, clock, cancellation);
        var second = Look();
        var still = first.Where(f => second.TryGetValue(f.Key, out var now) && now == f.Value).Select(f => f.Key).Order(StringComparer.Ordinal).ToList();
        var taken = 0;
        for (var i = 0; i < still.Count; i++)
        {
            taken += await TakeAsync(still[i], cancellation) ? 1 : 0;
            turn.Report((i + 1) * 100 / still.Count, $"{i + 1} of {still.Count} files");
        }

        if (taken == 0) { return 0; }

        foreach (var practice in turn.Practices)
        {
            await rank.Run(new() { PracticeId = practice.PracticeId, Today = practice.Today }, Actor.Desk, cancellation);
        }

        return taken;
    }

    /// <summary>Whether a file's name says that nobody is still writing it.</summary>
    internal static bool IsFinished(FileInfo file) => !file.Name.StartsWith('.') && !Unfinished.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);

    /// <summary>What lies there, finished as far as its name tells. A file that another node takes away meanwhile is simply not there.</summary>
    private Dictionary<string, (long Size, DateTime At)> Look()
    {
        var found = new Dictionary<string, (long, DateTime)>();
        foreach (var file in new DirectoryInfo(options.WatchedFolder).EnumerateFiles())
        {
            if (!IsFinished(file)) { continue; }

            file.Refresh();
            if (file.Exists) { found[file.FullName] = (file.Length, file.LastWriteTimeUtc); }
        }

        return found;
    }

    /// <summary>False when the file could not be opened now: it stays for the next look.</summary>
    private async Task<bool> TakeAsync(string path, CancellationToken cancellation)
    {
        ImportReport report;
        try
        {
            await using var content = File.OpenRead(path);
            if (clock.GetUtcNow() - File.GetLastWriteTimeUtc(path) < Patience && await LacksItsEndAsync(content, cancellation)) { return false; }

            report = await import.Run(new() { Content = content, Name = Path.GetFileName(path), Source = ImportFile.Source.Folder, Rank = false }, Actor.Desk, cancellation);
        }
        catch (Exception passing) when (passing is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("A file in the watched folder could not be opened ({Kind}); it is tried again at the next look", passing.GetType().Name);
            return false;
        }
        catch (Exception bug) when (bug is not OperationCanceledException and not NpgsqlException { IsTransient: true })
        {
            var id = Guid.NewGuid().ToString("N")[..8];
            log.LogError(bug, "A file of the watched folder failed, error {ErrorId}", id);
            PutAway(path, "failed", $"The desk failed on this file and posted nothing of it. Tell your administrator: the log has the details under error {id}.");
            return true;
        }

        var waits = report.StillUnposted || report.State is FileState.Quarantined or FileState.Unreadable;
        PutAway(path, waits ? "failed" : "done", waits ? report.Sentence : null);
        return true;
    }

    /// <summary>Whether it is empty, or X12 without its last segment: a transfer that has stalled looks so, and goes on later.</summary>
    private static async Task<bool> LacksItsEndAsync(FileStream content, CancellationToken cancellation)
    {
        var (head, tail) = (new byte[3], new byte[(int)Math.Min(content.Length, 512)]);
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        content.Seek(-tail.Length, SeekOrigin.End);
        await content.ReadExactlyAsync(tail, cancellation);
        content.Seek(0, SeekOrigin.Begin);
        return read == 0 || (head.AsSpan().SequenceEqual("ISA"u8) && tail.AsSpan().IndexOf("IEA"u8) < 0);
    }

    /// <summary>Moves the file; where one of its name lies already, this one gets a number. Gone already means that another node was first.</summary>
    private void PutAway(string path, string where, string? reason)
    {
        var home = Directory.CreateDirectory(Path.Combine(options.WatchedFolder, where)).FullName;
        for (var copy = 1; File.Exists(path); copy++)
        {
            var name = copy == 1 ? Path.GetFileName(path) : $"{Path.GetFileNameWithoutExtension(path)} ({copy}){Path.GetExtension(path)}";
            var target = Path.Combine(home, name);
            if (File.Exists(target)) { continue; }

            try
            {
                File.Move(path, target, overwrite: false);
            }
            catch (IOException) when (!File.Exists(path) || File.Exists(target))
            {
                continue;
            }

            if (reason is not null) { File.WriteAllText(target + ".txt", reason + Environment.NewLine); }

            return;
        }
    }
}
