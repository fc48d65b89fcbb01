using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Status;

/// <summary>One SVC of a claim in a 277.</summary>
public sealed class StatusLine : StatusNode
{
    internal StatusLine(int ordinal, Segment s, Location at)
        : base(at)
    {
        Ordinal = ordinal;
        Procedure = Procedure.From(s[1], s.Delimiters);
        Charge = s.Number(2);
        Paid = s.Number(3);
        RevenueCode = s.Text(4);
        Units = s.Number(7);
    }

    /// <summary>Place in the claim, from 1.</summary>
    public int Ordinal { get; }

    /// <summary>SVC01; null when empty.</summary>
    public Procedure? Procedure { get; }

    /// <summary>SVC02 in dollars; null when missing or unreadable.</summary>
    public decimal? Charge { get; }

    /// <summary>SVC03 in dollars; null when missing or unreadable.</summary>
    public decimal? Paid { get; }

    /// <summary>SVC04, revenue code; empty when not sent.</summary>
    public string RevenueCode { get; }

    /// <summary>SVC07; null when not sent.</summary>
    public decimal? Units { get; }

    /// <summary>REF*FJ, our own line number (REF*6R of the claim); null when not sent.</summary>
    public string? ControlNumber => Reference("FJ");

    /// <summary>REF*XZ, prescription number; null when not sent.</summary>
    public string? PrescriptionNumber => Reference("XZ");

    /// <summary>DTP*472, the days of service; null when not sent.</summary>
    public StatusDate? Service => Date("472");
}

/// <summary>One claim of a 277: a TRN at a patient with what follows it.</summary>
public sealed class StatusClaim : StatusNode
{
    internal StatusClaim(StatusKind kind, Location at)
        : base(at) => Kind = kind;

    /// <summary>The kind of 277 it came in; decides which number is the patient control number.</summary>
    public StatusKind Kind { get; }

    /// <summary>Who answers; null when its level is missing.</summary>
    public StatusLevel? Source { get; internal init; }

    /// <summary>Who is answered; null when its level is missing.</summary>
    public StatusLevel? Receiver { get; internal init; }

    /// <summary>Billing provider; null when its level is missing.</summary>
    public StatusLevel? Provider { get; internal init; }

    /// <summary>The subscriber where the patient is a dependent with a level of their own; null otherwise.</summary>
    public StatusLevel? Subscriber { get; internal init; }

    /// <summary>The level the claim stands at.</summary>
    public StatusLevel? Patient { get; internal init; }

    /// <summary>TRN02; empty when the TRN is missing.</summary>
    public string TraceNumber { get; internal init; } = "";

    /// <summary>TRN01; empty when the TRN is missing.</summary>
    public string TraceType { get; internal init; } = "";

    /// <summary>
    /// CLM01 as we sent it, empty when not told: REF*EJ in answers, requests and pending lists, where TRN02 is another number; TRN02 in
    /// acknowledgments.
    /// </summary>
    public string PatientControlNumber => Kind is StatusKind.StatusResponse or StatusKind.InformationRequest or StatusKind.PendingStatus
        ? Reference("EJ") ?? ""
        : Reference("EJ") ?? TraceNumber;

    /// <summary>REF*1K, the payer's claim number; null when not told.</summary>
    public string? PayerClaimNumber => Reference("1K");

    /// <summary>REF*D9, the clearinghouse's number; null when not told.</summary>
    public string? ClearinghouseNumber => Reference("D9");

    /// <summary>REF*BLT, type of bill; null when not told.</summary>
    public string? BillType => Reference("BLT");

    /// <summary>DTP*472, the days of service; null when not told.</summary>
    public StatusDate? Service => Date("472");

    /// <summary>STC04 of the first status that tells it, in dollars; null when none does.</summary>
    public decimal? Charge => StatusList.Find(s => s.Amount is not null)?.Amount;

    /// <summary>Service lines in file order.</summary>
    public IReadOnlyList<StatusLine> Lines => LineList;

    /// <summary>What became of the claim.</summary>
    public StatusDecision Decision { get; internal set; } = StatusDecision.Nothing;

    internal List<StatusLine> LineList { get; } = [];
}
