using System.Text;

namespace DenialDesk.X12;

/// <summary>One segment as it stands in the reader's buffer; valid until the next read.</summary>
/// <remarks>Elements count from 1 as in the guides: <c>segment[1]</c> of <c>CLP*77*1</c> is <c>77</c>. Elements that are not there read as empty.</remarks>
public readonly ref struct Segment
{
    private readonly ReadOnlySpan<byte> raw;
    private readonly ReadOnlySpan<int> marks;
    private readonly int origin;
    private readonly Delimiters delimiters;

    internal Segment(ReadOnlySpan<byte> raw, ReadOnlySpan<int> marks, int origin, Delimiters delimiters)
    {
        this.raw = raw;
        this.marks = marks;
        this.origin = origin;
        this.delimiters = delimiters;
    }

    internal Segment(ReadOnlySpan<byte> raw, Delimiters delimiters)
        : this(raw, default, 0, delimiters)
    {
    }

    /// <summary>The bytes as sent, without the terminator and without blanks before the id.</summary>
    public ReadOnlySpan<byte> Raw => raw;

    /// <summary>The delimiters of its interchange.</summary>
    public Delimiters Delimiters => delimiters;

    /// <summary>The id in upper case: <c>CLP</c>.</summary>
    public string Id => Bytes.Code(this[0]);

    /// <summary>How many elements follow the id.</summary>
    public int Count => marks.Length > 0 ? marks.Length - 1 : raw.Count(delimiters.Element);

    /// <summary>The raw bytes of an element; 0 is the id; empty when the segment is shorter.</summary>
    public ReadOnlySpan<byte> this[int element]
    {
        get
        {
            if (marks.Length > 0)
            {
                if ((uint)element >= (uint)marks.Length)
                {
                    return default;
                }

                var start = element == 0 ? 0 : marks[element - 1] - origin + 1;
                return raw[start..Math.Min(marks[element] - origin, raw.Length)];
            }

            return Scan(element);
        }
    }

    /// <summary>Text of an element without surrounding blanks; empty when absent.</summary>
    public string Text(int element) => Bytes.Text(this[element]);

    /// <summary>Text of an element, null when absent or blank.</summary>
    public string? TextOrNull(int element) => Bytes.TextOrNull(this[element]);

    /// <summary>A code in upper case; empty when absent.</summary>
    public string Code(int element) => Bytes.Code(this[element]);

    /// <summary>A number; null when absent, unreadable or of more than ten digits before the point, never 0 in its place.</summary>
    public decimal? Number(int element) => PackedNumber.TryRead(this[element], out var number) ? number.Value : null;

    /// <summary>A date CCYYMMDD; null when absent or unreadable.</summary>
    public DateOnly? Date(int element) => Bytes.Date(this[element]);

    /// <summary>True when the element equals a code, blanks and case aside.</summary>
    public bool Has(int element, string code) => Bytes.SameCode(this[element], code);

    /// <summary>The bytes of one component of an element, counted from 1; empty when absent.</summary>
    public ReadOnlySpan<byte> Component(int element, int component) => Part(this[element], delimiters.Component, component);

    /// <summary>The segment as text, delimiters as sent.</summary>
    public override string ToString() => Bytes.Decode(raw);

    internal static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> text, byte separator, int part)
    {
        for (var i = 1; ; i++)
        {
            var end = text.IndexOf(separator);
            if (i == part)
            {
                return end < 0 ? text : text[..end];
            }

            if (end < 0)
            {
                return default;
            }

            text = text[(end + 1)..];
        }
    }

    private ReadOnlySpan<byte> Scan(int element)
    {
        var rest = raw;
        for (var i = 0; i < element; i++)
        {
            var next = rest.IndexOf(delimiters.Element);
            if (next < 0)
            {
                return default;
            }

            rest = rest[(next + 1)..];
        }

        var end = rest.IndexOf(delimiters.Element);
        return end < 0 ? rest : rest[..end];
    }
}
