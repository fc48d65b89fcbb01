namespace DenialDesk.Domain.Denials;

/// <summary>Where a denial stands. Written names come from <c>CodeNames</c> (<c>in_work</c>, <c>closed_recovered</c>).</summary>
public enum DenialState
{
    /// <summary>Found, and nobody has started.</summary>
    New,

    /// <summary>Someone is working on it.</summary>
    InWork,

    /// <summary>A correction or an appeal is with the payer.</summary>
    Waiting,

    /// <summary>Closed: the payer paid.</summary>
    ClosedRecovered,

    /// <summary>Closed: the patient owes it.</summary>
    ClosedPatient,

    /// <summary>Closed: it went to the next payer.</summary>
    ClosedNextPayer,

    /// <summary>Closed: given up, with a reason.</summary>
    WrittenOff,

    /// <summary>Closed: a known window passed with nothing filed.</summary>
    Expired,

    /// <summary>Closed by the payer's own hand: reversed, or adjudicated again; a newer adjudication tells what holds.</summary>
    Superseded,
}

/// <summary>What a person does to a denial.</summary>
public enum DenialStepKind
{
    /// <summary>Give it an owner.</summary>
    Assign,

    /// <summary>Take the owner away.</summary>
    Unassign,

    /// <summary>Start to work on it.</summary>
    Start,

    /// <summary>A corrected or new claim was sent.</summary>
    CorrectedResubmitted,

    /// <summary>An appeal or reconsideration was sent.</summary>
    Appealed,

    /// <summary>The payer paid after all.</summary>
    Recovered,

    /// <summary>Moved to the patient's balance.</summary>
    ToPatient,

    /// <summary>Moved to the next payer.</summary>
    ToNextPayer,

    /// <summary>Given up.</summary>
    WriteOff,

    /// <summary>Opened again.</summary>
    Reopen,

    /// <summary>A remark only.</summary>
    Note,
}

/// <summary>One step as somebody asks for it.</summary>
public sealed record DenialStep
{
    /// <summary>What is to be done.</summary>
    public required DenialStepKind Kind { get; init; }

    /// <summary>Dollars recovered, for <see cref="DenialStepKind.Recovered"/>.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The person's words; the good cause when a window is shut, the text when the reason is other.</summary>
    public string? Note { get; init; }

    /// <summary>Why it is given up, for <see cref="DenialStepKind.WriteOff"/>.</summary>
    public WriteOffs.WriteOffReason? WriteOffReason { get; init; }

    /// <summary>Whether a new claim is sent instead of a replacement (frequency 1); then no payer claim number is needed.</summary>
    public bool AsNewClaim { get; init; }
}

/// <summary>What the rules need to know about a denial to allow or refuse a step.</summary>
public sealed record DenialFacts
{
    /// <summary>Where it stands now.</summary>
    public required DenialState State { get; init; }

    /// <summary>Whether somebody owns it.</summary>
    public bool Assigned { get; init; }

    /// <summary>Dollars refused.</summary>
    public required decimal DeniedAmount { get; init; }

    /// <summary>Billed charge of the denied lines in dollars; a recovery above it is a typing error.</summary>
    public decimal? BilledAmount { get; init; }

    /// <summary>Dollars recovered so far.</summary>
    public decimal RecoveredAmount { get; init; }

    /// <summary>Group code of the leading reason.</summary>
    public required string LeadGroup { get; init; }

    /// <summary>Whether every denial reason carries the group PR.</summary>
    public bool AllPatientGroup { get; init; }

    /// <summary>Whether an appeal right exists.</summary>
    public bool Appealable { get; init; } = true;

    /// <summary>Why there is none (<c>MA130</c>, <c>N211</c>, a rule id), or nothing.</summary>
    public string? NoAppealBecause { get; init; }

    /// <summary>Remark codes that forbid billing the patient.</summary>
    public IReadOnlyList<string> PatientProtection { get; init; } = [];

    /// <summary>Whether another payer follows.</summary>
    public bool LaterPayerKnown { get; init; }

    /// <summary>The payer's claim number, needed for a replacement claim.</summary>
    public string? PayerClaimNumber { get; init; }

    /// <summary>How the payer takes corrected claims.</summary>
    public Payers.CorrectedHabit CorrectedAs { get; init; }

    /// <summary>The due day of the clock, inclusive; nothing when it cannot be worked out.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Whether the due day is only an assumption: passing it asks for a check, and shuts nothing.</summary>
    public bool DueAssumed { get; init; }

    /// <summary>Whether expected value exceeds the cost of working it.</summary>
    public bool WorthWorking { get; init; }
}
