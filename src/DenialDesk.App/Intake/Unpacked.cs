using System.IO.Compression;

namespace DenialDesk.App.Intake;

/// <summary>
/// What came out of an archive: its files, each on this machine's disk while it is read, and a sentence for each that could not be opened.
/// Archives inside are opened too, as deep as the limits say. What passes a limit ends it all: then there are no files, only the sentence.
/// </summary>
internal sealed class Unpacked(ArchiveLimits limits, long packedBytes, long fileLimit) : IAsyncDisposable
{
    private const long FreeBytes = 1024 * 1024;

    private readonly List<Spool> _inner = [];
    private long _bytes;
    private int _entries;

    /// <summary>One file of the archive.</summary>
    internal sealed record Entry(string Name, Spool Spool);

    /// <summary>The files, in the archive's order.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>What could not be opened, and what to do about it.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>Why the whole archive was refused; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Opens an archive. Never throws over what is in it.</summary>
    public static async Task<Unpacked> OpenAsync(Spool archive, string name, ArchiveLimits limits, long fileLimit, CancellationToken cancellation)
    {
        var unpacked = new Unpacked(limits, archive.Length, fileLimit);
        await unpacked.OpenAsync(archive, name, 1, cancellation);
        if (unpacked.Refusal is { } refusal)
        {
            foreach (var entry in unpacked.Entries) { await entry.Spool.DisposeAsync(); }

            unpacked.Entries.Clear();
            unpacked.Refusals.Clear();
            unpacked.Refusals.Add(refusal);
        }

        if (unpacked.Entries.Count == 0 && unpacked.Refusals.Count == 0) { unpacked.Refusals.Add($"The archive {name} is empty. Nothing was posted."); }

        return unpacked;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spool in Entries.Select(e => e.Spool).Concat(_inner)) { await spool.DisposeAsync(); }
    }

    private async Task OpenAsync(Spool archive, string name, int depth, CancellationToken cancellation)
    {
        var head = await archive.HeadAsync(Wrappings.HeadBytes, cancellation);
        var wrapping = Wrappings.Of(head);
        if (wrapping == Wrapping.Other)
        {
            Refusals.Add($"{name} is {Wrappings.Unsupported(head)}, which the desk does not open. Unpack it and send the files in it, or pack them as ZIP or gzip.");
            return;
        }

        if (depth > limits.MaxDepth)
        {
            Refusal = $"Archives lie in each other more than {limits.MaxDepth} deep. Nothing was posted. Unpack it and send the files in it.";
            return;
        }

        try
        {
            await (wrapping == Wrapping.Zip ? OpenZipAsync(archive, name, depth, cancellation) : OpenGzipAsync(archive, name, depth, cancellation));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            Refusals.Add($"{name} is a damaged or cut-off archive. Send it again, or unpack it and send the files in it.");
        }
    }

    private async Task OpenGzipAsync(Spool archive, string name, int depth, CancellationToken cancellation)
    {
        var before = _bytes;
        var last = await GzipEnd.LengthAsync(archive, cancellation);
        await using var content = new GZipStream(archive.Reread(), CompressionMode.Decompress, leaveOpen: true);
        await TakeAsync(content, name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name, depth, cancellation, before + last);
    }

    private async Task OpenZipAsync(Spool archive, string name, int depth, CancellationToken cancellation)
    {
        if (await ZipDirectory.CountAsync(archive, cancellation) > limits.MaxEntries)
        {
            TooMany();
            return;
        }

        using var zip = new ZipArchive(archive.Reread(), ZipArchiveMode.Read, leaveOpen: true);
        if (zip.GetEntry("[Content_Types].xml") is not null)
        {
            Refusals.Add($"{name} is an office document, not an archive of remittances. Send the files as they came from the payer.");
            return;
        }

        foreach (var entry in zip.Entries.Where(e => e.Length > 0 && !IsLitter(e.FullName)))
        {
            if (Refusal is not null) { return; }

            await OpenEntryAsync(entry, depth, cancellation);
        }
    }

    private async Task OpenEntryAsync(ZipArchiveEntry entry, int depth, CancellationToken cancellation)
    {
        if (entry.IsEncrypted)
        {
            Refusals.Add($"{entry.Name} in the archive is locked with a password. Unpack it and send the file itself.");
            return;
        }

        try
        {
            await using var content = entry.Open();
            await TakeAsync(content, entry.Name, depth, cancellation);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or NotSupportedException)
        {
            Refusals.Add($"{entry.Name} in the archive is damaged or packed in a way the desk does not know. Unpack it and send the file itself.");
        }
    }

    private async Task TakeAsync(Stream content, string name, int depth, CancellationToken cancellation, long atLeast = 0)
    {
        if (++_entries > limits.MaxEntries)
        {
            TooMany();
            return;
        }

        var most = Math.Min(limits.MaxTotalBytes, Math.Max(FreeBytes, packedBytes * limits.MaxRatio)) - _bytes;
        var spool = await Spool.TakeAsync(content, Math.Min(most, fileLimit), cancellation);
        if (spool is null)
        {
            TooLarge(name, most);
            return;
        }

        _bytes += spool.Length;
        if (_bytes < atLeast)
        {
            await spool.DisposeAsync();
            throw new InvalidDataException("The end is missing.");
        }

        if (Wrappings.Of(await spool.HeadAsync(Wrappings.HeadBytes, cancellation)) == Wrapping.None)
        {
            Entries.Add(new(name, spool));
            return;
        }

        _inner.Add(spool);
        await OpenAsync(spool, name, depth + 1, cancellation);
    }

    private void TooMany() => Refusal = $"The archive holds more than {limits.MaxEntries:N0} files. Nothing was posted. Send them in smaller archives.";

    private void TooLarge(string name, long most)
    {
        if (most > fileLimit) { Refusals.Add($"{name} in the archive is larger than {fileLimit / (1024 * 1024)} MB and was not taken. Split it and send the parts."); }
        else
        {
            Refusal = most + _bytes == limits.MaxTotalBytes
                ? $"The archive unpacks to more than {limits.MaxTotalBytes / (1024 * 1024):N0} MB. Nothing was posted. Send its files in smaller archives."
                : $"The archive unpacks to more than {limits.MaxRatio} times its size, as no remittance does. Nothing was posted. Send the files unpacked.";
        }
    }

    /// <summary>What a Mac or Windows adds to an archive by itself.</summary>
    private static bool IsLitter(string path)
        => path.StartsWith("__MACOSX/", StringComparison.Ordinal) || path.EndsWith('/') || Path.GetFileName(path) is ['.', ..] or "Thumbs.db" or "desktop.ini";
}
