using System.Security.Cryptography;

namespace DenialDesk.X12.Remittance;

/// <summary>
/// SHA-256 over the segments between ST and SE with delimiters made equal, so that another envelope, other line ends or other
/// delimiters around the same payment give the same hash.
/// </summary>
internal sealed class CanonicalHash : IDisposable
{
    private const byte ElementMark = 0x1D;
    private const byte ComponentMark = 0x1F;
    private const byte RepetitionMark = 0x1E;
    private const byte SegmentMark = 0x1C;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] pending = new byte[64 << 10];
    private Delimiters delimiters;
    private int used;

    public void Begin(Delimiters inForce)
    {
        delimiters = inForce;
        used = 0;
        hash.TryGetHashAndReset(stackalloc byte[32], out _);
    }

    public void Add(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= pending.Length - used)
        {
            var room = pending.Length - used;
            segment[..room].CopyTo(pending.AsSpan(used));
            used += room;
            segment = segment[room..];
            Flush();
        }

        segment.CopyTo(pending.AsSpan(used));
        used += segment.Length;
        pending[used++] = delimiters.Segment;
        if (used == pending.Length)
        {
            Flush();
        }
    }

    public string End()
    {
        Flush();
        Span<byte> result = stackalloc byte[32];
        hash.TryGetHashAndReset(result, out _);
        return Convert.ToHexStringLower(result);
    }

    public void Dispose() => hash.Dispose();

    private void Flush()
    {
        var text = pending.AsSpan(0, used);
        if (!IsMark(delimiters.Element) && !IsMark(delimiters.Component) && !IsMark(delimiters.Segment) && !IsMark(delimiters.Repetition))
        {
            text.Replace(delimiters.Element, ElementMark);
            text.Replace(delimiters.Component, ComponentMark);
            text.Replace(delimiters.Segment, SegmentMark);
            if (delimiters.Repetition != 0)
            {
                text.Replace(delimiters.Repetition, RepetitionMark);
            }
        }
        else
        {
            OneByOne(text);
        }

        hash.AppendData(text);
        used = 0;
    }

    private static bool IsMark(byte value) => value is >= SegmentMark and <= ComponentMark;

    /// <summary>Delimiters that are themselves control characters must not be taken for the marks.</summary>
    private void OneByOne(Span<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            text[i] = b == delimiters.Element ? ElementMark
                : b == delimiters.Component ? ComponentMark
                : b == delimiters.Segment ? SegmentMark
                : b == delimiters.Repetition && b != 0 ? RepetitionMark
                : b;
        }
    }
}
