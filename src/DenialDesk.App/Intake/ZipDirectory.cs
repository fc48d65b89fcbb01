using System.Buffers.Binary;

namespace DenialDesk.App.Intake;

/// <summary>
/// Looks at the last record of a ZIP before it is opened: opening reads a directory of millions of names into memory, and a refusal must
/// come first. The library checks the number it finds there against the directory, so a number made small does not get past it.
/// </summary>
internal static class ZipDirectory
{
    private const int RecordBytes = 22;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>How many entries the ZIP says it has; more than 65,534 are told as 65,535 (their number stands elsewhere then).</summary>
    public static async Task<int> CountAsync(Spool zip, CancellationToken cancellation)
    {
        var tail = new byte[(int)Math.Min(zip.Length, RecordBytes + LongestComment)];
        var stream = zip.Reread();
        stream.Position = zip.Length - tail.Length;
        await stream.ReadExactlyAsync(tail, cancellation);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        return at >= 0 && at + RecordBytes <= tail.Length ? BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10)) : 0;
    }
}
