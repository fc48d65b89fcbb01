namespace DenialDesk.X12.Acknowledgment;

/// <summary>Where the segment or business object with an error stands (CTX); only a 999 has it.</summary>
/// <param name="Name">CTX01-1 in upper case: <c>CLM01</c> names a claim, <c>SITUATIONAL TRIGGER</c> the value that made the rule apply.</param>
/// <param name="Value">CTX01-2: the value of that element in our file, for CLM01 the patient control number; empty for a trigger.</param>
/// <param name="SegmentId">CTX02, the segment of a trigger.</param>
/// <param name="Position">CTX03, that segment counted from ST = 1; null when not told.</param>
/// <param name="Loop">CTX04, its loop.</param>
/// <param name="Element">CTX05-1, the element in that segment from 1; null when not told.</param>
/// <param name="Component">CTX05-2, the part of the element from 1; null when not told.</param>
/// <param name="Repetition">CTX05-3, its repetition from 1; null when not told.</param>
/// <param name="DataElement">CTX06, the dictionary number of the element as sent.</param>
/// <param name="At">Where the CTX stands.</param>
public sealed record ErrorContext(
    string Name,
    string Value,
    string SegmentId,
    int? Position,
    string Loop,
    int? Element,
    int? Component,
    int? Repetition,
    string DataElement,
    Location At)
{
    /// <summary>True when it names a claim by its CLM01.</summary>
    public bool NamesClaim => Name.StartsWith("CLM01", StringComparison.Ordinal) && Value.Length > 0;

    /// <summary>True when it names what made a situational rule apply.</summary>
    public bool IsTrigger => Name.StartsWith("SITUATIONAL TRIGGER", StringComparison.Ordinal);
}

/// <summary>One element in error (IK4, in a 997 AK4).</summary>
/// <param name="Element">IK401-1, the element in the segment from 1; null when not told.</param>
/// <param name="Component">IK401-2, the part of a composite from 1; null when not told.</param>
/// <param name="Repetition">IK401-3, the repetition from 1; null when not told.</param>
/// <param name="DataElement">IK402, the dictionary number of the element as sent.</param>
/// <param name="Code">IK403, in upper case; <see cref="AcknowledgmentWords.Element"/> says it in words.</param>
/// <param name="BadValue">IK404, the value in error as the receiver repeats it; may be patient data. Empty when not told.</param>
/// <param name="Contexts">The CTX behind it.</param>
/// <param name="At">Where the IK4 stands in the acknowledgment.</param>
public sealed record ElementError(
    int? Element,
    int? Component,
    int? Repetition,
    string DataElement,
    string Code,
    string BadValue,
    IReadOnlyList<ErrorContext> Contexts,
    Location At)
{
    /// <summary>The code in our own words.</summary>
    public string Sentence => AcknowledgmentWords.Element(Code);
}

/// <summary>One segment of our file in error (IK3, in a 997 AK3).</summary>
/// <param name="SegmentId">IK301, the segment of our file in upper case.</param>
/// <param name="Position">IK302, its place counted from ST = 1; null when not told.</param>
/// <param name="Loop">IK303, its loop; empty when not told.</param>
/// <param name="Code">IK304, in upper case; <see cref="AcknowledgmentWords.Segment"/> says it in words.</param>
/// <param name="Contexts">The CTX directly behind it.</param>
/// <param name="Elements">The elements in error.</param>
/// <param name="At">Where the IK3 stands in the acknowledgment.</param>
public sealed record SegmentError(
    string SegmentId,
    int? Position,
    string Loop,
    string Code,
    IReadOnlyList<ErrorContext> Contexts,
    IReadOnlyList<ElementError> Elements,
    Location At)
{
    /// <summary>The code in our own words.</summary>
    public string Sentence => AcknowledgmentWords.Segment(Code);

    /// <summary>CLM01 of the claim the segment belongs to as a CTX tells it; null when none does.</summary>
    public string? PatientControlNumber =>
        Contexts.Concat(Elements.SelectMany(e => e.Contexts)).FirstOrDefault(c => c.NamesClaim)?.Value;
}
