using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Remittances;

/// <summary>Turns an X12 claim into ours. The only place that knows both.</summary>
public static class RemittanceTranslator
{
    /// <summary>The claim as the rulebook reads it.</summary>
    public static AdjudicatedClaim Claim(RemittanceClaim claim) => new()
    {
        StatusCode = claim.StatusCode,
        Charge = claim.Charge,
        Paid = claim.Paid,
        PatientResponsibility = claim.PatientResponsibility,
        Adjustments = Adjustments(claim.Adjustments, null),
        RemarkCodes = Codes(claim.Remarks),
        Lines = Lines(claim),
        PayerClass = PayerProfile.ClassOf(claim.FilingIndicator),
        PayerClaimNumber = claim.PayerControlNumber,
        LaterPayerKnown = claim.CrossoverCarrier is not null || claim.OtherSubscriber is not null,
        Forwarded = claim.CrossoverCarrier is not null,
    };

    /// <summary>First day of service: of the lines where they tell, else the claim's own.</summary>
    public static DateOnly? ServiceFrom(RemittanceClaim claim)
    {
        DateOnly? first = null;
        foreach (var line in claim.Lines)
        {
            if (line.ServiceFrom is { } day && (first is null || day < first)) { first = day; }
        }

        return first ?? claim.StatementFrom;
    }

    /// <summary>Last day of service: of the lines where they tell, else the claim's own.</summary>
    public static DateOnly? ServiceTo(RemittanceClaim claim)
    {
        DateOnly? last = null;
        foreach (var line in claim.Lines)
        {
            if (line.ServiceTo is { } day && (last is null || day > last)) { last = day; }
        }

        return last ?? claim.StatementTo ?? claim.StatementFrom;
    }

    private static AdjudicatedLine[] Lines(RemittanceClaim claim)
    {
        var lines = new AdjudicatedLine[claim.Lines.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = claim.Lines[i];
            lines[i] = new AdjudicatedLine
            {
                Index = line.Ordinal,
                Charge = line.Charge,
                Paid = line.Paid,
                Allowed = line.Allowed,
                Adjustments = Adjustments(line.Adjustments, line.Ordinal),
                RemarkCodes = Codes(line.Remarks),
            };
        }

        return lines;
    }

    private static AdjudicatedAdjustment[] Adjustments(AdjustmentList from, int? line)
    {
        var to = new AdjudicatedAdjustment[from.Count];
        for (var i = 0; i < to.Length; i++)
        {
            var one = from[i];
            to[i] = new AdjudicatedAdjustment(line, i + 1, one.Group, one.Reason, one.Amount, one.Quantity);
        }

        return to;
    }

    private static string[] Codes(IReadOnlyList<Remark> remarks)
    {
        var codes = new string[remarks.Count];
        for (var i = 0; i < codes.Length; i++) { codes[i] = remarks[i].Code; }

        return codes;
    }
}
