using DenialDesk.App.Jobs;

namespace DenialDesk.App.Health;

/// <summary>Tries folders out: a file is written, read back and deleted, because a folder that can be listed may still refuse.</summary>
internal static class FolderReading
{
    /// <summary>Tries one.</summary>
    public static FolderFacts Read(string folder)
    {
        var probe = Path.Combine(folder, ".health-" + Guid.NewGuid().ToString("N")[..8]);      // a leading dot: the watched folder takes no such file
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(probe, "probe");
            if (File.ReadAllText(probe) != "probe") { return new($"What was written to {folder} did not come back as it was.", null, null); }

            File.Delete(probe);
            var disk = new DriveInfo(folder);
            return new(null, disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return new($"The desk cannot write to {folder} ({trouble.GetType().Name}).", null, null);
        }
    }

    /// <summary>Tries the watched folder and counts what lies in it, subfolders and unfinished files left out.</summary>
    public static WatchFacts Watch(string folder, DateTimeOffset? taken)
    {
        var tried = Read(folder);
        if (tried.Trouble is not null) { return new(tried, 0, null, taken); }

        var waiting = new DirectoryInfo(folder).EnumerateFiles().Where(CollectFolderJob.IsFinished).Select(f => f.LastWriteTimeUtc).ToList();
        return new(tried, waiting.Count, waiting.Count == 0 ? null : new DateTimeOffset(waiting.Min()), taken);
    }
}
