using System.Text;

namespace DenialDesk.X12.Writing;

/// <summary>A segment as its elements; changing one gives a new segment and leaves everything else as it was.</summary>
/// <remarks>Text is held one character a byte (Latin-1), so that whatever was read is written as the same bytes.</remarks>
public sealed class DocumentSegment
{
    private readonly string[] elements;

    internal DocumentSegment(string[] elements, Delimiters delimiters, string after, Location at)
    {
        this.elements = elements;
        Delimiters = delimiters;
        After = after;
        At = at;
    }

    /// <summary>The id in upper case.</summary>
    public string Id => elements[0].Trim().ToUpperInvariant();

    /// <summary>How many elements follow the id.</summary>
    public int Count => elements.Length - 1;

    /// <summary>The delimiters it is written with.</summary>
    public Delimiters Delimiters { get; }

    /// <summary>What stands behind its last element: the terminator and the blanks up to the next segment.</summary>
    public string After { get; }

    /// <summary>Where it stood when it was read; its ordinals are 0 when it was not.</summary>
    public Location At { get; }

    /// <summary>An element counted from 1 as sent, 0 for the id; empty when the segment is shorter.</summary>
    public string this[int element] => (uint)element < (uint)elements.Length ? elements[element] : "";

    /// <summary>Parts of an element, counted from 0; one empty part when it is absent.</summary>
    public string[] Parts(int element) => this[element].Split((char)Delimiters.Component);

    /// <summary>The same segment with one element replaced; elements emptied at its end are left out.</summary>
    public DocumentSegment With(int element, string value)
    {
        if (this[element] == value)
        {
            return this;
        }

        var changed = new string[Math.Max(elements.Length, element + 1)];
        for (var i = 0; i < changed.Length; i++)
        {
            changed[i] = i == element ? value : this[i];
        }

        return new DocumentSegment(value.Length == 0 ? Trimmed(changed) : changed, Delimiters, After, At);
    }

    /// <summary>The same segment with one part of an element replaced (counted from 1); parts emptied at its end are left out.</summary>
    public DocumentSegment With(int element, int part, string value)
    {
        var parts = Parts(element).ToList();
        while (parts.Count < part)
        {
            parts.Add("");
        }

        if (parts[part - 1] == value)
        {
            return this;
        }

        parts[part - 1] = value;
        return With(element, Join(parts));
    }

    /// <summary>Parts joined into one element, empty ones at its end left out.</summary>
    public string Join(IEnumerable<string> parts) =>
        string.Join((char)Delimiters.Component, parts).TrimEnd((char)Delimiters.Component);

    /// <summary>The segment without its terminator; may hold patient data.</summary>
    public override string ToString() => string.Join((char)Delimiters.Element, elements);

    internal static DocumentSegment From(ReadOnlySpan<byte> raw, Delimiters delimiters, string after, Location at) =>
        new(Encoding.Latin1.GetString(raw).Split((char)delimiters.Element), delimiters, after, at);

    /// <summary>A new segment; empty elements at its end are left out.</summary>
    internal static DocumentSegment New(Delimiters delimiters, string after, params string[] elements) =>
        new(Trimmed(elements), delimiters, after, default);

    private static string[] Trimmed(string[] elements)
    {
        var last = elements.Length;
        while (last > 1 && elements[last - 1].Length == 0)
        {
            last--;
        }

        return elements[..last];
    }
}
