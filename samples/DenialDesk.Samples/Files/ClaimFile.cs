using System.Globalization;
using DenialDesk.Samples.Practice;

namespace DenialDesk.Samples.Files;

/// <summary>Writes 837P files (005010X222A1): the practice's own claims on their way to the payers.</summary>
internal static class ClaimFile
{
    private const string Version = "005010X222A1";

    /// <summary>One weekly batch in one transaction.</summary>
    public static byte[] Write(DateOnly day, int control, IReadOnlyList<Submission> batch)
    {
        var text = new SegmentText(SegmentStyle.Usual with { Terminator = "~\n" });
        text.Open("HC", Version, "CEDARBEND", "PECANCLEAR", day, control);
        text.OpenTransaction("837", Version);
        text.Segment("BHT", "0019", "00", "CB" + control.ToString("000000", CultureInfo.InvariantCulture), SegmentText.Date(day), "0615", "CH");
        text.Segment("NM1", "41", "2", People.PracticeName, "", "", "", "", "46", "CEDARBEND");
        text.Segment("PER", "IC", "BILLING OFFICE", "TE", "5125550142");
        text.Segment("NM1", "40", "2", "PECAN CLEARINGHOUSE", "", "", "", "", "46", "PECANCLEAR");
        text.Segment("HL", "1", "", "20", "1");
        text.Segment("PRV", "BI", "PXC", "261QM1300X");
        text.Segment("NM1", "85", "2", People.PracticeName, "", "", "", "", "XX", People.GroupNpi);
        text.Segment("N3", "100 OLD MILL ST");
        text.Segment("N4", People.Town, People.State, People.Zip);
        text.Segment("REF", "EI", People.PracticeTaxId);
        for (var i = 0; i < batch.Count; i++)
        {
            Subscriber(text, i + 2, batch[i]);
            Claim(text, batch[i]);
        }

        text.CloseTransaction();
        return text.Close();
    }

    private static void Subscriber(SegmentText text, int level, Submission sent)
    {
        var patient = sent.Claim.Patient;
        text.Segment("HL", level.ToString(CultureInfo.InvariantCulture), "1", "22", "0");
        text.Segment("SBR", sent.EarlierPayer is null ? "P" : "S", "18", "", "", "", "", "", "", sent.Payer.FilingIndicator);
        text.Segment("NM1", "IL", "1", patient.Last, patient.First, "", "", "", "MI", MemberId(patient, sent.Payer));
        text.Segment("N3", patient.Street);
        text.Segment("N4", People.Town, People.State, People.Zip);
        text.Segment("DMG", "D8", SegmentText.Date(patient.Born), patient.Sex);
        text.Segment("NM1", "PR", "2", sent.Payer.Name, "", "", "", "", "PI", sent.Payer.PayerId);
    }

    private static void Claim(SegmentText text, Submission sent)
    {
        var claim = sent.Claim;
        text.Segment("CLM", claim.Id, text.Money(claim.Charge), "", "", text.Composite("11", "B", sent.Frequency.ToString()), "Y", "A", "Y", "Y");
        if (claim.Authorization is not null)
        {
            text.Segment("REF", "G1", claim.Authorization);
        }

        if (sent.PriorClaimNumber is not null)
        {
            text.Segment("REF", "F8", sent.PriorClaimNumber);
        }

        text.Segment("HI", [.. claim.Diagnoses.Select((code, i) => text.Composite(i == 0 ? "ABK" : "ABF", code))]);
        text.Segment("NM1", "82", "1", claim.Provider.Last, claim.Provider.First, "", "", "", "XX", claim.Provider.Npi);
        text.Segment("PRV", "PE", "PXC", claim.Provider.Taxonomy);
        if (sent.EarlierPayer is { } earlier)
        {
            EarlierPayer(text, claim.Patient, earlier);
        }

        foreach (var line in claim.Lines)
        {
            Line(text, sent, line);
        }
    }

    private static void EarlierPayer(SegmentText text, Patient patient, Adjudication earlier)
    {
        text.Segment("SBR", "P", "18", "", "", "", "", "", "", earlier.Payer.FilingIndicator);
        text.Segment("AMT", "D", text.Money(earlier.Paid));
        text.Segment("AMT", "EAF", text.Money(earlier.PatientShare));
        text.Segment("OI", "", "", "Y", "", "", "Y");
        text.Segment("NM1", "IL", "1", patient.Last, patient.First, "", "", "", "MI", patient.PrimaryMemberId);
        text.Segment("NM1", "PR", "2", earlier.Payer.Name, "", "", "", "", "PI", earlier.Payer.PayerId);
    }

    private static void Line(SegmentText text, Submission sent, SampleLine line)
    {
        var pointers = text.Composite(sent.Claim.Diagnoses.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture)));
        text.Segment("LX", line.Number.ToString(CultureInfo.InvariantCulture));
        text.Segment("SV1", text.Composite(["HC", line.Service.Code, .. line.Modifiers]), text.Money(line.Charge), "UN",
            line.Units.ToString(CultureInfo.InvariantCulture), "", "", pointers);
        text.Segment("DTP", "472", "D8", SegmentText.Date(sent.Claim.ServiceDay));
        text.Segment("REF", "6R", line.ControlNumber);
        if (sent.EarlierPayer is not { } earlier || earlier.Lines.FirstOrDefault(decided => decided.Line.Number == line.Number) is not { } decided)
        {
            return;
        }

        text.Segment("SVD", earlier.Payer.PayerId, text.Money(decided.Paid), text.Composite(["HC", line.Service.Code, .. line.Modifiers]), "",
            line.Units.ToString(CultureInfo.InvariantCulture));
        foreach (var group in decided.Adjustments.GroupBy(adjustment => adjustment.Group))
        {
            text.Segment("CAS", [group.Key, .. group.SelectMany(adjustment => new[] { adjustment.Carc, text.Money(adjustment.Amount), "" })]);
        }

        text.Segment("DTP", "573", "D8", SegmentText.Date(earlier.Received.AddDays(14)));
    }

    private static string MemberId(Patient patient, DemoPayer payer) => payer == patient.Primary ? patient.PrimaryMemberId : patient.SecondaryMemberId;
}
