using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>A name loop of a claim: an NM1 with everything said below it.</summary>
public sealed record ClaimParty
{
    /// <summary>The NM1: role, name, id.</summary>
    public required Party Name { get; init; }

    /// <summary>Second name line (N2), empty when not sent.</summary>
    public string MoreName { get; init; } = "";

    /// <summary>N3 and N4; null when neither was sent.</summary>
    public Address? Address { get; init; }

    /// <summary>PER segments.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>REF segments below the name: EI, SY tax id; 2U, FY, NF payer ids; G2, 0B, 1G, LU provider ids; F8 another payer's claim number; G1 its authorisation.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>PRV01: BI billing, PE performing, RF referring, AT attending; empty when not sent.</summary>
    public string ProviderKind { get; init; } = "";

    /// <summary>PRV03, the provider's taxonomy code; empty when not sent.</summary>
    public string Taxonomy { get; init; } = "";

    /// <summary>DMG02; null when absent or unreadable.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>DMG03: F, M, U; empty when not sent.</summary>
    public string Sex { get; init; } = "";

    /// <summary>DTP segments below the name (another payer's payment date is DTP*573).</summary>
    public IReadOnlyList<ClaimDate> Dates { get; init; } = [];

    /// <summary>NM101, for example 85.</summary>
    public string Role => Name.Role;

    /// <summary>The NPI (NM109 under XX); empty when another kind of id was sent.</summary>
    public string Npi => Name.IdQualifier == "XX" ? Name.Id : "";

    /// <summary>The tax id: REF*EI, REF*SY, REF*TJ or NM109 under 24, 34 or FI; empty when none was sent.</summary>
    public string TaxId =>
        References.FirstOrDefault(r => r.Qualifier is "EI" or "SY" or "TJ")?.Value ?? (Name.IdQualifier is "24" or "34" or "FI" ? Name.Id : "");

    /// <summary>The first reference under a qualifier; empty when there is none.</summary>
    public string Reference(string qualifier) => References.FirstOrDefault(r => r.Qualifier == qualifier)?.Value ?? "";
}

/// <summary>An SBR segment: which payer in the order of payers, and how the subscriber is insured.</summary>
/// <param name="PayerOrder">SBR01: P primary, S secondary, T tertiary, A–H fourth to eleventh, U unknown.</param>
/// <param name="Relationship">SBR02: 18 self; empty when the patient is somebody else (2000B) or the code of a relation (2320).</param>
/// <param name="GroupNumber">SBR03.</param>
/// <param name="GroupName">SBR04.</param>
/// <param name="InsuranceType">SBR05, why Medicare is secondary (12, 13, 43, 47…).</param>
/// <param name="CoordinationOfBenefits">SBR06.</param>
/// <param name="Response">SBR07.</param>
/// <param name="Employment">SBR08.</param>
/// <param name="FilingIndicator">SBR09: BL Blue Cross, CI commercial, HM HMO, MA/MB Medicare A/B, MC Medicaid, WC workers' compensation…</param>
/// <param name="At">Where it stands.</param>
public sealed record Coverage(
    string PayerOrder,
    string Relationship,
    string GroupNumber,
    string GroupName,
    string InsuranceType,
    string CoordinationOfBenefits,
    string Response,
    string Employment,
    string FilingIndicator,
    Location At);

/// <summary>Loop 2000A: who bills.</summary>
public sealed record BillingProvider
{
    /// <summary>NM1*85 with address, tax id and contacts; null when the file has none.</summary>
    public ClaimParty? Party { get; init; }

    /// <summary>PRV*BI of the loop, the billing provider's taxonomy; empty when not sent.</summary>
    public string Taxonomy { get; init; } = "";

    /// <summary>CUR02; empty for dollars.</summary>
    public string Currency { get; init; } = "";

    /// <summary>NM1*87, the address payments go to when it differs.</summary>
    public ClaimParty? PayTo { get; init; }

    /// <summary>NM1*PE, the plan payments go to.</summary>
    public ClaimParty? PayToPlan { get; init; }

    /// <summary>HL01 as sent.</summary>
    public string HierarchyId { get; init; } = "";
}

/// <summary>Loop 2000B: who is insured and with whom.</summary>
public sealed record Subscriber
{
    /// <summary>SBR; null when not sent.</summary>
    public Coverage? Coverage { get; init; }

    /// <summary>NM1*IL with member id, address, birth date and sex.</summary>
    public ClaimParty? Party { get; init; }

    /// <summary>NM1*PR, the payer the claim goes to.</summary>
    public ClaimParty? Payer { get; init; }

    /// <summary>PAT of the subscriber (date of death, weight, pregnancy); null when not sent.</summary>
    public PatientFacts? Facts { get; init; }

    /// <summary>NM109 of the subscriber, the member id; empty when not sent.</summary>
    public string MemberId => Party?.Name.Id ?? "";

    /// <summary>HL01 as sent.</summary>
    public string HierarchyId { get; init; } = "";
}

/// <summary>Loop 2000C: the patient, when not the subscriber.</summary>
public sealed record Patient
{
    /// <summary>PAT; null when not sent.</summary>
    public PatientFacts? Facts { get; init; }

    /// <summary>NM1*QC with address, birth date and sex.</summary>
    public ClaimParty? Party { get; init; }

    /// <summary>PAT01: 01 spouse, 19 child, 20 employee, 21 unknown, 39 organ donor, 53 life partner, G8 other.</summary>
    public string Relationship => Facts?.Relationship ?? "";

    /// <summary>HL01 as sent.</summary>
    public string HierarchyId { get; init; } = "";
}

/// <summary>A PAT segment.</summary>
/// <param name="Relationship">PAT01, the patient's relation to the subscriber; empty for the subscriber.</param>
/// <param name="DateOfDeath">PAT06; null when not sent.</param>
/// <param name="WeightUnit">PAT07: 01 pounds, GR grams.</param>
/// <param name="Weight">PAT08 in that unit; null when not sent.</param>
/// <param name="IsPregnant">PAT09 is Y.</param>
/// <param name="At">Where it stands.</param>
public sealed record PatientFacts(string Relationship, DateOnly? DateOfDeath, string WeightUnit, decimal? Weight, bool IsPregnant, Location At);
