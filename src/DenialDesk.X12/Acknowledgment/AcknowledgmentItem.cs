using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Acknowledgment;

/// <summary>A TA1: what became of a whole interchange of ours.</summary>
/// <param name="ControlNumber">TA101, the ISA13 we sent.</param>
/// <param name="Date">TA102, the ISA09 we sent; null when unreadable.</param>
/// <param name="Time">TA103 as sent (HHMM).</param>
/// <param name="Code">TA104 in upper case: A, E, R.</param>
/// <param name="NoteCode">TA105; <see cref="AcknowledgmentWords.Note"/> says it in words.</param>
/// <param name="At">Where it stands.</param>
public sealed record InterchangeAcknowledgment(string ControlNumber, DateOnly? Date, string Time, string Code, string NoteCode, Location At)
{
    /// <summary>The wrappers of the acknowledgment itself; only the ISA stands around a TA1.</summary>
    public Envelope? Envelope { get; init; }

    /// <summary>What became of it. Rejected: nothing in that interchange was taken, its claims never arrived.</summary>
    public AcknowledgmentState State => AcknowledgmentStates.Of(Code);

    /// <summary>The note in our own words.</summary>
    public string Sentence => AcknowledgmentWords.Note(NoteCode);
}

/// <summary>The group of ours that an acknowledgment answers (AK1).</summary>
/// <param name="FunctionalId">AK101, the GS01 we sent: HC claims.</param>
/// <param name="ControlNumber">AK102, the GS06 we sent.</param>
/// <param name="Version">AK103, the GS08 we sent; empty in most 997s.</param>
/// <param name="Kind">ST01 of the acknowledgment: 999 or 997.</param>
/// <param name="Envelope">The wrappers of the acknowledgment itself.</param>
/// <param name="At">Where the AK1 stands.</param>
public sealed record AnsweredGroup(string FunctionalId, string ControlNumber, string Version, string Kind, Envelope Envelope, Location At);

/// <summary>One transaction of ours as answered (AK2 to IK5; in a 997 to AK5).</summary>
public sealed record AcknowledgedSet
{
    /// <summary>The group it belongs to; null when the AK1 is missing.</summary>
    public AnsweredGroup? Group { get; init; }

    /// <summary>AK201: 837.</summary>
    public string SetId { get; init; } = "";

    /// <summary>AK202, the ST02 we sent.</summary>
    public string ControlNumber { get; init; } = "";

    /// <summary>AK203, the ST03 we sent; empty when not told.</summary>
    public string Implementation { get; init; } = "";

    /// <summary>IK501 / AK501 in upper case; empty when the answer is missing.</summary>
    public string Code { get; init; } = "";

    /// <summary>What became of it. Rejected: every claim in it is lost, also those without an error of their own.</summary>
    public AcknowledgmentState State => AcknowledgmentStates.Of(Code);

    /// <summary>IK502–06; <see cref="AcknowledgmentWords.Set"/> says them in words.</summary>
    public IReadOnlyList<string> SyntaxCodes { get; init; } = [];

    /// <summary>The segments in error, in the order told.</summary>
    public IReadOnlyList<SegmentError> Errors { get; init; } = [];

    /// <summary>Segments with no place in the standard, as sent.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments { get; init; } = [];

    /// <summary>Where the AK2 stands.</summary>
    public Location At { get; init; }

    /// <summary>CLM01 of each claim that an error names, once each, in the order told.</summary>
    public IReadOnlyList<string> PatientControlNumbers =>
        Errors.Select(e => e.PatientControlNumber).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
}

/// <summary>A group of ours as answered as a whole (AK9).</summary>
public sealed record AcknowledgedGroup
{
    /// <summary>The group; null when the AK1 is missing.</summary>
    public AnsweredGroup? Group { get; init; }

    /// <summary>AK901 in upper case; empty when the answer is missing.</summary>
    public string Code { get; init; } = "";

    /// <summary>What became of it.</summary>
    public AcknowledgmentState State => AcknowledgmentStates.Of(Code);

    /// <summary>AK902, transactions the group said it has (GE01); null when unreadable.</summary>
    public int? Included { get; init; }

    /// <summary>AK903, transactions received; null when unreadable.</summary>
    public int? Received { get; init; }

    /// <summary>AK904, transactions accepted, with and without errors; null when unreadable.</summary>
    public int? Accepted { get; init; }

    /// <summary>AK905–09; <see cref="AcknowledgmentWords.Group"/> says them in words.</summary>
    public IReadOnlyList<string> SyntaxCodes { get; init; } = [];

    /// <summary>How many transactions were answered one by one (AK2). 0 with an accepted group means all were accepted.</summary>
    public int Sets { get; init; }

    /// <summary>Segments with no place in the standard that stand in no transaction's answer, as sent.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments { get; init; } = [];

    /// <summary>Where the AK9 stands, or what ended the group without one.</summary>
    public Location At { get; init; }
}

/// <summary>One step of an <see cref="AcknowledgmentReader"/>.</summary>
public abstract class AcknowledgmentItem
{
    private protected AcknowledgmentItem(IReadOnlyList<Problem> problems) => Problems = problems;

    /// <summary>Problems found since the item before.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}

/// <summary>A TA1 was read.</summary>
public sealed class InterchangeAnswered : AcknowledgmentItem
{
    internal InterchangeAnswered(InterchangeAcknowledgment interchange, IReadOnlyList<Problem> problems)
        : base(problems) => Interchange = interchange;

    /// <summary>The TA1.</summary>
    public InterchangeAcknowledgment Interchange { get; }
}

/// <summary>The answer to one transaction was read whole.</summary>
public sealed class SetAnswered : AcknowledgmentItem
{
    internal SetAnswered(AcknowledgedSet set, IReadOnlyList<Problem> problems)
        : base(problems) => Set = set;

    /// <summary>The answer.</summary>
    public AcknowledgedSet Set { get; }
}

/// <summary>The answer to a group ended; the answers to its transactions came before.</summary>
public sealed class GroupAnswered : AcknowledgmentItem
{
    internal GroupAnswered(AcknowledgedGroup group, IReadOnlyList<Problem> problems)
        : base(problems) => Group = group;

    /// <summary>The answer.</summary>
    public AcknowledgedGroup Group { get; }
}
