using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>What stands at the head of an 837: BHT, submitter and receiver.</summary>
public sealed record ClaimBatch
{
    /// <summary>Where the ST stands.</summary>
    public required Location At { get; init; }

    /// <summary>ISA, GS and ST around it.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>By ST03 or, when that is empty, GS08; <see cref="ClaimFlavor.Unknown"/> when neither is one of the claim guides.</summary>
    public ClaimFlavor Flavor { get; init; }

    /// <summary>ST03 or, when that is empty, GS08: 005010X222A1…</summary>
    public string Version { get; init; } = "";

    /// <summary>BHT01: 0019.</summary>
    public string Structure { get; init; } = "";

    /// <summary>BHT02: 00 original, 18 sent again.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>BHT03, our number for the batch; the 277CA quotes it.</summary>
    public string Reference { get; init; } = "";

    /// <summary>BHT04; null when unreadable.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>BHT05 as sent (HHMM or HHMMSS).</summary>
    public string Time { get; init; } = "";

    /// <summary>BHT06: CH claims, RP encounters, 31 subrogation.</summary>
    public string Type { get; init; } = "";

    /// <summary>NM1*41; null when not sent.</summary>
    public ClaimParty? Submitter { get; init; }

    /// <summary>NM1*40; null when not sent.</summary>
    public ClaimParty? Receiver { get; init; }

    /// <summary>REF before the names (4010: REF*87 version).</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];
}

/// <summary>A claim as it was submitted in an 837, with the loops it stands in.</summary>
public sealed record SubmittedClaim
{
    /// <summary>Head of its transaction.</summary>
    public required ClaimBatch Batch { get; init; }

    /// <summary>By the version or, failing that, by the lines and CLM05-2.</summary>
    public ClaimFlavor Flavor { get; init; }

    /// <summary>Loop 2000A.</summary>
    public required BillingProvider Billing { get; init; }

    /// <summary>Loop 2000B.</summary>
    public required Subscriber Subscriber { get; init; }

    /// <summary>Loop 2000C; null when the subscriber is the patient.</summary>
    public Patient? Patient { get; init; }

    /// <summary>CLM01, our number for the claim, which the 835 sends back as CLP01; empty when not sent.</summary>
    public string PatientControlNumber { get; init; } = "";

    /// <summary>CLM02 in dollars; null when missing or unreadable, never 0 in its place.</summary>
    public decimal? Charge { get; init; }

    /// <summary>CLM05-1: place of service, or the first two digits of the type of bill without its leading zero.</summary>
    public string Facility { get; init; } = "";

    /// <summary>CLM05-2: B place of service, A type of bill.</summary>
    public string FacilityQualifier { get; init; } = "";

    /// <summary>CLM05-3: 1 original, 7 replacement, 8 void; institutional also others. Empty when not sent.</summary>
    public string Frequency { get; init; } = "";

    /// <summary>CLM06: Y when the provider's signature is on file.</summary>
    public string SignatureOnFile { get; init; } = "";

    /// <summary>CLM07: A assigned, B lab only, C not assigned.</summary>
    public string Assignment { get; init; } = "";

    /// <summary>CLM08: Y, N or W.</summary>
    public string BenefitsAssigned { get; init; } = "";

    /// <summary>CLM09: Y or I.</summary>
    public string ReleaseOfInformation { get; init; } = "";

    /// <summary>CLM10: P when somebody else signed for the patient.</summary>
    public string PatientSignature { get; init; } = "";

    /// <summary>Parts of CLM11: AA auto accident, EM employment, OA other accident, then state and country.</summary>
    public IReadOnlyList<string> RelatedCauses { get; init; } = [];

    /// <summary>CLM12, special program; empty when not sent.</summary>
    public string SpecialProgram { get; init; } = "";

    /// <summary>CLM19: PB predetermination (dental); empty when not sent.</summary>
    public string Predetermination { get; init; } = "";

    /// <summary>CLM20, why the claim is late (1–11, 15); empty when not sent.</summary>
    public string DelayReason { get; init; } = "";

    /// <summary>CL101 type of admission, institutional only.</summary>
    public string AdmissionType { get; init; } = "";

    /// <summary>CL102 source of admission, institutional only.</summary>
    public string AdmissionSource { get; init; } = "";

    /// <summary>CL103 patient status at discharge, institutional only.</summary>
    public string PatientStatus { get; init; } = "";

    /// <summary>Every DTP of the claim.</summary>
    public IReadOnlyList<ClaimDate> Dates { get; init; } = [];

    /// <summary>Every REF of the claim: F8, G1, 9F, D9, EA, 4N, P4, X4, 9A, 9C, LX, EW, 1J…</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Every PWK of the claim.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Every NTE of the claim.</summary>
    public IReadOnlyList<ClaimNote> Notes { get; init; } = [];

