namespace DenialDesk.App.Intake;

/// <summary>Adds up what became of the files of an archive.</summary>
internal static class ArchiveReport
{
    private const int Told = 5;

    /// <summary>One report for the archive: totals of its files, the first file or else the kept archive as its address, and every file's sentence up to five.</summary>
    public static ImportReport Of(string name, IReadOnlyList<ImportReport> files, IReadOnlyList<string> refusals, ImportReport? kept) => new()
    {
        FileId = files.Select(f => f.FileId).Append(kept?.FileId ?? 0).First(),
        Name = name,
        State = StateOf([.. files.Select(f => f.State), .. refusals.Select(_ => FileState.Unreadable)]),
        FirstReceivedAt = kept?.FirstReceivedAt ?? files.Select(f => f.FirstReceivedAt).FirstOrDefault(),
        StillUnposted = kept?.StillUnposted == true || files.Any(f => f.StillUnposted),
        Posted = files.Sum(f => f.Posted),
        AlreadyReceived = files.Sum(f => f.AlreadyReceived),
        Quarantined = files.Sum(f => f.Quarantined),
        Skipped = files.Sum(f => f.Skipped),
        Claims = files.Sum(f => f.Claims),
        Denials = files.Sum(f => f.Denials),
        DeniedAmount = files.Sum(f => f.DeniedAmount),
        Problems = files.Sum(f => f.Problems) + refusals.Count,
        Sentence = Sentence(files, refusals),
        Files = files,
    };

    private static FileState StateOf(IReadOnlyList<FileState> states)
        => states.Distinct().Count() == 1 ? states[0]
            : states.All(s => s is FileState.Posted or FileState.AlreadyReceived) ? FileState.Posted
            : states.All(s => s is FileState.Quarantined or FileState.Unreadable or FileState.AlreadyReceived) ? FileState.Quarantined
            : FileState.PartlyPosted;

    private static string Sentence(IReadOnlyList<ImportReport> files, IReadOnlyList<string> refusals)
    {
        var told = refusals.Concat(files.Select(f => $"{f.Name}: {f.Sentence}")).ToList();
        var rest = told.Count > Told ? $" And {told.Count - Told} more, each in the list of files." : "";
        return string.Join(' ', told.Take(Told)) + rest;
    }
}
