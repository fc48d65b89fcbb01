namespace DenialDesk.X12;

/// <summary>Where something stands in a file. Ordinals count from 1; 0 means "not inside one".</summary>
/// <param name="Interchange">Ordinal of the ISA in the file.</param>
/// <param name="Group">Ordinal of the GS in its interchange.</param>
/// <param name="Transaction">Ordinal of the ST in the file.</param>
/// <param name="Segment">Ordinal of the segment in the file; empty segments are not counted.</param>
/// <param name="SegmentInTransaction">Ordinal of the segment counted from ST = 1, as 999 acknowledgments count; 0 outside a transaction.</param>
/// <param name="Offset">Bytes from the start of the file to the first byte of the segment.</param>
/// <param name="Element">Element in the segment (1 for CLP01), 0 for the whole segment.</param>
/// <param name="Component">Component in the element, 0 for the whole element.</param>
public readonly record struct Location(
    int Interchange, int Group, int Transaction, int Segment, int SegmentInTransaction, long Offset, int Element = 0, int Component = 0)
{
    /// <summary>The same segment, narrowed to one element or component.</summary>
    public Location In(int element, int component = 0) => this with { Element = element, Component = component };

    /// <summary>The address in words, without any value from the file.</summary>
    public override string ToString()
    {
        var inside = Transaction > 0 && SegmentInTransaction > 0 ? $"transaction {Transaction}, " : "";
        var element = Element == 0 ? "" : Component == 0 ? $", element {Element}" : $", element {Element} part {Component}";
        return $"{inside}segment {Segment} (byte {Offset}){element}";
    }
}
