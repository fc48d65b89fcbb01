using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.X12;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Remittance;
using DenialDesk.X12.Status;

namespace DenialDesk.App.Remittances;

/// <summary>Sees what passes while a file is inspected, for a text that is printed on the way.</summary>
public sealed record InspectListener
{
    /// <summary>Sees every item of an 835; a claim comes with what was decided about it.</summary>
    public Action<RemittanceItem, ClaimDecision?>? Remittance { get; init; }

    /// <summary>Sees every item of a 277.</summary>
    public Action<StatusItem>? Status { get; init; }

    /// <summary>Sees every item of an 837.</summary>
    public Action<ClaimItem>? Claims { get; init; }
}

/// <summary>Finds each transaction's type from its content and adds up what is in it, with the same readers and decisions as an import.</summary>
public static class InspectFile
{
    /// <summary>Reads the stream once for each kind of transaction it holds; it must be able to go back to where it stands.</summary>
    public static Inspection Run(Stream content, DateOnly today, InspectListener? listener = null)
    {
        var start = content.Position;
        var survey = FileSurvey.Run(content);
        var found = new Inspection { Types = survey.Types, Transactions = survey.Types.Where(t => t.Type != "TA1").Sum(t => t.Transactions) };
        var problems = new List<Problem>();
        var plain = true;
        if (found.HoldsStatus)
        {
            content.Position = start;
            problems.AddRange(InspectStatus.Run(content, found, listener?.Status));
            plain = false;
        }

        if (survey.Holds("999", "997", "TA1"))
        {
            content.Position = start;
            problems.AddRange(InspectAcknowledgment.Run(content, found));
            plain = false;
        }

        if (found.HoldsClaims)
        {
            content.Position = start;
            problems.AddRange(InspectClaims.Run(content, found, listener?.Claims));
            plain = false;
        }

        if (plain || survey.Holds("835"))
        {
            content.Position = start;
            var read = Remittances(content, found, today, listener?.Remittance);
            problems.InsertRange(0, plain ? read : read.Where(p => p.Code != "transaction-skipped"));
        }

        found.Problems = problems.Distinct().ToArray();
        return found;
    }

    private static IReadOnlyList<Problem> Remittances(Stream content, Inspection found, DateOnly today, Action<RemittanceItem, ClaimDecision?>? each)
    {
        using var reader = new RemittanceReader(content);
        if (found.Types.Any(t => t.Type == "835")) { (found.Transactions, found.Claims, found.Lines, found.Charge) = (0, 0, 0, 0m); }

        var asOf = today;
        while (reader.Read())
        {
            ClaimDecision? decision = null;
            switch (reader.Current)
            {
                case TransactionOpened opened:
                    found.Transactions++;
                    found.Bpr += opened.Header.Amount ?? 0m;
                    asOf = opened.Header.PaymentDate ?? opened.Header.ProductionDate ?? today;
                    break;
                case ClaimRead read:
                    decision = DenialDecision.Decide(RemittanceTranslator.Claim(read.Claim), ShippedCodes.Book, asOf);
                    Add(found, read.Claim, decision);
                    break;
                case TransactionClosed closed:
                    Add(found, closed.Trailer);
                    break;
            }

            each?.Invoke(reader.Current!, decision);
        }

        return reader.Problems;
    }

    private static void Add(Inspection found, RemittanceClaim claim, ClaimDecision decision)
    {
        found.Claims++;
        found.Lines += claim.Lines.Count;
        found.Charge += claim.Charge ?? 0m;
        found.Paid += claim.Paid ?? 0m;
        Count(found.Status, claim.StatusCode);
        foreach (var adjustment in claim.AllAdjustments)
        {
            if (adjustment.Amount is not { } amount) { continue; }

            Sum(found.Groups, adjustment.Group, amount);
            Sum(found.Carc, $"{adjustment.Group}-{adjustment.Reason}", amount);
        }

        foreach (var line in claim.Lines)
        {
            foreach (var remark in line.Remarks) { Count(found.Rarc, remark.Code); }
        }

        foreach (var remark in claim.Remarks)
        {
            // MIA and MOA carry remarks too; only LQ segments are counted here, also where one stands at claim level.
            if (claim.Inpatient?.Remarks.Contains(remark) != true && claim.Outpatient?.Remarks.Contains(remark) != true) { Count(found.Rarc, remark.Code); }
        }

        if (decision.Denial is { } denial)
        {
            found.Denials++;
            found.DeniedAmount += denial.DeniedAmount;
            var had = found.ByCategory.GetValueOrDefault(denial.Category.Text());
            found.ByCategory[denial.Category.Text()] = (had.Count + 1, had.Amount + denial.DeniedAmount);
        }
    }

    private static void Add(Inspection found, RemittanceTrailer trailer)
    {
        found.Plb += trailer.ProviderAdjusted;
        switch (trailer.Balance.State)
        {
            case BalanceState.Balanced:
                found.Balanced++;
                break;
            case BalanceState.Unbalanced:
                found.Unbalanced++;
                break;
            default:
                found.NotEvaluable++;
                break;
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static void Sum(SortedDictionary<string, decimal> sums, string key, decimal amount) => sums[key] = sums.GetValueOrDefault(key) + amount;
}
