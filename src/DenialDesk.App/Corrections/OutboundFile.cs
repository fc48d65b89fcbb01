namespace DenialDesk.App.Corrections;

/// <summary>Where corrected claims are put for the clearinghouse's transfer program; null: nowhere, people download them.</summary>
public sealed record OutboundFolder(string? Path);

/// <summary>
/// A file for the outbound folder: written whole under a name that transfer programs pass over, and shown under its own by a rename, which is atomic in one folder.
/// What is never shown is taken away again.
/// </summary>
internal sealed class OutboundFile : IDisposable
{
    private readonly string _hidden;
    private readonly string _shown;

    public OutboundFile(string folder, string name, byte[] content)
    {
        Directory.CreateDirectory(folder);
        (_hidden, _shown) = (Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.part"), Path.Combine(folder, name));
        using var stream = new FileStream(_hidden, FileMode.CreateNew, FileAccess.Write);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives it its name.</summary>
    public void Show() => File.Move(_hidden, _shown, overwrite: true);

    public void Dispose() => File.Delete(_hidden);
}