    /// <summary>K3 segments of the claim, as sent.</summary>
    public IReadOnlyList<string> FixedFormats { get; init; } = [];

    /// <summary>Every AMT of the claim: F5 patient paid, F3 estimated by the patient…</summary>
    public IReadOnlyList<QualifiedNumber> Amounts { get; init; } = [];

    /// <summary>Every QTY of the claim (4010 institutional: covered days…).</summary>
    public IReadOnlyList<QualifiedNumber> Quantities { get; init; } = [];

    /// <summary>CRC segments of the claim.</summary>
    public IReadOnlyList<ClaimCondition> Conditions { get; init; } = [];

    /// <summary>Every code of every HI in the order sent.</summary>
    public IReadOnlyList<HealthCode> Codes { get; init; } = [];

    /// <summary>CN1; null when not sent.</summary>
    public ClaimContract? Contract { get; init; }

    /// <summary>HCP; null when not sent.</summary>
    public Repricing? Repricing { get; init; }

    /// <summary>Names at the claim: DN, P3 referring; 82 rendering; 77 place; DQ supervising; 71 attending; 72, ZZ operating; PW and 45 ambulance; QD responsible…</summary>
    public IReadOnlyList<ClaimParty> Parties { get; init; } = [];

    /// <summary>Other payers (2320).</summary>
    public IReadOnlyList<OtherPayer> OtherPayers { get; init; } = [];

    /// <summary>Service lines in the order sent.</summary>
    public IReadOnlyList<ClaimLine> Lines { get; init; } = [];

    /// <summary>Segments the guides know that are kept as sent: CR1, CR2, CR5, CR7, HSD, DN1, DN2 and others.</summary>
    public IReadOnlyList<KeptSegment> Details { get; init; } = [];

    /// <summary>Segments nobody expected at claim level.</summary>
    public IReadOnlyList<KeptSegment> Unknown { get; init; } = [];

    /// <summary>The segments of the claim and of the loops it stands in, as sent.</summary>
    public required ClaimSource Source { get; init; }

    /// <summary>Where the CLM stands.</summary>
    public required Location At { get; init; }

    /// <summary>The patient: loop 2000C or, when there is none, the subscriber.</summary>
    public ClaimParty? PatientParty => Patient is null ? Subscriber.Party : Patient.Party;

    /// <summary>The payer the claim goes to; null when not sent.</summary>
    public ClaimParty? Payer => Subscriber.Payer;

    /// <summary>The diagnoses lines point to, principal first as sent.</summary>
    public IEnumerable<HealthCode> Diagnoses => Codes.Where(c => c.IsDiagnosis);

    /// <summary>REF*F8, the payer's number for the claim this one replaces or voids; empty when not sent.</summary>
    public string PayerClaimControlNumber => Reference("F8");

    /// <summary>REF*G1, the prior authorisation; empty when not sent.</summary>
    public string AuthorizationNumber => Reference("G1");

    /// <summary>REF*9F, the referral; empty when not sent.</summary>
    public string ReferralNumber => Reference("9F");

    /// <summary>REF*D9, the clearinghouse's number; empty when not sent.</summary>
    public string ClearinghouseNumber => Reference("D9");

    /// <summary>REF*EA, the medical record; empty when not sent.</summary>
    public string MedicalRecordNumber => Reference("EA");

    /// <summary>The type of bill with its frequency, institutional only: 131, 137…; empty otherwise.</summary>
    public string TypeOfBill => Flavor == ClaimFlavor.Institutional ? Facility + Frequency : "";

    /// <summary>The sum of the lines' charges in dollars; null when one of them is missing.</summary>
    public decimal? LineCharges => Lines.Any(l => l.Charge is null) ? null : Lines.Sum(l => l.Charge!.Value);

    /// <summary>First day of service: the earliest line date, or the statement date, or the claim's service or admission date; null when none can be read.</summary>
    public DateOnly? ServiceFrom =>
        Lines.Min(l => l.ServiceDate?.From) ?? Date("434")?.From ?? Date("472")?.From ?? Date("435")?.From;

    /// <summary>Last day of service, inclusive, from the same places; null when none can be read.</summary>
    public DateOnly? ServiceTo =>
        Lines.Max(l => l.ServiceDate?.To) ?? Date("434")?.To ?? Date("472")?.To ?? Date("096")?.From;

    /// <summary>The first date under a qualifier; null when there is none.</summary>
    public ClaimDate? Date(string qualifier) => Dates.FirstOrDefault(d => d.Qualifier == qualifier);

    /// <summary>The first reference of the claim under a qualifier; empty when there is none.</summary>
    public string Reference(string qualifier) => References.FirstOrDefault(r => r.Qualifier == qualifier)?.Value ?? "";

    /// <summary>The first name of the claim under a role (82, DN, 77, 71…); null when there is none.</summary>
    public ClaimParty? Party(string role) => Parties.FirstOrDefault(p => p.Role == role);
}
