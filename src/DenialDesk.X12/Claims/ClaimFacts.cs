using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>A DTP segment: a day, a range of days, or a moment.</summary>
/// <param name="Qualifier">DTP01: 472 service, 434 statement, 435 admission, 096 discharge, 431 onset, 439 accident, 573 adjudication…</param>
/// <param name="Format">DTP02: D8 one day, RD8 two days, DT day and time, TM time.</param>
/// <param name="From">The day, or the first of two, inclusive; null when unreadable or only a time.</param>
/// <param name="To">The last day, inclusive; the same as <paramref name="From"/> for one day.</param>
/// <param name="Value">DTP03 as sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record ClaimDate(string Qualifier, string Format, DateOnly? From, DateOnly? To, string Value, Location At);

/// <summary>One code of an HI segment.</summary>
/// <param name="Qualifier">Which list and role: ABK principal diagnosis, ABF diagnosis, ABJ admitting, APR reason for visit, ABN external cause, BBR/BBQ procedures, BE value, BG condition, BH occurrence, BI occurrence span, BP anaesthesia, DR DRG; BK/BF are ICD-9.</param>
/// <param name="Code">The code as sent, in upper case.</param>
/// <param name="From">Its day, when it has one.</param>
/// <param name="To">The last day of a span, inclusive; the same as <paramref name="From"/> for one day.</param>
/// <param name="Amount">Dollars or units of a value code; null when not sent.</param>
/// <param name="PresentOnAdmission">Y, N, U, W, or empty when not sent.</param>
/// <param name="At">Where it stands: segment and element.</param>
public sealed record HealthCode(
    string Qualifier, string Code, DateOnly? From, DateOnly? To, decimal? Amount, string PresentOnAdmission, Location At)
{
    /// <summary>True for the principal and the other diagnoses that lines point to, ICD-10 or ICD-9.</summary>
    public bool IsDiagnosis => Qualifier is "ABK" or "ABF" or "BK" or "BF";

    /// <summary>True for the principal diagnosis.</summary>
    public bool IsPrincipal => Qualifier is "ABK" or "BK";
}

/// <summary>A PWK segment: paperwork sent beside the claim.</summary>
/// <param name="ReportType">PWK01: OZ support data, 77 diagnostic report, M1 certificate…</param>
/// <param name="Transmission">PWK02: EL electronic, FX fax, BM mail, FT file transfer, AA available on request.</param>
/// <param name="ControlNumber">PWK06, the number that links the paper to the claim; empty when not sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record Attachment(string ReportType, string Transmission, string ControlNumber, Location At);

/// <summary>An NTE segment.</summary>
/// <param name="Kind">NTE01: ADD additional information, CER certification, TPO third party, UPI updated information, DCP, RHB…</param>
/// <param name="Text">NTE02.</param>
/// <param name="At">Where it stands.</param>
public sealed record ClaimNote(string Kind, string Text, Location At);

/// <summary>A CRC segment: conditions that hold or do not hold.</summary>
/// <param name="Category">CRC01: 07 ambulance, 70 hospice, 75 function, E1–E3 spectacles, ZZ EPSDT.</param>
/// <param name="Applies">CRC02 is Y.</param>
/// <param name="Codes">CRC03 to CRC07.</param>
/// <param name="At">Where it stands.</param>
public sealed record ClaimCondition(string Category, bool Applies, IReadOnlyList<string> Codes, Location At);

/// <summary>A CN1 segment: what the contract with the payer says.</summary>
/// <param name="Type">CN101: 02 per diem, 03 variable per diem, 04 flat, 05 capitated, 06 percent, 09 other.</param>
/// <param name="Amount">CN102, dollars.</param>
/// <param name="Percent">CN103, percent.</param>
/// <param name="Code">CN104.</param>
/// <param name="At">Where it stands.</param>
public sealed record ClaimContract(string Type, decimal? Amount, decimal? Percent, string Code, Location At);

/// <summary>An HCP segment: how a repricer priced the claim or the line.</summary>
/// <param name="Method">HCP01.</param>
/// <param name="Allowed">HCP02, dollars.</param>
/// <param name="Savings">HCP03, dollars.</param>
/// <param name="Organization">HCP04, the repricer's id.</param>
/// <param name="RejectReason">HCP13, empty when not sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record Repricing(string Method, decimal? Allowed, decimal? Savings, string Organization, string RejectReason, Location At);

/// <summary>A TOO segment of a dental line.</summary>
/// <param name="Number">TOO02.</param>
/// <param name="Surfaces">The parts of TOO03: M, O, D, B, L, I, F.</param>
/// <param name="At">Where it stands.</param>
public sealed record ToothFact(string Number, IReadOnlyList<string> Surfaces, Location At);

/// <summary>The drug of a line: LIN, CTP and their REF.</summary>
public sealed record Drug
{
    /// <summary>LIN02: N4 for an NDC.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>LIN03, the NDC without dashes.</summary>
    public string Code { get; init; } = "";

    /// <summary>CTP04; null when not sent.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>CTP05: F2 international unit, GR gram, ME milligram, ML millilitre, UN unit.</summary>
    public string Unit { get; init; } = "";

    /// <summary>REF*XZ prescription number, REF*VY link number, and others.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Where the LIN stands.</summary>
    public required Location At { get; init; }
}

/// <summary>Remark codes and payments another payer reported in an MIA or MOA.</summary>
/// <param name="Segment">MIA inpatient or MOA outpatient.</param>
/// <param name="Remarks">Remark codes in the order sent: MOA03–MOA07, or MIA05 and MIA20–MIA23.</param>
/// <param name="Values">Every element from 1 on as sent; empty where not sent.</param>
/// <param name="At">Where it stands.</param>
public sealed record PayerRemarks(string Segment, IReadOnlyList<string> Remarks, IReadOnlyList<string> Values, Location At);
