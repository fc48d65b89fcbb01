using System.Globalization;
using System.Text;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Every typed value of a remittance as text, one fact a line.</summary>
internal static class RemittanceText
{
    public static string Of(ReaderTotals read)
    {
        var text = new StringBuilder();
        foreach (var header in read.Headers)
        {
            Header(text, header);
        }

        foreach (var claim in read.Claims)
        {
            Claim(text, claim);
        }

        foreach (var trailer in read.Trailers)
        {
            Trailer(text, trailer);
        }

        Line(text, $"file: {read.File.Interchanges} interchanges, {read.File.Groups} groups, {read.File.Transactions} transactions, {read.File.Remittances} remittances, {read.File.Segments} segments, {read.File.Bytes} bytes, complete {read.File.IsComplete}, rejects {read.File.Rejects}");
        foreach (var problem in read.Problems)
        {
            Line(text, $"{problem.Severity} {problem.Code} at {problem.At}: {problem.Sentence}");
        }

        return text.ToString();
    }

    private static void Header(StringBuilder text, RemittanceHeader h)
    {
        Line(text, $"remittance {h.ControlNumber} in {h.InterchangeControlNumber}/{h.GroupControlNumber} version {h.Version} at {h.At}");
        Line(text, $"  payment {h.HandlingCode} {Money(h.Amount)} {h.CreditDebit} {h.Method} {h.PaymentFormat} on {Day(h.PaymentDate)}; banks …{h.SenderBankEnding}/…{h.SenderAccountEnding} to …{h.ReceiverBankEnding}/…{h.ReceiverAccountEnding}; company {h.OriginatingCompanyId}");
        Line(text, $"  trace {h.TraceNumber} payer id {h.PayerIdentifier} {h.PayerIdentifierSupplement}; receiver {h.ReceiverId}; produced {Day(h.ProductionDate)}; currency {h.CurrencyOf} {h.Currency} {h.ExchangeRate}; dates {Dates(h.Dates)}; system {h.PayerSystemVersion}; notes {string.Join(" / ", h.Notes)}; {Refs(h.References)}");
        Line(text, $"  payer {h.Payer.Name} {h.Payer.IdQualifier} {h.Payer.Id}; {Refs(h.Payer.References)}; {h.Payer.Address}; phone {h.Payer.BusinessPhone}; url {h.Payer.Url}");
        Contacts(text, h.Payer.Contacts);
        Line(text, $"  payee {h.Payee.Name} npi {h.Payee.Npi} tax {h.Payee.TaxId}; {Refs(h.Payee.References)}; {h.Payee.Address}; delivery {h.Payee.Delivery?.Method} {h.Payee.Delivery?.Name} {h.Payee.Delivery?.Address}");
        Contacts(text, h.Payee.Contacts);
        Kept(text, h.UnknownSegments);
    }

    private static void Claim(StringBuilder text, RemittanceClaim c)
    {
        Line(text, $"claim {c.PatientControlNumber} status {c.StatusCode} charge {Money(c.Charge)} paid {Money(c.Paid)} patient {Money(c.PatientResponsibility)} plan {c.FilingIndicator} icn {c.PayerControlNumber} facility {c.FacilityType}/{c.Frequency} drg {c.DrgCode} {c.DrgWeight} {c.DischargeFraction} at {c.At} +{c.ByteLength}; lx {c.Section?.Number}; {c.Balance.State} {Money(c.Balance.Difference)}");
        foreach (var p in c.Parties)
        {
            Line(text, $"  {p.Role} {(p.IsPerson ? "person" : "organisation")} {p.Name} {p.FirstName} {p.MiddleName} {p.Suffix} {p.IdQualifier} {p.Id}");
        }

        Summary(text, c.Section);
        foreach (var outcome in c.Outcomes)
        {
            Outcome(text, outcome);
        }

        Line(text, $"  remarks {string.Join(' ', c.Remarks.Select(r => r.Code))}; {Refs(c.References)}; dates {Dates(c.Dates)}; amounts {Numbers(c.Amounts)}; quantities {Numbers(c.Quantities)}");
        Contacts(text, c.Contacts);
        Adjustments(text, c.Adjustments);
        Kept(text, c.UnknownSegments);
        foreach (var line in c.Lines)
        {
            ServiceLine(text, line);
        }
    }

