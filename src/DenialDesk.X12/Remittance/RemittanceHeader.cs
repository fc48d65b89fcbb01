namespace DenialDesk.X12.Remittance;

/// <summary>What an 835 says before its first claim: the payment, who pays and who is paid.</summary>
public sealed class RemittanceHeader
{
    /// <summary>Where the ST stands.</summary>
    public required Location At { get; init; }

    /// <summary>The wrappers around the transaction: control numbers ISA13, GS06, ST02 and the version.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>ISA13; empty when there was no ISA.</summary>
    public string InterchangeControlNumber => Envelope.Interchange?.ControlNumber ?? "";

    /// <summary>GS06; empty when there was no GS.</summary>
    public string GroupControlNumber => Envelope.Group?.ControlNumber ?? "";

    /// <summary>ST02.</summary>
    public string ControlNumber => Envelope.Transaction?.ControlNumber ?? "";

    /// <summary>GS08, for example 005010X221A1.</summary>
    public string Version => Envelope.Group?.Version ?? "";

    /// <summary>BPR01: I remittance only, H notification without money, C payment with remittance, D money only, P prenote…</summary>
    public string HandlingCode { get; init; } = "";

    /// <summary>BPR02, total actual payment in dollars; null when missing or unreadable.</summary>
    public decimal? Amount { get; init; }

    /// <summary>BPR03: C credit, D debit.</summary>
    public string CreditDebit { get; init; } = "";

    /// <summary>BPR04: ACH, CHK, FWT, BOP, NON.</summary>
    public string Method { get; init; } = "";

    /// <summary>BPR05: CCP, CTX.</summary>
    public string PaymentFormat { get; init; } = "";

    /// <summary>BPR07, sender's bank, last four characters only.</summary>
    public string SenderBankEnding { get; init; } = "";

    /// <summary>BPR09, sender's account, last four characters only.</summary>
    public string SenderAccountEnding { get; init; } = "";

    /// <summary>BPR10, payer id (1 + tax id).</summary>
    public string OriginatingCompanyId { get; init; } = "";

    /// <summary>BPR11.</summary>
    public string OriginatingCompanySupplement { get; init; } = "";

    /// <summary>BPR13, receiver's bank, last four characters only.</summary>
    public string ReceiverBankEnding { get; init; } = "";

    /// <summary>BPR15, receiver's account, last four characters only.</summary>
    public string ReceiverAccountEnding { get; init; } = "";

    /// <summary>BPR16, cheque issue or EFT effective date; a date, not a cheque number.</summary>
    public DateOnly? PaymentDate { get; init; }

    /// <summary>TRN02: cheque or EFT number. Not unique for payments of zero.</summary>
    public string TraceNumber { get; init; } = "";

    /// <summary>TRN03: payer identifier, "1" + tax id.</summary>
    public string PayerIdentifier { get; init; } = "";

    /// <summary>TRN04.</summary>
    public string PayerIdentifierSupplement { get; init; } = "";

    /// <summary>REF*EV, the receiver as the payer knows it; null when not sent.</summary>
    public string? ReceiverId { get; init; }

    /// <summary>DTM*405, production date.</summary>
    public DateOnly? ProductionDate { get; init; }

    /// <summary>Every DTM before the first claim: 405 production.</summary>
    public IReadOnlyList<DatedFact> Dates { get; init; } = [];

    /// <summary>CUR01, whose currency it is: PR the payer's; empty when no CUR was sent.</summary>
    public string CurrencyOf { get; init; } = "";

    /// <summary>CUR02, currency; empty means US dollars.</summary>
    public string Currency { get; init; } = "";

    /// <summary>CUR03, exchange rate; null when not sent.</summary>
    public decimal? ExchangeRate { get; init; }

    /// <summary>NTE texts of 4010 senders, as sent.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>REF*F2, version of the payer's system; null when not sent.</summary>
    public string? PayerSystemVersion => References.FirstOrDefault(r => r.Qualifier == "F2")?.Value;

    /// <summary>Loop 1000A.</summary>
    public required RemittancePayer Payer { get; init; }

    /// <summary>Loop 1000B.</summary>
    public required RemittancePayee Payee { get; init; }

    /// <summary>REFs before the payer loop.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Segments with no place in the header, kept as sent; of a second BPR only what comes before its bank numbers.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments { get; init; } = [];
}

/// <summary>The payer as the remittance names it; evidence for recognising it, in the order TRN03, REF*2U, REF*NF, N104, name.</summary>
public sealed class RemittancePayer
{
    /// <summary>N102 as sent.</summary>
    public string Name { get; init; } = "";

    /// <summary>N103: XV plan id; may be an aggregator's list.</summary>
    public string IdQualifier { get; init; } = "";

    /// <summary>N104.</summary>
    public string Id { get; init; } = "";

    /// <summary>Postal address; null when not sent.</summary>
    public Address? Address { get; init; }

    /// <summary>Every REF of loop 1000A: 2U payer id, NF NAIC, EO submitter, HI health industry number.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Every PER of loop 1000A.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>PER*CX telephone: whom to call about a payment; null when not sent.</summary>
    public string? BusinessPhone => Contacts.FirstOrDefault(c => c.Function == "CX" && c.Phone is not null)?.Phone;

    /// <summary>PER*IC, the web address of the payer's policies, else the first web address of any contact; null when none was sent.</summary>
    public string? Url => (Contacts.FirstOrDefault(c => c.Function == "IC" && c.Url is not null) ?? Contacts.FirstOrDefault(c => c.Url is not null))?.Url;

    /// <summary>Where the N1*PR stands; null when it was not sent.</summary>
    public Location? At { get; init; }

    /// <summary>The first value of a REF, null when not sent.</summary>
    public string? Reference(string qualifier) => References.FirstOrDefault(r => r.Qualifier == qualifier)?.Value;
}

/// <summary>The payee: the practice that is paid.</summary>
public sealed class RemittancePayee
{
    /// <summary>N102 as sent.</summary>
    public string Name { get; init; } = "";

    /// <summary>N103: XX NPI, FI tax id, XV plan id.</summary>
    public string IdQualifier { get; init; } = "";

    /// <summary>N104.</summary>
    public string Id { get; init; } = "";

    /// <summary>Postal address; null when not sent.</summary>
    public Address? Address { get; init; }

    /// <summary>Every REF of loop 1000B: TJ tax id, PQ payee number, 0B, D3.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Every PER of loop 1000B; 5010 has no place for one, some senders do.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>RDM, how the remittance is delivered; null when not sent.</summary>
    public RemittanceDelivery? Delivery { get; init; }

    /// <summary>The ten-digit NPI from N104 (XX) or REF*HPI; null when none was sent.</summary>
    public string? Npi => IdQualifier == "XX" && Id.Length > 0 ? Id : Reference("HPI");

    /// <summary>The tax id from N104 (FI) or REF*TJ, digits as sent; null when none was sent.</summary>
    public string? TaxId => IdQualifier == "FI" && Id.Length > 0 ? Id : Reference("TJ");

    /// <summary>Where the N1*PE stands; null when it was not sent.</summary>
    public Location? At { get; init; }

    /// <summary>The first value of a REF, null when not sent.</summary>
    public string? Reference(string qualifier) => References.FirstOrDefault(r => r.Qualifier == qualifier)?.Value;
}
