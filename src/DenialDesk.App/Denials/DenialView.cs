using DenialDesk.App.Queue;

namespace DenialDesk.App.Denials;

/// <summary>Everything the denial page shows.</summary>
public sealed record DenialView
{
    public required int PracticeId { get; init; }

    public required long DenialId { get; init; }

    public required int Version { get; init; }

    public required DateOnly Today { get; init; }

    /// <summary>The practice's time zone.</summary>
    public required string TimeZone { get; init; }

    public required string Practice { get; init; }

    public required int PayerId { get; init; }

    public required string Payer { get; init; }

    public string? PayerPhone { get; init; }

    public required string State { get; init; }

    public required bool IsOpen { get; init; }

    public required string Category { get; init; }

    public required string Department { get; init; }

    public required string Hardness { get; init; }

    public required string Preventable { get; init; }

    public required bool Clinical { get; init; }

    public required bool Appealable { get; init; }

    public string? NoAppealBecause { get; init; }

    public required bool BillPatientAllowed { get; init; }

    public required IReadOnlyList<string> PatientProtection { get; init; }

    public required bool LaterPayerKnown { get; init; }

    public required string FirstAction { get; init; }

    public required string Group { get; init; }

    public required string Carc { get; init; }

    public required string Rarc { get; init; }

    public required IReadOnlyList<string> Flags { get; init; }

    public required string Extent { get; init; }

    public required decimal Charge { get; init; }

    public required decimal Denied { get; init; }

    public required decimal Expected { get; init; }

    public required string ExpectedBasis { get; init; }

    public required string Account { get; init; }

    public required string PayerClaimNumber { get; init; }

    public required string PatientName { get; init; }

    public required string MemberId { get; init; }

    public DateOnly? ServiceFrom { get; init; }

    public DateOnly? ServiceTo { get; init; }

    public required DateOnly DeniedOn { get; init; }

    public required string ClockAction { get; init; }

    public required DateOnly Due { get; init; }

    public required DateOnly LastSafeDay { get; init; }

    /// <summary>Days around now and the last safe day on which the practice's own office is closed.</summary>
    public IReadOnlySet<DateOnly> ClosedDays { get; init; } = new HashSet<DateOnly>();

    /// <summary>The last safe day, or the last day before it on which the practice's own office is open.</summary>
    public DateOnly StartBy { get; init; }

    public required bool Assumed { get; init; }

    public required bool Conflict { get; init; }

    public required string ClockSentence { get; init; }

    public required int Lane { get; init; }

    public required long RankKey { get; init; }

    public ScoreParts? Score { get; init; }

    /// <summary>"Why is this here?" in plain words; null before the first scoring.</summary>
    public string? Why { get; init; }

    /// <summary>What would move it, a sentence each.</summary>
    public IReadOnlyList<string> Moves { get; init; } = [];

    /// <summary>The odds rest on too little to lean on.</summary>
    public bool ThinHistory { get; init; }

    public Guid? OwnerId { get; init; }

    public string? Owner { get; init; }

    /// <summary>Whom it is routed to while nobody owns it.</summary>
    public string? RoutedTo { get; init; }

    /// <summary>The payer takes corrected claims only as new ones.</summary>
    public bool CorrectedAsNew { get; init; }

    public string? Outcome { get; init; }

    public decimal Recovered { get; init; }

    public decimal WrittenOff { get; init; }

    public required long ClaimId { get; init; }

    public required long AdjudicationId { get; init; }

    public required IReadOnlyList<ViewLine> Lines { get; init; }

    public required IReadOnlyList<ViewAdjustment> ClaimAdjustments { get; init; }

    public required IReadOnlyList<string> ClaimRemarks { get; init; }

    public required IReadOnlyList<ViewAdjudication> History { get; init; }

    public required IReadOnlyList<ViewStep> Steps { get; init; }

    public required IReadOnlyList<ViewNote> Notes { get; init; }

    /// <summary>Whether it is put off, or waits for a lead.</summary>
    public ViewStanding Standing { get; init; } = new(null, null, null, null);

    /// <summary>The submitted claim it answers; null while the practice has submitted none.</summary>
    public ViewSubmission? Submitted { get; init; }
}

/// <summary>How the work on a denial stands.</summary>
/// <param name="SnoozedUntil">The practice's day on which it is back; null when it is not put off.</param>
/// <param name="SnoozeReason">What it waits for, in a person's words.</param>
/// <param name="EscalatedBy">Who asked a lead.</param>
/// <param name="EscalatedByName">Their name.</param>
public sealed record ViewStanding(DateOnly? SnoozedUntil, string? SnoozeReason, Guid? EscalatedBy, string? EscalatedByName);

/// <summary>The submitted claim behind a denial.</summary>
/// <param name="State">matched, unmatched or dismissed.</param>
/// <param name="Method">By what it was matched; empty when it is not.</param>
/// <param name="Account">Its account number (CLM01); null when not matched.</param>
public sealed record ViewSubmission(string State, string Method, string? Account, DateOnly? SubmittedOn, decimal? Charge);

/// <summary>One billed line as the payer answered it.</summary>
public sealed record ViewLine(
    int No, string Code, string Modifiers, string Submitted, decimal? Charge, decimal? Paid, decimal? Allowed, DateOnly? From, IReadOnlyList<string> Policies, IReadOnlyList<string> Remarks,
    string Balance, IReadOnlyList<ViewAdjustment> Adjustments);

/// <summary>One adjustment with its bucket, the rule that put it there, and our words for the code.</summary>
public sealed record ViewAdjustment(string Group, string Carc, decimal? Amount, string Bucket, string Rule, string Title, string Check);

/// <summary>One answer of a payer in the claim's history.</summary>
public sealed record ViewAdjudication(
    long AdjudicationId, DateOnly On, string Payer, string Status, decimal? Charge, decimal? Paid, string Kind, decimal Denied, string PayerClaimNumber, long RemittanceId, long FileId,
    string Trace, long? DenialId);

/// <summary>One step of the history.</summary>
public sealed record ViewStep(long StepId, DateTimeOffset At, string Who, string Step, string To, decimal? Amount, string? Reason, string? Note, bool Undone);

/// <summary>A note.</summary>
public sealed record ViewNote(DateTimeOffset At, string Who, string Text, string? WithdrawnBy = null);
