namespace DenialDesk.X12.Writing;

/// <summary>What kind of claim is to be written from the original; becomes CLM05-3.</summary>
public enum ResubmissionKind
{
    /// <summary>Frequency 1: as if it had never been sent; without the payer's claim number.</summary>
    Fresh,

    /// <summary>Frequency 7: replaces the payer's earlier claim in its entirety.</summary>
    Corrected,

    /// <summary>Frequency 8: takes the payer's earlier claim back.</summary>
    Void,
}

/// <summary>What the payer has done with the original; decides which kinds are possible.</summary>
public enum PayerAnswer
{
    /// <summary>Rejected before adjudication (999, TA1 or 277CA): the payer has no claim to replace.</summary>
    Rejected,

    /// <summary>Returned as unprocessable (CO-16 with MA130): not adjudicated either, no appeal, send it fresh.</summary>
    Unprocessable,

    /// <summary>Paid or denied in an 835.</summary>
    Adjudicated,
}

/// <summary>How a claim is to be written anew.</summary>
public sealed record CorrectedClaimRequest
{
    /// <summary>Corrected, void or fresh.</summary>
    public required ResubmissionKind Kind { get; init; }

    /// <summary>What the payer has done with the original.</summary>
    public required PayerAnswer Answer { get; init; }

    /// <summary>The payer's number for the earlier claim (CLP07 of the latest adjudication), for REF*F8; empty for a fresh claim.</summary>
    public string PayerClaimControlNumber { get; init; } = "";

    /// <summary>ISA13, 1 to 999,999,999 inclusive, another than the original's.</summary>
    public required int InterchangeControlNumber { get; init; }

    /// <summary>GS06, 1 to 999,999,999 inclusive.</summary>
    public required int GroupControlNumber { get; init; }

    /// <summary>ST02, four to nine letters or digits.</summary>
    public string TransactionControlNumber { get; init; } = "0001";

    /// <summary>BHT03, up to 50 characters, another than the original's.</summary>
    public required string BatchReference { get; init; }

    /// <summary>Day of writing, for ISA09, GS04 and BHT04; no service may lie after it.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Time of writing, for ISA10, GS05 and BHT05, to the minute.</summary>
    public required TimeOnly Time { get; init; }

    /// <summary>ISA15: true writes T, false P.</summary>
    public required bool IsTest { get; init; }

    /// <summary>What is to change; nothing for a void.</summary>
    public ClaimEdits Edits { get; init; } = new();
}

/// <summary>What is to change in a claim. Null leaves a thing as it is; an empty text removes it where it may be absent.</summary>
public sealed record ClaimEdits
{
    /// <summary>The subscriber.</summary>
    public PersonEdit? Subscriber { get; init; }

    /// <summary>The patient, when not the subscriber.</summary>
    public PersonEdit? Patient { get; init; }

    /// <summary>PAT01, the patient's relation to the subscriber, when not the subscriber.</summary>
    public string? PatientRelationship { get; init; }

    /// <summary>The payer; only for a fresh claim.</summary>
    public PayerEdit? Payer { get; init; }

    /// <summary>SBR03.</summary>
    public string? GroupNumber { get; init; }

    /// <summary>CLM05-1: place of service (837P, two characters) or the first two digits of the type of bill (837I).</summary>
    public string? Facility { get; init; }

    /// <summary>CLM20: 1–11 or 15; empty removes it.</summary>
    public string? DelayReason { get; init; }

    /// <summary>REF*G1; empty removes it.</summary>
    public string? AuthorizationNumber { get; init; }

    /// <summary>REF*9F; empty removes it.</summary>
    public string? ReferralNumber { get; init; }

    /// <summary>Other references of the claim by qualifier; an empty value removes one. F8 and D9 are not taken.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>();

    /// <summary>Dates of the claim by DTP qualifier (431, 434, 435, 439…).</summary>
    public IReadOnlyList<DateEdit> Dates { get; init; } = [];

    /// <summary>All diagnoses that lines point to, principal first; null leaves them.</summary>
    public IReadOnlyList<DiagnosisEdit>? Diagnoses { get; init; }

    /// <summary>The rendering provider of the claim (NM1*82).</summary>
    public ProviderEdit? RenderingProvider { get; init; }

    /// <summary>Attachments announced beside those already there.</summary>
    public IReadOnlyList<AttachmentEdit> Attachments { get; init; } = [];

    /// <summary>A note to the payer, up to 80 characters: NTE*ADD (837P, in place of one already there) or NTE*UPI (837I).</summary>
    public string? Note { get; init; }

    /// <summary>Changes of service lines.</summary>
    public IReadOnlyList<LineEdit> Lines { get; init; } = [];

    /// <summary>Service lines put behind those of the original, professional only.</summary>
    public IReadOnlyList<NewLine> Added { get; init; } = [];

    /// <summary>True when nothing is to change.</summary>
    public bool IsEmpty => Equals(this, new ClaimEdits() with { References = References, Dates = Dates, Attachments = Attachments, Lines = Lines, Added = Added })
        && References.Count == 0 && Dates.Count == 0 && Attachments.Count == 0 && Lines.Count == 0 && Added.Count == 0;
}

