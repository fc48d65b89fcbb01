using System.Buffers.Binary;

namespace DenialDesk.App.Intake;

/// <summary>The end of a gzip file says how long its last part is unpacked (RFC 1952). The library does not tell a cut-off file from a whole one; this does.</summary>
internal static class GzipEnd
{
    /// <summary>The unpacked bytes of the last part, modulo 4 GB: at least so many must come out.</summary>
    public static async Task<long> LengthAsync(Spool gzip, CancellationToken cancellation)
    {
        var end = new byte[4];
        if (gzip.Length < 18) { return long.MaxValue / 2; }

        var stream = gzip.Reread();
        stream.Position = gzip.Length - end.Length;
        await stream.ReadExactlyAsync(end, cancellation);
        return BinaryPrimitives.ReadUInt32LittleEndian(end);
    }
}
