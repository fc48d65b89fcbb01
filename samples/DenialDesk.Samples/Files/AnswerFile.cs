using System.Globalization;
using DenialDesk.Samples.Practice;

namespace DenialDesk.Samples.Files;

/// <summary>Writes what comes back before any payment: 999s of a clearinghouse, and 277CAs of a clearinghouse and of payers.</summary>
internal static class AnswerFile
{
    private static readonly SegmentStyle _style = SegmentStyle.Usual with { Terminator = "~\n" };

    /// <summary>The answer to the form of one claim file; a refusal names one claim, and all of the file are lost with it.</summary>
    public static byte[] Form(DateOnly day, int control, int answered, string? named)
    {
        var text = new SegmentText(_style);
        text.Open("FA", "005010X231A1", "PECANCLEAR", "CEDARBEND", day, control);
        text.OpenTransaction("999", "005010X231A1");
        text.Segment("AK1", "HC", answered.ToString(CultureInfo.InvariantCulture), "005010X222A1");
        text.Segment("AK2", "837", "0001", "005010X222A1");
        if (named is not null)
        {
            text.Segment("IK3", "SV1", "27", "2400", "8");
            text.Segment("CTX", text.Composite("CLM01", named));
            text.Segment("IK4", "2", "782", "1");
        }

        text.Segment("IK5", named is null ? ["A"] : ["R", "5"]);
        text.Segment("AK9", named is null ? "A" : "R", "1", "1", named is null ? "1" : "0");
        text.CloseTransaction();
        return text.Close();
    }

    /// <summary>Status by source: each source one transaction; a status that begins with A2 accepts, any other refuses. The number is the payer's own of the claim.</summary>
    public static byte[] Status(DateOnly day, int control, int batch, IEnumerable<(DemoPayer? Source, List<(Submission Sent, string Status, string? Number)> Claims)> sources)
    {
        var text = new SegmentText(_style);
        text.Open("HN", "005010X214", "PECANCLEAR", "CEDARBEND", day, control);
        foreach (var (source, claims) in sources)
        {
            text.OpenTransaction("277", "005010X214");
            Head(text, day, control, batch, source?.Name, source?.PayerId);
            var level = 3;
            foreach (var (sent, status, number) in claims) { Claim(text, ++level, day, sent, status, number); }

            text.CloseTransaction();
        }

        return text.Close();
    }

    /// <summary>Status of corrected claims, one transaction each; what has no payer is the clearinghouse's word.</summary>
    public static byte[] Status(DateOnly day, int control, IEnumerable<CorrectionStatus> answers)
    {
        var text = new SegmentText(_style);
        text.Open("HN", "005010X214", "PECANCLEAR", "CEDARBEND", day, control);
        foreach (var answer in answers)
        {
            text.OpenTransaction("277", "005010X214");
            Head(text, day, control, control, answer.Payer, answer.Payer is null ? null : "PAYER");
            var accepted = answer.Status.StartsWith("A2", StringComparison.Ordinal);
            text.Segment("HL", "4", "3", "PT");
            text.Segment("NM1", "QC", "1", answer.LastName, answer.FirstName, "", "", "", "MI", answer.MemberId);
            text.Segment("TRN", "2", answer.Account);
            text.Segment("STC", text.Composite(answer.Status.Split(':')), SegmentText.Date(day), accepted ? "WQ" : "U", text.Money(answer.Charge));
            text.Segment("DTP", "472", "D8", SegmentText.Date(answer.ServiceDay));
            text.CloseTransaction();
        }

        return text.Close();
    }

    private static void Head(SegmentText text, DateOnly day, int control, int batch, string? payer, string? payerId)
    {
        var trace = $"{payerId ?? "PC"}{control.ToString(CultureInfo.InvariantCulture)}";
        text.Segment("BHT", "0085", "08", trace, SegmentText.Date(day), "0730", "TH");
        text.Segment("HL", "1", "", "20", "1");
        text.Segment("NM1", payer is null ? ["AY", "2", "PECAN CLEARINGHOUSE", "", "", "", "", "46", "PECANCLEAR"] : ["PR", "2", payer, "", "", "", "", "PI", payerId]);
        text.Segment("TRN", "1", trace);
        text.Segment("DTP", "050", "D8", SegmentText.Date(day));
        text.Segment("DTP", "009", "D8", SegmentText.Date(day));
        text.Segment("HL", "2", "1", "21", "1");
        text.Segment("NM1", "41", "2", People.PracticeName, "", "", "", "", "46", "CEDARBEND");
        text.Segment("TRN", "2", "CB" + batch.ToString("000000", CultureInfo.InvariantCulture));
        text.Segment("STC", text.Composite("A1", "19", "PR"), SegmentText.Date(day), "WQ");
        text.Segment("HL", "3", "2", "19", "1");
        text.Segment("NM1", "85", "2", People.PracticeName, "", "", "", "", "XX", People.GroupNpi);
    }

    private static void Claim(SegmentText text, int level, DateOnly day, Submission sent, string status, string? number)
    {
        var accepted = status.StartsWith("A2", StringComparison.Ordinal);
        text.Segment("HL", level.ToString(CultureInfo.InvariantCulture), "3", "PT");
        text.Segment("NM1", "QC", "1", sent.Claim.Patient.Last, sent.Claim.Patient.First, "", "", "", "MI", sent.EarlierPayer is null ? sent.Claim.Patient.PrimaryMemberId : sent.Claim.Patient.SecondaryMemberId);
        text.Segment("TRN", "2", sent.Claim.Id);
        text.Segment("STC", text.Composite(status.Split(':')), SegmentText.Date(day), accepted ? "WQ" : "U", text.Money(sent.Claim.Charge));
        if (accepted && number is not null) { text.Segment("REF", "1K", number); }

        text.Segment("DTP", "472", "D8", SegmentText.Date(sent.Claim.ServiceDay));
    }
}
