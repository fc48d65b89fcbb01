using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;

namespace DenialDesk.App.Jobs;

/// <summary>
/// Looks into the watched folder and takes in every file that has stopped growing: its size and time must stand still between two looks. A
/// file that was taken moves to "taken" beside it, one that could not be read to "odd"; a crash in between takes it again, which posts nothing twice.
/// </summary>
internal sealed class CollectFolderJob(DeskOptions options, ImportFile import, RankDenials rank, TimeProvider clock) : IDeskJob
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.WatchedFolder);
        var first = Look();
        if (first.Count == 0) { return 0; }

        await Task.Delay(BetweenLooks, clock, cancellation);
        var second = Look();
        var still = first.Where(f => second.TryGetValue(f.Key, out var now) && now == f.Value).Select(f => f.Key).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < still.Count; i++)
        {
            await TakeAsync(still[i], cancellation);
            turn.Report((i + 1) * 100 / still.Count, $"{i + 1} of {still.Count} files");
        }

        if (still.Count == 0) { return 0; }

        foreach (var practice in turn.Practices)
        {
            await rank.Run(new() { PracticeId = practice.PracticeId, Today = practice.Today }, Actor.Desk, cancellation);
        }

        return still.Count;
    }

    private Dictionary<string, (long Size, DateTime At)> Look()
        => new DirectoryInfo(options.WatchedFolder).EnumerateFiles().Where(f => !f.Name.StartsWith('.'))
            .ToDictionary(f => f.FullName, f => (f.Length, f.LastWriteTimeUtc));

    private async Task TakeAsync(string path, CancellationToken cancellation)
    {
        ImportReport report;
        await using (var content = File.OpenRead(path))
        {
            report = await import.Run(new() { Content = content, Name = Path.GetFileName(path), Source = ImportFile.Source.Folder, Rank = false }, Actor.Desk, cancellation);
        }

        var home = Path.Combine(options.WatchedFolder, report.State is FileState.Quarantined or FileState.Unreadable ? "odd" : "taken");
        Directory.CreateDirectory(home);
        var target = Path.Combine(home, Path.GetFileName(path));
        File.Move(path, File.Exists(target) ? $"{target}.{clock.GetUtcNow():yyyyMMddHHmmssfff}" : target);
    }
}
