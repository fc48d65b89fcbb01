using System.Globalization;
using DenialDesk.Samples.Practice;

namespace DenialDesk.Samples.Files;

/// <summary>Writes 835 files (005010X221A1) from settled batches.</summary>
internal static class RemittanceFile
{
    private const string Version = "005010X221A1";

    /// <summary>One file with one transaction for each batch.</summary>
    /// <param name="style">The sender's punctuation.</param>
    /// <param name="sender">ISA06 and GS02.</param>
    /// <param name="day">The day of the envelope.</param>
    /// <param name="control">ISA13 and GS06.</param>
    /// <param name="batches">The payments.</param>
    /// <param name="outOfBalance">Added to BPR02 of the first payment: the deliberate error of one file.</param>
    public static byte[] Write(SegmentStyle style, string sender, DateOnly day, int control, IEnumerable<RemitBatch> batches, decimal outOfBalance = 0m)
    {
        var text = new SegmentText(style);
        text.Open("HP", Version, sender, "CEDARBEND", day, control);
        foreach (var batch in batches)
        {
            Transaction(text, batch, batch.Payment + outOfBalance);
            outOfBalance = 0m;
        }

        return text.Close();
    }

    private static void Transaction(SegmentText text, RemitBatch batch, decimal payment)
    {
        var payer = batch.Payer;
        text.OpenTransaction("835");
        if (payment == 0)
        {
            text.Segment("BPR", "H", "0", "C", "NON", "", "", "", "", "", payer.Originator, "", "", "", "", "", SegmentText.Date(batch.Day));
        }
        else
        {
            text.Segment("BPR", "I", text.Money(payment), "C", "ACH", "CCP", "01", "999999992", "DA", "000000000", payer.Originator, "", "01", "999999992", "DA", "000000000", SegmentText.Date(batch.Day));
        }

        text.Segment("TRN", "1", batch.Trace, payer.Originator);
        text.Segment("DTM", "405", SegmentText.Date(batch.Day.AddDays(-1)));
        Payer(text, batch);
        text.Segment("N1", "PE", People.PracticeName, "XX", People.GroupNpi);
        text.Segment("REF", "TJ", People.PracticeTaxId);
        text.Segment("LX", "1");
        foreach (var decision in batch.Decisions)
        {
            Claim(text, decision);
        }

        foreach (var six in batch.Adjustments.Chunk(6))
        {
            var fields = new List<string?> { People.GroupNpi, SegmentText.Date(new DateOnly(batch.Day.Year, 12, 31)) };
            foreach (var adjustment in six)
            {
                fields.Add(text.Composite(adjustment.Reason, adjustment.Reference));
                fields.Add(text.Money(adjustment.Amount));
            }

            text.Segment("PLB", [.. fields]);
        }

        text.CloseTransaction();
    }

    private static void Payer(SegmentText text, RemitBatch batch)
    {
        var payer = batch.Payer;
        var name = payer == DemoPayer.Aetna && batch.Day.Month is >= 3 and <= 8 ? "AETNA LIFE INSURANCE COMPANY" : payer.Name; // the same payer under two names
        text.Segment("N1", "PR", name, payer.NamesItselfById ? "XV" : null, payer.NamesItselfById ? payer.PayerId : null);
        text.Segment("N3", "PO BOX 5550");
        text.Segment("N4", payer.Town, payer.StateCode, payer.Zip);
        foreach (var (qualifier, value) in payer.References)
        {
            text.Segment("REF", qualifier, value);
        }

        text.Segment("PER", "CX", "PROVIDER SERVICES", "TE", "8005550" + payer.Originator[^3..]);
        text.Segment("PER", "BL", "EDI SUPPORT", "TE", "8005550199");
    }

    private static void Claim(SegmentText text, Adjudication decision)
    {
        var claim = decision.Claim;
        var patient = claim.Patient;
        var memberId = decision.Payer == patient.Primary ? patient.PrimaryMemberId : patient.SecondaryMemberId;
        var share = decision.PatientShare;
        text.Segment("CLP", decision.AccountBack, decision.Status, text.Money(decision.Charge), text.Money(decision.Paid), share == 0 ? "" : text.Money(share),
            decision.Payer.FilingIndicator, decision.ClaimNumber, "11", "1");
        Adjustments(text, decision.ClaimAdjustments);
        text.Segment("NM1", "QC", "1", patient.Last, patient.First, "", "", "", "MI", decision.Kept == AccountKept.Lost ? "XXXXX" + memberId[^2..] : memberId);
        text.Segment("NM1", "82", "1", claim.Provider.Last, claim.Provider.First, "", "", "", "XX", claim.Provider.Npi);
        if (decision.ForwardedTo is { } next)
        {
            text.Segment("NM1", "TT", "2", next.Name, "", "", "", "", "PI", next.PayerId);
        }

        if (decision.ClaimRemarks.Count > 0)
        {
            text.Segment("MOA", ["", "", .. decision.ClaimRemarks]);
        }

        if (decision.PriorClaimNumber is not null)
        {
            text.Segment("REF", "F8", decision.PriorClaimNumber);
        }

        if (claim.Authorization is not null && !decision.IsReversal && decision.Denial?.Category != "authorization")
        {
            text.Segment("REF", "G1", claim.Authorization);
        }

        text.Segment("DTM", "232", SegmentText.Date(claim.ServiceDay));
        text.Segment("DTM", "233", SegmentText.Date(claim.ServiceDay));
        text.Segment("DTM", "050", SegmentText.Date(decision.Received));
        if (decision.Interest != 0)
        {
            text.Segment("AMT", "I", text.Money(decision.Interest));
        }

        foreach (var line in decision.SendsLines ? decision.Lines : [])
        {
            Line(text, decision, line);
        }
    }

    private static void Line(SegmentText text, Adjudication decision, AdjudicatedLine line)
    {
        var billed = line.Line;
        var cut = line.PaidUnits != billed.Units;
        text.Segment("SVC", text.Composite(["HC", billed.Service.Code, .. billed.Modifiers]), text.Money(line.Charge), text.Money(line.Paid), "",
            line.PaidUnits.ToString(CultureInfo.InvariantCulture), "", cut ? billed.Units.ToString(CultureInfo.InvariantCulture) : "");
        text.Segment("DTM", "472", SegmentText.Date(decision.Claim.ServiceDay));
        Adjustments(text, line.Adjustments);
        if (decision.Kept != AccountKept.Lost)
        {
            text.Segment("REF", "6R", billed.ControlNumber);
        }

        if (line.Policy is not null)
        {
            text.Segment("REF", "0K", line.Policy);
        }

        if (line.Allowed is { } allowed)
        {
            text.Segment("AMT", "B6", text.Money(allowed));
        }

        foreach (var remark in line.Remarks)
        {
            text.Segment("LQ", "HE", remark);
        }
    }

    private static void Adjustments(SegmentText text, IReadOnlyList<Adjustment> adjustments)
    {
        foreach (var group in adjustments.GroupBy(adjustment => adjustment.Group))
        {
            var fields = new List<string?> { group.Key };
            foreach (var adjustment in group)
            {
                fields.AddRange([adjustment.Carc, text.Money(adjustment.Amount), ""]);
            }

            text.Segment("CAS", [.. fields]);
        }
    }
}
