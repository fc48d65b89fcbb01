using System.Runtime.InteropServices;

namespace DenialDesk.X12.Remittance;

/// <summary>Segments copied out of the reader's buffer: the bytes in a row and where each segment starts.</summary>
/// <remarks>A copy that stays holds the starts in two bytes each behind the text when the segments stand evenly, as they nearly always do.</remarks>
internal sealed class SegmentStore
{
    private readonly int gap;
    private byte[] bytes;
    private Slot[]? slots;
    private int used;

    public SegmentStore(int capacity, int segments)
    {
        bytes = new byte[capacity];
        slots = new Slot[segments];
    }

    private SegmentStore(SegmentStore from)
    {
        used = from.used;
        if (from.slots is null || !from.IsEven(out gap))
        {
            gap = from.gap;
            bytes = from.slots is null ? from.bytes.AsSpan().ToArray() : from.bytes.AsSpan(0, used).ToArray();
            slots = from.slots?.AsSpan(0, from.Count).ToArray();
        }
        else
        {
            bytes = new byte[used + (from.Count * sizeof(ushort))];
            from.bytes.AsSpan(0, used).CopyTo(bytes);
            from.WriteStarts(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan(used)));
        }

        Count = from.Count;
        First = from.First;
        Delimiters = from.Delimiters;
    }

    public int Count { get; private set; }

    public int Bytes => used;

    public Location First { get; private set; }

    public Delimiters Delimiters { get; private set; }

    /// <summary>The segment at an index.</summary>
    public Segment this[int index]
    {
        get
        {
            var start = StartOf(index);
            var end = index + 1 < Count ? StartOf(index + 1) : used;
            return new Segment(bytes.AsSpan(start, end - start), Delimiters);
        }
    }

    public Location At(int index, int element = 0)
    {
        var offset = slots is null ? StartOf(index) + (index * gap) : slots[index].Offset;
        return new(First.Interchange, First.Group, First.Transaction, First.Segment + index, First.SegmentInTransaction + index, First.Offset + offset, element);
    }

    public void Clear(Location first, Delimiters delimiters)
    {
        used = 0;
        Count = 0;
        First = first;
        Delimiters = delimiters;
    }

    /// <summary>Adds a segment; the first one added must stand at <see cref="First"/> and the rest follow without a gap in ordinals.</summary>
    public int Add(ReadOnlySpan<byte> raw, long offset)
    {
        if (used + raw.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + raw.Length));
        }

        if (Count == slots!.Length)
        {
            Array.Resize(ref slots, slots.Length * 2);
        }

        raw.CopyTo(bytes.AsSpan(used));
        slots[Count] = new Slot(used, (int)(offset - First.Offset));
        used += raw.Length;
        return Count++;
    }

    public SegmentStore Copy() => new(this);

    /// <summary>First segment in [from, to) with this id and, where given, this code in element 1; −1 when none.</summary>
    public int Find(string id, string? code, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (Is(i, id) && (code is null || this[i].Has(1, code)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the segment has this id, blanks and case aside. Most are told by their first bytes, without cutting the segment.</summary>
    public bool Is(int index, string id)
    {
        var start = StartOf(index);
        var raw = bytes.AsSpan(start, (index + 1 < Count ? StartOf(index + 1) : used) - start);
        for (var i = 0; i < id.Length && i < raw.Length; i++)
        {
            if (raw[i] != id[i])
            {
                return !char.IsAsciiLetterUpper((char)raw[i]) && !char.IsAsciiDigit((char)raw[i]) && X12.Bytes.SameCode(this[index][0], id);
            }
        }

        return (raw.Length > id.Length && raw[id.Length] == Delimiters.Element) || X12.Bytes.SameCode(this[index][0], id);
    }

    private int StartOf(int index) =>
        slots is null ? MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan(used))[index] : slots[index].Start;

    /// <summary>True when every segment stands the same few bytes (a terminator, a line end) behind the one before, and all starts fit two bytes.</summary>
    private bool IsEven(out int between)
    {
        between = Count > 1 ? slots![1].Offset - slots[1].Start : 0;
        if (used > ushort.MaxValue)
        {
            return false;
        }

        for (var i = 1; i < Count; i++)
        {
            if (slots![i].Offset != slots[i].Start + (i * between))
            {
                return false;
            }
        }

        return true;
    }

    private void WriteStarts(Span<ushort> to)
    {
        for (var i = 0; i < Count; i++)
        {
            to[i] = (ushort)slots![i].Start;
        }
    }

    private readonly record struct Slot(int Start, int Offset);
}
