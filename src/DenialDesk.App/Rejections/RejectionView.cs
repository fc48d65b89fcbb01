using DenialDesk.Domain.Rejections;

namespace DenialDesk.App.Rejections;

/// <summary>One line of the claim as it was submitted.</summary>
public sealed record RejectedLine(int No, string Procedure, IReadOnlyList<string> Modifiers, string RevenueCode, decimal? Units, decimal? Charge, DateOnly? On);

/// <summary>One answer to a submission of the claim.</summary>
/// <param name="Outcome">accepted, received, rejected or other.</param>
/// <param name="SubmittedOn">The day of the submission it speaks of.</param>
/// <param name="Segment">Ordinal of its first segment in its file.</param>
/// <param name="Decides">True for the answer that rejects.</param>
public sealed record ClaimAnswer(
    DateOnly On, string Kind, AnswerStage Stage, string Who, string Outcome, string Reason, string Codes, string PayerClaimNumber, string Trace, string Evidence, DateOnly SubmittedOn, long FileId,
    string File, int Segment, bool Decides);

/// <summary>One submission of the claim.</summary>
public sealed record ClaimSending(long SubmittedId, DateOnly On, string Frequency, decimal? Charge, long FileId, string File, bool IsThis);

/// <summary>One thing a person did.</summary>
public sealed record RejectionDeed(DateTimeOffset At, string Who, string Action, DateOnly? On, string Reason, bool Undone);

/// <summary>A claim written anew.</summary>
/// <param name="Changes">Segments before and after; may hold patient data.</param>
public sealed record FreshClaim(long FreshId, int Number, DateTimeOffset At, string Who, IReadOnlyList<string> Changes, IReadOnlyList<string> Warnings);

/// <summary>A rejection whole.</summary>
public sealed record RejectionView(
    int PracticeId, long RejectionId, int Version, string Practice, string TimeZone, DateOnly Today, string State, string? How, AnswerStage Stage, string Who, string Reason, string Advice, string Codes,
    DateOnly RejectedOn, string Payer, string PayerIdentifier, int? PayerId, string Account, string PatientLastName, string PatientFirstName, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo,
    decimal? Charge, IReadOnlyList<string> Diagnoses, string AuthorizationNumber, DateOnly? Due, DateOnly? LastSafeDay, bool Assumed, string Clock, long AnswerFileId, string AnswerFile, int AnswerSegment)
{
    public IReadOnlyList<RejectedLine> Lines { get; init; } = [];

    public IReadOnlyList<ClaimSending> Sendings { get; init; } = [];

    public IReadOnlyList<ClaimAnswer> Answers { get; init; } = [];

    public IReadOnlyList<RejectionDeed> Deeds { get; init; } = [];

    public IReadOnlyList<FreshClaim> Written { get; init; } = [];

    /// <summary>The answer's segments as sent.</summary>
    public IReadOnlyList<string> AnswerSegments { get; init; } = [];

    /// <summary>The claim's own segments as sent.</summary>
    public IReadOnlyList<string> ClaimSegments { get; init; } = [];
}
