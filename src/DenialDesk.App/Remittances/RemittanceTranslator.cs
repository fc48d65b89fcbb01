using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Remittances;

/// <summary>Turns an X12 claim into ours. The only place that knows both.</summary>
public static class RemittanceTranslator
{
    /// <summary>The claim as the rulebook reads it.</summary>
    public static AdjudicatedClaim Claim(RemittanceClaim claim) => Claim(claim, null);

    /// <summary>The same, of a service that this payer denied before for a reason of this category.</summary>
    public static AdjudicatedClaim Claim(RemittanceClaim claim, DenialCategory? earlier) => new()
    {
        EarlierCategory = earlier,
        StatusCode = claim.StatusCode,
        Charge = claim.Charge,
        Paid = claim.Paid,
        PatientResponsibility = claim.PatientResponsibility,
        Adjustments = Adjustments(claim.Adjustments, null),
        RemarkCodes = AdjudicationRow.Codes(claim.Remarks),
        Lines = Lines(claim),
        PayerClass = PayerProfile.ClassOf(claim.FilingIndicator),
        PayerClaimNumber = claim.PayerControlNumber,
        LaterPayerKnown = claim.IsForwarded || claim.OtherSubscriber is not null,
        Forwarded = claim.IsForwarded,
    };

    /// <summary>First and last day of service: of the lines where they tell, else the claim's own.</summary>
    public static (DateOnly? From, DateOnly? To) ServiceDays(RemittanceClaim claim)
    {
        var (first, last) = ((DateOnly?)null, (DateOnly?)null);
        foreach (var line in claim.Lines)
        {
            var (from, to) = line.ServiceDays;
            if (from is { } begin && (first is null || begin < first)) { first = begin; }

            if (to is { } end && (last is null || end > last)) { last = end; }
        }

        return (first ?? claim.StatementFrom, last ?? claim.StatementTo ?? claim.StatementFrom);
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
                RemarkCodes = AdjudicationRow.Codes(line.Remarks),
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
}