/// <summary>Changes of a person; null leaves an item, an empty text removes it.</summary>
public sealed record PersonEdit
{
    /// <summary>NM103.</summary>
    public string? LastName { get; init; }

    /// <summary>NM104.</summary>
    public string? FirstName { get; init; }

    /// <summary>NM105.</summary>
    public string? MiddleName { get; init; }

    /// <summary>NM107.</summary>
    public string? Suffix { get; init; }

    /// <summary>NM109 under MI, the member id.</summary>
    public string? MemberId { get; init; }

    /// <summary>DMG02.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>DMG03: F, M or U.</summary>
    public string? Sex { get; init; }

    /// <summary>N301 and on.</summary>
    public AddressEdit? Address { get; init; }
}

/// <summary>A whole address in place of the one there.</summary>
/// <param name="Line1">N301.</param>
/// <param name="Line2">N302, may be empty.</param>
/// <param name="City">N401.</param>
/// <param name="State">N402.</param>
/// <param name="PostalCode">N403, digits without dash.</param>
public sealed record AddressEdit(string Line1, string Line2, string City, string State, string PostalCode);

/// <summary>Changes of the payer; null leaves an item.</summary>
/// <param name="Name">NM103.</param>
/// <param name="IdQualifier">NM108: PI or XV.</param>
/// <param name="Id">NM109.</param>
/// <param name="Address">N3 and N4.</param>
public sealed record PayerEdit(string? Name = null, string? IdQualifier = null, string? Id = null, AddressEdit? Address = null);

/// <summary>Changes of a provider; null leaves an item.</summary>
/// <param name="LastName">NM103.</param>
/// <param name="FirstName">NM104.</param>
/// <param name="Npi">NM109 under XX.</param>
/// <param name="Taxonomy">PRV03.</param>
public sealed record ProviderEdit(string? LastName = null, string? FirstName = null, string? Npi = null, string? Taxonomy = null);

/// <summary>A diagnosis.</summary>
/// <param name="Code">ICD-10 with or without its dot.</param>
/// <param name="PresentOnAdmission">Y, N, U or W (837I); null keeps what the original says of this code.</param>
public sealed record DiagnosisEdit(string Code, string? PresentOnAdmission = null);

/// <summary>A date or a range of the claim.</summary>
/// <param name="Qualifier">DTP01.</param>
/// <param name="From">First day, inclusive; null removes the date.</param>
/// <param name="To">Last day, inclusive; null for one day.</param>
public sealed record DateEdit(string Qualifier, DateOnly? From, DateOnly? To = null);

/// <summary>An attachment to announce in a PWK.</summary>
/// <param name="ReportType">PWK01, two characters: OZ, 77, M1…</param>
/// <param name="Transmission">PWK02: AA on request, BM mail, EL electronic, EM e-mail, FT file transfer, FX fax.</param>
/// <param name="ControlNumber">PWK06, up to 50 characters; needed unless the paper waits on request (AA).</param>
public sealed record AttachmentEdit(string ReportType, string Transmission, string ControlNumber);

/// <summary>A service line that the original lacks.</summary>
/// <param name="Procedure">The procedure code, CPT or HCPCS.</param>
/// <param name="Modifiers">Up to four.</param>
/// <param name="Charge">Dollars, not negative; the claim's charge follows.</param>
/// <param name="Units">Units, above zero.</param>
/// <param name="On">The day of service.</param>
/// <param name="DiagnosisPointers">One to four diagnoses counted from 1; none: the first.</param>
/// <param name="PlaceOfService">Two digits; empty means as the claim says.</param>
public sealed record NewLine(
    string Procedure, IReadOnlyList<string> Modifiers, decimal Charge, decimal Units, DateOnly On, IReadOnlyList<int>? DiagnosisPointers = null, string PlaceOfService = "");

/// <summary>Changes of a service line; null leaves an item.</summary>
public sealed record LineEdit
{
    /// <summary>Which line, counted from 1 in the order of the original.</summary>
    public required int Line { get; init; }

    /// <summary>True leaves the line out; the rest is numbered anew.</summary>
    public bool Remove { get; init; }

    /// <summary>The procedure code.</summary>
    public string? Procedure { get; init; }

    /// <summary>All modifiers, up to four.</summary>
    public IReadOnlyList<string>? Modifiers { get; init; }

    /// <summary>SV201, institutional only.</summary>
    public string? RevenueCode { get; init; }

    /// <summary>Dollars, not negative; the claim's charge follows.</summary>
    public decimal? Charge { get; init; }

    /// <summary>Units in the line's own basis, above zero.</summary>
    public decimal? Units { get; init; }

    /// <summary>SV105, professional only; empty removes it.</summary>
    public string? PlaceOfService { get; init; }

    /// <summary>SV107, one to four diagnoses counted from 1, professional only.</summary>
    public IReadOnlyList<int>? DiagnosisPointers { get; init; }

    /// <summary>DTP*472, first day.</summary>
    public DateOnly? ServiceFrom { get; init; }

    /// <summary>DTP*472, last day, inclusive; null for one day.</summary>
    public DateOnly? ServiceTo { get; init; }

    /// <summary>REF*G1 of the line; empty removes it.</summary>
    public string? AuthorizationNumber { get; init; }

    /// <summary>NTE*ADD of the line, up to 80 characters.</summary>
    public string? Note { get; init; }
}
