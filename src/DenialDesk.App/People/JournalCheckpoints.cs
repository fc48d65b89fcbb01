using System.Globalization;

namespace DenialDesk.App.People;

/// <summary>Where the journal's chain stood at some time.</summary>
/// <param name="SealNo">The newest seal then; 0 when there was none.</param>
/// <param name="Hash">Its hash in lower-case hexadecimal; empty when there was none.</param>
public sealed record JournalCheckpoint(long SealNo, string Hash)
{
    /// <summary>The checkpoint a person wrote down, "412:9f2c…"; null when it is not one.</summary>
    public static JournalCheckpoint? Parse(string text)
        => text.Split(':') is [var no, var hash] && long.TryParse(no, CultureInfo.InvariantCulture, out var number) && number >= 0 && hash.All(char.IsAsciiHexDigit)
            ? new(number, hash.ToLowerInvariant())
            : null;

    /// <summary>As it is written down.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SealNo}:{Hash}");
}

/// <summary>
/// Checkpoints of the journal, one a line, in a file beside the database ("journal-checkpoints.txt" in the data folder): whoever can rewrite the whole
/// database still has to rewrite this file, and every copy of it. Those of the journal of views stand beside it, in "view-checkpoints.txt".
/// </summary>
public sealed class JournalCheckpoints(string folder, string name = "journal-checkpoints.txt")
{
    /// <summary>The checkpoints of the journal of views.</summary>
    public JournalCheckpoints Views => new(folder, "view-checkpoints.txt");

    private string File => Path.Combine(folder, name);

    /// <summary>Those written so far, oldest first; lines that are none are left out.</summary>
    public async Task<IReadOnlyList<JournalCheckpoint>> ReadAsync(CancellationToken cancellation)
        => System.IO.File.Exists(File)
            ? [.. (await System.IO.File.ReadAllLinesAsync(File, cancellation)).Select(l => JournalCheckpoint.Parse(l.Split(' ')[0])).OfType<JournalCheckpoint>()]
            : [];

    /// <summary>Adds one, unless it is the last one already.</summary>
    public async Task AddAsync(JournalCheckpoint checkpoint, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is [.., var newest] && newest == checkpoint) { return; }

        Directory.CreateDirectory(folder);
        await System.IO.File.AppendAllTextAsync(File, string.Create(CultureInfo.InvariantCulture, $"{checkpoint} {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}{Environment.NewLine}"), cancellation);
    }
}