    private static void ServiceLine(StringBuilder text, ServiceLine l)
    {
        Line(text, $"  line {l.Ordinal} {Procedure(l.Procedure)} charge {Money(l.Charge)} paid {Money(l.Paid)} revenue {l.RevenueCode} units {l.PaidUnits}; submitted {Procedure(l.SubmittedProcedure)} {l.SubmittedUnits}; {Day(l.ServiceFrom)}–{Day(l.ServiceTo)}; control {l.LineControlNumber}; allowed {Money(l.Allowed)} at {l.At} +{l.ByteLength}; {l.Balance.State} {Money(l.Balance.Difference)}");
        Line(text, $"    {Refs(l.References)}; policies {string.Join(' ', l.PolicyIds)}; amounts {Numbers(l.Amounts)}; quantities {Numbers(l.Quantities)}; remarks {string.Join(' ', l.Remarks.Select(r => r.Code))}; other {string.Join(' ', l.OtherRemarks.Select(r => r.List + ":" + r.Code))}");
        Adjustments(text, l.Adjustments);
        Kept(text, l.UnknownSegments);
    }

    private static void Trailer(StringBuilder text, RemittanceTrailer t)
    {
        foreach (var p in t.ProviderAdjustments)
        {
            Line(text, $"  plb {p.ProviderId} {Day(p.FiscalDate)} {p.Reason}:{p.Reference} {Money(p.Amount)} at {p.At}");
        }

        Line(text, $"end at {t.At} +{t.ByteLength}: {t.Claims} claims, {t.Lines} lines, {t.Segments} segments, charge {Money(t.Charge)} paid {Money(t.Paid)} plb {Money(t.ProviderAdjusted)}; {t.Balance.State} {Money(t.Balance.Difference)}; claims unbalanced {t.UnbalancedClaims}, not evaluable {t.NotEvaluableClaims}; complete {t.IsComplete}, rejects {t.Rejects}");
        Line(text, $"hash {t.CanonicalHash}");
        Kept(text, t.UnknownSegments);
    }

    private static void Adjustments(StringBuilder text, AdjustmentList adjustments)
    {
        foreach (var a in adjustments)
        {
            Line(text, $"    {a.Group}-{a.Reason} {Money(a.Amount)} × {a.Quantity} at {a.At}");
        }
    }

    private static void Outcome(StringBuilder text, ClaimOutcome outcome)
    {
        Line(text, $"  {outcome.Segment} {string.Join(' ', outcome.Remarks.Select(r => r.Code))}; {Values(outcome.Values)}; {Named(outcome)}");
    }

    private static void Summary(StringBuilder text, RemittanceSection? section)
    {
        if (section?.ProviderSummary is { } total)
        {
            Line(text, $"  TS3 {total.ProviderId} {total.FacilityType} {Day(total.FiscalPeriodEnd)}; {Values(total.Values)}; {Named(total)}");
        }

        if (section?.SupplementalSummary is { } more)
        {
            Line(text, $"  TS2 {Values(more.Values)}; {Named(more)}");
        }
    }

    /// <summary>Every named amount that was sent, so that each name is held to its element.</summary>
    private static string Named(object of) => string.Join(' ', of.GetType().GetProperties()
        .Where(p => p.PropertyType == typeof(decimal?) && p.GetValue(of) is not null)
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={p.GetValue(of)}")));

    private static string Values(IReadOnlyDictionary<int, decimal> values) =>
        string.Join(' ', values.Select(v => FormattableString.Invariant($"{v.Key}={v.Value}")));

    private static void Contacts(StringBuilder text, IReadOnlyList<Contact> contacts)
    {
        foreach (var contact in contacts)
        {
            Line(text, $"  {contact.Function} {contact.Name} {string.Join(' ', contact.Numbers.Select(n => $"{n.Qualifier}={n.Value}"))}");
        }
    }

    private static void Kept(StringBuilder text, IReadOnlyList<KeptSegment> segments)
    {
        foreach (var s in segments)
        {
            Line(text, $"  kept {s.Text} at {s.At}");
        }
    }

    private static string Procedure(Procedure? p) => p is null ? "none" : $"{p.Qualifier}:{p.Code}:{string.Join(',', p.Modifiers)}:{p.Description}";

    private static string Refs(IReadOnlyList<Reference> references) => string.Join(' ', references.Select(r => $"{r.Qualifier}={r.Value}"));

    private static string Dates(IReadOnlyList<DatedFact> dates) => string.Join(' ', dates.Select(d => $"{d.Qualifier}={Day(d.Date)}{(d.Until is null ? "" : "–" + Day(d.Until))}"));

    private static string Numbers(IReadOnlyList<QualifiedNumber> numbers) => string.Join(' ', numbers.Select(n => $"{n.Qualifier}={Money(n.Value)}"));

    private static string Money(decimal? amount) => amount?.ToString("0.00##", CultureInfo.InvariantCulture) ?? "?";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
