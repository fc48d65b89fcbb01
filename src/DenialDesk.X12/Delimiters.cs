namespace DenialDesk.X12;

/// <summary>The four bytes that cut an interchange into segments, elements, repetitions and components; found in its ISA, never assumed.</summary>
/// <param name="Element">Separates elements; the byte after <c>ISA</c>.</param>
/// <param name="Component">Separates the parts of a composite element; ISA16.</param>
/// <param name="Repetition">Separates repetitions of an element; ISA11 from version 00402 on, 0 where the interchange has none.</param>
/// <param name="Segment">Ends a segment; the byte after ISA16, or LF where lines end segments.</param>
public readonly record struct Delimiters(byte Element, byte Component, byte Repetition, byte Segment)
{
    /// <summary>The set most senders use: <c>* : ^ ~</c>.</summary>
    public static Delimiters Usual { get; } = new((byte)'*', (byte)':', (byte)'^', (byte)'~');

    /// <summary>True when a byte is one of the four.</summary>
    public bool Contains(byte value) =>
        value == Element || value == Component || value == Segment || (Repetition != 0 && value == Repetition);
}
