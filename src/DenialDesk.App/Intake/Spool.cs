using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace DenialDesk.App.Intake;

/// <summary>
/// The bytes of one arrival on this machine's disk while they are read, in a file that only this account can open and that is gone when
/// disposed. A remittance holds patient data: it is never wholly in memory and never left behind.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int MentionBuffer = 256 * 1024;

    private readonly FileStream _file;

    // Asked for once: a stream that hands out its handle puts its own reading back, whoever else is reading it.
    private readonly SafeFileHandle _handle;

    private Spool(FileStream file, byte[] sha256) => (_file, _handle, Sha256) = (file, file.SafeFileHandle, sha256);

    /// <summary>The SHA-256 of the bytes as they came.</summary>
    public byte[] Sha256 { get; }

    /// <summary>How many bytes came.</summary>
    public long Length => _file.Length;

    /// <summary>Takes the stream in, hashing as it goes. Refuses more than the limit by returning null.</summary>
    public static async Task<Spool?> TakeAsync(Stream content, long limitBytes, CancellationToken cancellation)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), "denialdesk-" + Guid.NewGuid().ToString("N")),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            if (file.Length > limitBytes)
            {
                await file.DisposeAsync();
                return null;
            }
        }

        await file.FlushAsync(cancellation);
        return new Spool(file, hash.GetHashAndReset());
    }

    /// <summary>The first bytes; fewer when there are no more.</summary>
    public async Task<byte[]> HeadAsync(int count, CancellationToken cancellation)
    {
        var head = new byte[count];
        var read = await Reread().ReadAtLeastAsync(head, count, throwOnEndOfStream: false, cancellation);
        return head[..read];
    }

    /// <summary>The bytes again, from the first.</summary>
    public Stream Reread()
    {
        _file.Position = 0;
        return _file;
    }

    /// <summary>Reads from a place on without moving the stream, so that two may read at once; less than asked for only at the end.</summary>
    public int ReadAt(Span<byte> into, long place)
    {
        var read = 0;
        for (int more; read < into.Length && (more = RandomAccess.Read(_handle, into[read..], place + read)) > 0;) { read += more; }

        return read;
    }

    /// <summary>Whether these bytes stand anywhere in it. Much faster than reading segments.</summary>
    public bool Mentions(ReadOnlySpan<byte> text)
    {
        var buffer = new byte[(int)Math.Min(MentionBuffer, Length)];
        for (var place = 0L; ReadAt(buffer, place) is var read && read >= text.Length; place += read - text.Length + 1)
        {
            if (buffer.AsSpan(0, read).IndexOf(text) >= 0) { return true; }
        }

        return false;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
