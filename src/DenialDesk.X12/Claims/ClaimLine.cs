using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>A procedure as billed: list, code and modifiers of one composite.</summary>
/// <param name="Qualifier">HC for CPT and HCPCS, AD dental, HP rate code, ER, IV, WK; empty when not sent.</param>
/// <param name="Code">The code in upper case.</param>
/// <param name="Modifiers">Up to four, in the order sent.</param>
/// <param name="Description">Free text of the composite; empty when not sent.</param>
/// <param name="At">Where it stands: segment and element.</param>
public sealed record ProcedureCode(string Qualifier, string Code, IReadOnlyList<string> Modifiers, string Description, Location At);

/// <summary>A service line of a claim: LX with SV1, SV2 or SV3 and what follows.</summary>
public sealed record ClaimLine
{
    /// <summary>LX01 as sent; empty when the line began without an LX.</summary>
    public string Number { get; init; } = "";

    /// <summary>SV1, SV2 or SV3; empty when the line has none of them.</summary>
    public string Service { get; init; } = "";

    /// <summary>SV101, SV202 or SV301; null when not sent.</summary>
    public ProcedureCode? Procedure { get; init; }

    /// <summary>SV201, institutional only; empty otherwise.</summary>
    public string RevenueCode { get; init; } = "";

    /// <summary>SV102, SV203 or SV302 in dollars; null when missing or unreadable, never 0 in its place.</summary>
    public decimal? Charge { get; init; }

    /// <summary>SV103 or SV204: UN units, MJ minutes, DA days, F2 international units; empty for dental.</summary>
    public string UnitBasis { get; init; } = "";

    /// <summary>SV104, SV205 or SV306; null when missing or unreadable.</summary>
    public decimal? Units { get; init; }

    /// <summary>SV105 or SV303, place of service; empty means as the claim says.</summary>
    public string PlaceOfService { get; init; } = "";

    /// <summary>SV107 or SV311: which diagnoses of the claim, counted from 1, most important first; an unreadable pointer is 0.</summary>
    public IReadOnlyList<int> DiagnosisPointers { get; init; } = [];

    /// <summary>SV109 = Y: emergency.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>SV111 = Y: early screening (EPSDT).</summary>
    public bool IsScreening { get; init; }

    /// <summary>SV112 = Y: family planning.</summary>
    public bool IsFamilyPlanning { get; init; }

    /// <summary>SV115, 0 when the patient pays no copay; empty when not sent.</summary>
    public string CopayStatus { get; init; } = "";

    /// <summary>SV207 in dollars, institutional only; null when not sent.</summary>
    public decimal? NonCovered { get; init; }

    /// <summary>The parts of SV304, dental only.</summary>
    public IReadOnlyList<string> OralCavities { get; init; } = [];

    /// <summary>SV305: I initial or R replacement placement, dental only.</summary>
    public string Prosthesis { get; init; } = "";

    /// <summary>TOO segments, dental only.</summary>
    public IReadOnlyList<ToothFact> Teeth { get; init; } = [];

    /// <summary>Every DTP of the line.</summary>
    public IReadOnlyList<ClaimDate> Dates { get; init; } = [];

    /// <summary>Every REF of the line.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Every PWK of the line.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Every NTE of the line.</summary>
    public IReadOnlyList<ClaimNote> Notes { get; init; } = [];

    /// <summary>Every AMT of the line: T sales tax, F4 postage, GT and N8 institutional taxes.</summary>
    public IReadOnlyList<QualifiedNumber> Amounts { get; init; } = [];

    /// <summary>Every QTY of the line: PT patients, FL units of anaesthesia.</summary>
    public IReadOnlyList<QualifiedNumber> Quantities { get; init; } = [];

    /// <summary>CRC segments of the line.</summary>
    public IReadOnlyList<ClaimCondition> Conditions { get; init; } = [];

    /// <summary>LIN and CTP; usually one.</summary>
    public IReadOnlyList<Drug> Drugs { get; init; } = [];

    /// <summary>Names at the line: 82 rendering, 77 place, DN referring, DK ordering, DQ supervising, QB purchased, 72 operating, PW and 45 ambulance.</summary>
    public IReadOnlyList<ClaimParty> Parties { get; init; } = [];

    /// <summary>What other payers decided on this line (2430).</summary>
    public IReadOnlyList<LineAdjudication> Adjudications { get; init; } = [];

    /// <summary>CN1; null when not sent.</summary>
    public ClaimContract? Contract { get; init; }

    /// <summary>HCP; null when not sent.</summary>
    public Repricing? Repricing { get; init; }

    /// <summary>Segments the guides know that are kept as sent: SV5, CR1, CR3, CR5, MEA, K3, PS1, HSD, FRM, LQ and others.</summary>
    public IReadOnlyList<KeptSegment> Details { get; init; } = [];

    /// <summary>Segments nobody expected here.</summary>
    public IReadOnlyList<KeptSegment> Unknown { get; init; } = [];

    /// <summary>Where the line starts.</summary>
    public required Location At { get; init; }

    /// <summary>The service date (DTP*472), a day or a range; null when not sent.</summary>
    public ClaimDate? ServiceDate => Dates.FirstOrDefault(d => d.Qualifier == "472");

    /// <summary>REF*6R, our number for the line that the 835 sends back; empty when not sent. Compare as text.</summary>
    public string ControlNumber => References.FirstOrDefault(r => r.Qualifier == "6R")?.Value ?? "";

    /// <summary>REF*G1 of the line; empty when not sent.</summary>
    public string AuthorizationNumber => References.FirstOrDefault(r => r.Qualifier == "G1")?.Value ?? "";
}

/// <summary>Loop 2430: what another payer decided on a line.</summary>
public sealed record LineAdjudication
{
    /// <summary>SVD01, the other payer's id as in its NM109.</summary>
    public string PayerId { get; init; } = "";

    /// <summary>SVD02 in dollars; null when missing or unreadable.</summary>
    public decimal? Paid { get; init; }

    /// <summary>SVD03, the procedure the payer decided on.</summary>
    public ProcedureCode? Procedure { get; init; }

    /// <summary>SVD04, institutional only.</summary>
    public string RevenueCode { get; init; } = "";

    /// <summary>SVD05, units paid.</summary>
    public decimal? Units { get; init; }

    /// <summary>SVD06, the line it was bundled into; empty when it was not.</summary>
    public string BundledInto { get; init; } = "";

    /// <summary>CAS triples in the order sent.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];

    /// <summary>DTP segments; 573 is the day of the decision.</summary>
    public IReadOnlyList<ClaimDate> Dates { get; init; } = [];

    /// <summary>AMT*EAF in dollars, what the patient still owes after this payer; null when not sent.</summary>
    public decimal? RemainingLiability { get; init; }

    /// <summary>Where the SVD stands.</summary>
    public required Location At { get; init; }
}
