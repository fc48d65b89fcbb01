using System.Globalization;

namespace DenialDesk.X12.Writing;

/// <summary>Writes a remittance that came on paper or in a list as an 835 (005010X221A1), so that it is read and posted as any other.</summary>
public static class RemittanceWriter
{
    private static readonly Delimiters Separators = new((byte)'*', (byte)':', (byte)'^', (byte)'~');

    /// <summary>The bytes, or the sentences why there are none.</summary>
    public static (byte[]? File, IReadOnlyList<string> Refusals) Write(NewRemittance remittance)
    {
        var writer = new X12Writer(Separators, "\n");
        var (day, time) = (DateOnly.FromDateTime(remittance.WrittenAt), TimeOnly.FromDateTime(remittance.WrittenAt));
        writer.OpenInterchange(new() { Sender = "BYHAND", Receiver = "DENIALDESK", Date = day, Time = time, ControlNumber = 1, IsTest = false });
        writer.OpenGroup(new() { FunctionalId = "HP", Sender = "BYHAND", Receiver = "DENIALDESK", Date = day, Time = time, ControlNumber = 1, Version = "005010X221A1" });
        writer.OpenTransaction("835", "0001");
        Header(writer, remittance);
        writer.Segment("LX", "1");
        foreach (var claim in remittance.Claims) { Claim(writer, claim); }

        foreach (var adjustment in remittance.ProviderAdjustments)
        {
            writer.Segment(
                "PLB", remittance.Payee.Number.Length > 0 ? remittance.Payee.Number : "NONE", Element.Of(new DateOnly(remittance.Date.Year, 12, 31)),
                Element.Of(adjustment.Reason, adjustment.Reference), Element.Of(adjustment.Amount));
        }

        return (writer.ToArray(), writer.Refusals);
    }

    private static void Header(X12Writer writer, NewRemittance remittance)
    {
        writer.Segment(
            "BPR", "I", Element.Of(remittance.Amount), "C", remittance.Method, default, default, default, default, default, default, default, default, default, default, default,
            Element.Of(remittance.Date));
        writer.Segment("TRN", "1", remittance.Number, remittance.PayerIdentifier);
        writer.Segment("DTM", "405", Element.Of(remittance.Date));
        Party(writer, "PR", remittance.Payer);
        Party(writer, "PE", remittance.Payee);
    }

    private static void Party(X12Writer writer, string role, NewParty party)
    {
        var known = party.Number.Length > 0;
        writer.Segment("N1", role, party.Name, known ? party.Qualifier : "", known ? party.Number : "");
    }

    private static void Claim(X12Writer writer, NewClaimPayment claim)
    {
        writer.Segment(
            "CLP", claim.PatientControlNumber, claim.Status, Element.Of(claim.Charge), Element.Of(claim.Paid),
            claim.PatientResponsibility == 0 ? default : Element.Of(claim.PatientResponsibility), "12", claim.PayerClaimNumber);
        Adjustments(writer, claim.Adjustments);
        writer.Segment("NM1", "QC", "1", claim.LastName, claim.FirstName, "", "", "", claim.MemberId.Length > 0 ? "MI" : "", claim.MemberId);
        if (claim.ServiceDate is { } from) { writer.Segment("DTM", "232", Element.Of(from)); }

        foreach (var service in claim.Services)
        {
            writer.Segment(
                "SVC", Element.Of(["HC", service.Procedure, .. service.Modifiers]), Element.Of(service.Charge), Element.Of(service.Paid), default,
                service.Units is { } units ? units.ToString("0.###", CultureInfo.InvariantCulture) : "");
            if (service.ServiceDate is { } day) { writer.Segment("DTM", "472", Element.Of(day)); }

            Adjustments(writer, service.Adjustments);
            foreach (var remark in service.Remarks) { writer.Segment("LQ", "HE", remark); }
        }
    }

    private static void Adjustments(X12Writer writer, IReadOnlyList<NewAdjustment> adjustments)
    {
        foreach (var adjustment in adjustments) { writer.Segment("CAS", adjustment.Group, adjustment.Reason, Element.Of(adjustment.Amount)); }
    }
}
