namespace DenialDesk.Samples.Files;

/// <summary>How one sender punctuates its X12: separators, what follows a segment, and whether money always shows two decimals.</summary>
/// <param name="Element">The element separator.</param>
/// <param name="Component">The component separator (ISA16).</param>
/// <param name="Repetition">The repetition separator (ISA11).</param>
/// <param name="Terminator">The segment terminator, with the cosmetic line break when the sender writes one.</param>
/// <param name="TwoDecimals">True when 12 is written 12.00.</param>
internal sealed record SegmentStyle(char Element, char Component, char Repetition, string Terminator, bool TwoDecimals)
{
    /// <summary>The usual punctuation: * : ^ ~ and no line breaks.</summary>
    public static SegmentStyle Usual { get; } = new('*', ':', '^', "~", false);
}
