using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Acknowledgment;

/// <summary>The answer to one transaction while it is read: a CTX belongs to the element in error before it, else to the segment.</summary>
internal sealed class SetAnswer(AcknowledgedSet start)
{
    private readonly List<SegmentError> errors = [];
    private List<ErrorContext>? contexts;
    private List<ElementError>? elements;

    public AcknowledgedSet Set { get; set; } = start;

    public List<KeptSegment> Unknown { get; } = [];

    public AcknowledgedSet Finish() => Set with { Errors = errors, UnknownSegments = Unknown };

    public bool AddSegment(Segment s, Location at)
    {
        contexts = [];
        elements = [];
        errors.Add(new SegmentError(s.Code(1), AcknowledgmentAssembler.Count(s[2]), s.Code(3), s.Code(4), contexts, elements, at));
        return true;
    }

    public bool AddElement(Segment s, Location at)
    {
        if (elements is null)
        {
            return false;
        }

        contexts = [];
        var (element, component, repetition) = Place(s, 1);
        elements.Add(new ElementError(element, component, repetition, s.Text(2), s.Code(3), s.Text(4), contexts, at));
        return true;
    }

    /// <summary>CTX01 may be repeated; each repetition, up to a limit, is a context of its own and shares the place told behind it.</summary>
    public bool AddContext(Segment s, Location at, int most)
    {
        if (contexts is null)
        {
            return false;
        }

        var (element, component, repetition) = Place(s, 5);
        var rest = s[1];
        var repeat = s.Delimiters.Repetition;
        do
        {
            var cut = repeat == 0 ? -1 : rest.IndexOf(repeat);
            var one = cut < 0 ? rest : rest[..cut];
            rest = cut < 0 ? default : rest[(cut + 1)..];
            var separator = Procedure.ComponentOf(one, s.Delimiters);
            contexts.Add(new ErrorContext(
                Bytes.Code(Segment.Part(one, separator, 1)),
                Bytes.Text(Segment.Part(one, separator, 2)),
                s.Code(2),
                AcknowledgmentAssembler.Count(s[3]),
                s.Code(4),
                element,
                component,
                repetition,
                s.Text(6),
                at));
        }
        while (!rest.IsEmpty && --most > 0);

        return true;
    }

    private static (int? Element, int? Component, int? Repetition) Place(Segment s, int element)
    {
        var separator = Procedure.ComponentOf(s[element], s.Delimiters);
        int? Part(ReadOnlySpan<byte> composite, int part) => AcknowledgmentAssembler.Count(Segment.Part(composite, separator, part));
        return (Part(s[element], 1), Part(s[element], 2), Part(s[element], 3));
    }
}
