using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Loop 2320: another payer of the same claim and what it has decided.</summary>
public sealed record OtherPayer
{
    /// <summary>SBR of the loop.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>CAS triples at claim level in the order sent.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];

    /// <summary>Every AMT: D paid, A8 not covered, EAF still owed by the patient, B6 allowed (4010)…</summary>
    public IReadOnlyList<QualifiedNumber> Amounts { get; init; } = [];

    /// <summary>OI03: Y when benefits are assigned, N, W; empty when not sent.</summary>
    public string BenefitsAssigned { get; init; } = "";

    /// <summary>OI06: Y when information may be released, I informed consent; empty when not sent.</summary>
    public string ReleaseOfInformation { get; init; } = "";

    /// <summary>MIA and MOA segments.</summary>
    public IReadOnlyList<PayerRemarks> Remarks { get; init; } = [];

    /// <summary>DMG of the loop (4010 only): birth date of the other subscriber.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Names of the loop: IL other subscriber, PR other payer, DN, 82, 77, DQ, 85, 71, 72 as the other payer knows them.</summary>
    public IReadOnlyList<ClaimParty> Parties { get; init; } = [];

    /// <summary>Segments nobody expected here.</summary>
    public IReadOnlyList<KeptSegment> Unknown { get; init; } = [];

    /// <summary>NM1*IL, who is insured with the other payer; null when not sent.</summary>
    public ClaimParty? Subscriber => Parties.FirstOrDefault(p => p.Role == "IL");

    /// <summary>NM1*PR, the other payer; null when not sent.</summary>
    public ClaimParty? Payer => Parties.FirstOrDefault(p => p.Role == "PR");

    /// <summary>REF*F8 below the other payer's name: its own number for the claim; empty when not sent.</summary>
    public string PayerClaimControlNumber => Payer?.Reference("F8") ?? "";

    /// <summary>AMT*D in dollars, what the other payer paid; null when not sent or unreadable.</summary>
    public decimal? Paid => Amount("D");

    /// <summary>AMT*EAF in dollars, what the patient still owes; null when not sent or unreadable.</summary>
    public decimal? RemainingLiability => Amount("EAF");

    /// <summary>AMT*A8 in dollars, not covered by the other payer; null when not sent or unreadable.</summary>
    public decimal? NonCovered => Amount("A8");

    private decimal? Amount(string qualifier) => Amounts.FirstOrDefault(a => a.Qualifier == qualifier)?.Value;
}
