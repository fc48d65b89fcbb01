using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>A way to go with a denial. Written names come from <c>CodeNames</c> (<c>correct_resubmit</c>, <c>next_payer</c>).</summary>
public enum WorkPath
{
    /// <summary>Correct the claim and send it again.</summary>
    CorrectResubmit,

    /// <summary>Appeal, or ask for reconsideration.</summary>
    Appeal,

    /// <summary>Bill the right or the next payer.</summary>
    NextPayer,

    /// <summary>Make it the patient's.</summary>
    Patient,

    /// <summary>Give it up.</summary>
    WriteOff,

    /// <summary>Wait for an answer that is on its way.</summary>
    Wait,

    /// <summary>Call the payer.</summary>
    Call,
}

/// <summary>Who may go past a stop.</summary>
public enum PathOverride
{
    /// <summary>Nobody: the law or the payer's answer leaves no choice.</summary>
    Never,

    /// <summary>Who holds the permission to override, with a reason.</summary>
    Lead,

    /// <summary>Whoever works the denial, with the good cause written down.</summary>
    GoodCause,
}

/// <summary>How long a path stays open.</summary>
/// <param name="LastDay">The last day, inclusive.</param>
/// <param name="Assumed">True when the window is our cautious default: passing it shuts nothing.</param>
public sealed record PathWindow(DateOnly LastDay, bool Assumed);

/// <summary>Something that is with the payer already.</summary>
/// <param name="Path">What was sent: a correction or an appeal.</param>
/// <param name="Since">The practice's day on which it was sent.</param>
/// <param name="Elsewhere">True when it was sent for another denial of the same payer claim number.</param>
/// <param name="AnswerBy">The day by which this payer usually has answered; null when nobody knows.</param>
public sealed record PathInFlight(WorkPath Path, DateOnly Since, bool Elsewhere = false, DateOnly? AnswerBy = null);

/// <summary>What the guard needs to know about a denial to say which ways are open.</summary>
public sealed record PathFacts
{
    /// <summary>What single steps are allowed or refused by.</summary>
    public required DenialFacts Denial { get; init; }

    /// <summary>The practice's day.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Soft or hard, as the answer's codes say.</summary>
    public Hardness Hardness { get; init; } = Hardness.Soft;

    /// <summary>What went wrong; some hard denials are repaired by a claim all the same, such as an authorization that is found.</summary>
    public DenialCategory Category { get; init; } = DenialCategory.Other;

    /// <summary>What the code tables would try first.</summary>
    public FirstAction FirstAction { get; init; } = FirstAction.CorrectResubmit;

    /// <summary>Whether the answer is a reversal (CLP02 is 22), which denies nothing.</summary>
    public bool Reversal { get; init; }

    /// <summary>Whether the claim as last sent was refused before any decision (999, TA1, 277CA) and nobody has settled that.</summary>
    public bool Rejected { get; init; }

    /// <summary>Whether the payer passed the claim on by itself.</summary>
    public bool Forwarded { get; init; }

    /// <summary>Whether the payer asked for nothing to be sent now.</summary>
    public bool DoNotResend { get; init; }

    /// <summary>Whether a grace period of the patient's coverage is running.</summary>
    public bool GracePeriod { get; init; }

    /// <summary>Whether surprise-billing law was used: open-negotiation dates come before a write-off.</summary>
    public bool OpenNegotiation { get; init; }

    /// <summary>Whether the payer is original Medicare.</summary>
    public bool OriginalMedicare { get; init; }

    /// <summary>Whether this payer takes an appeal only after a reconsideration.</summary>
    public bool ReconsiderationFirst { get; init; }

    /// <summary>The window for a corrected claim; null when there is none or it cannot be counted.</summary>
    public PathWindow? CorrectBy { get; init; }

    /// <summary>The window for a dispute, the one that ends last; null when there is none or it cannot be counted.</summary>
    public PathWindow? DisputeBy { get; init; }

    /// <summary>Papers that were asked for and have not come, in words.</summary>
    public IReadOnlyList<string> EvidenceMissing { get; init; } = [];

    /// <summary>Documents the category needs that are not on file here, which says nothing of what lies elsewhere; in words.</summary>
    public IReadOnlyList<string> EvidenceUnseen { get; init; } = [];

    /// <summary>What is with the payer already; null when nothing is.</summary>
    public PathInFlight? InFlight { get; init; }
}
