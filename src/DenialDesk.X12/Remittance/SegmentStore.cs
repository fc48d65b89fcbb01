namespace DenialDesk.X12.Remittance;

/// <summary>Segments copied out of the reader's buffer: the bytes in a row and where each segment starts.</summary>
internal sealed class SegmentStore
{
    private byte[] bytes;
    private Slot[] slots;
    private int used;

    public SegmentStore(int capacity, int segments)
    {
        bytes = new byte[capacity];
        slots = new Slot[segments];
    }

    private SegmentStore(SegmentStore from)
    {
        bytes = from.bytes.AsSpan(0, from.used).ToArray();
        slots = from.slots.AsSpan(0, from.Count).ToArray();
        used = from.used;
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
            var start = slots[index].Start;
            var end = index + 1 < Count ? slots[index + 1].Start : used;
            return new Segment(bytes.AsSpan(start, end - start), Delimiters);
        }
    }

    public Location At(int index) => First with
    {
        Segment = First.Segment + index,
        SegmentInTransaction = First.SegmentInTransaction + index,
        Offset = First.Offset + slots[index].Offset,
    };

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

        if (Count == slots.Length)
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
            var segment = this[i];
            if (X12.Bytes.SameCode(segment[0], id) && (code is null || segment.Has(1, code)))
            {
                return i;
            }
        }

        return -1;
    }

    private readonly record struct Slot(int Start, int Offset);
}
