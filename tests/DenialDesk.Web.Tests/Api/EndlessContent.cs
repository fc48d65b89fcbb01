using System.Net;

namespace DenialDesk.Web.Tests.Api;

/// <summary>A body of many bytes that never stands in memory.</summary>
internal sealed class EndlessContent(long bytes) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var piece = new byte[1024 * 1024];
        Array.Fill(piece, (byte)'A');
        for (var left = bytes; left > 0; left -= piece.Length) { await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length))); }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes;
        return true;
    }
}
