namespace DenialDesk.X12.Writing;

/// <summary>What a claim to the next payer needs beyond the claim that the first payer decided.</summary>
public sealed record SecondaryClaimRequest
{
    /// <summary>Control numbers, day and time of the new file; a fresh claim without edits.</summary>
    public required CorrectedClaimRequest Envelope { get; init; }

    /// <summary>The payer it goes to.</summary>
    public required NextPayer To { get; init; }

    /// <summary>What the first payer decided.</summary>
    public required PriorDecision Prior { get; init; }
}

/// <summary>The payer a claim goes to next, and who is insured there.</summary>
public sealed record NextPayer
{
    /// <summary>NM103.</summary>
    public required string Name { get; init; }

    /// <summary>NM109 under PI.</summary>
    public required string Id { get; init; }

    /// <summary>NM109 of the insured person under MI.</summary>
    public required string MemberId { get; init; }

    /// <summary>SBR03; empty when there is none.</summary>
    public string GroupNumber { get; init; } = "";

    /// <summary>SBR09: MB Medicare Part B, MC Medicaid, BL Blue Cross, CI commercial, ZZ unknown…</summary>
    public string FilingIndicator { get; init; } = "ZZ";

    /// <summary>True when the patient is insured in person; false when the same person is insured as with the first payer.</summary>
    public bool PatientIsInsured { get; init; }
}

/// <summary>What a payer decided on a claim, from its remittance.</summary>
public sealed record PriorDecision
{
    /// <summary>CLP04 in dollars.</summary>
    public required decimal Paid { get; init; }

    /// <summary>CLP07; empty when not sent.</summary>
    public string PayerClaimNumber { get; init; } = "";

    /// <summary>The day of the remittance, DTP*573.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>CAS triples of the claim itself.</summary>
    public IReadOnlyList<PriorAdjustment> Adjustments { get; init; } = [];

    /// <summary>Every line of the claim once.</summary>
    public required IReadOnlyList<PriorLine> Lines { get; init; }
}

/// <summary>What a payer decided on a line.</summary>
/// <param name="Line">The claim's line, counted from 1 in the order of the original.</param>
/// <param name="Paid">SVC03 in dollars.</param>
/// <param name="Procedure">The code it decided on; empty: as billed.</param>
/// <param name="Modifiers">Its modifiers.</param>
/// <param name="Units">Units paid; null: as billed.</param>
/// <param name="Adjustments">CAS triples of the line.</param>
public sealed record PriorLine(int Line, decimal Paid, string Procedure, IReadOnlyList<string> Modifiers, decimal? Units, IReadOnlyList<PriorAdjustment> Adjustments);

/// <summary>One reason of a payer for not paying an amount.</summary>
/// <param name="Group">CO, OA, PI, PR or CR.</param>
/// <param name="Reason">The CARC.</param>
/// <param name="Amount">Dollars; negative ones raise the payment.</param>
/// <param name="Quantity">Units; null when none.</param>
public sealed record PriorAdjustment(string Group, string Reason, decimal Amount, decimal? Quantity = null);
