using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Remittances;

/// <summary>What is in a remittance file, added up; read in constant memory and without a database.</summary>
public sealed class Inspection
{
    /// <summary>835 transaction sets.</summary>
    public int Transactions { get; internal set; }

    public int Claims { get; internal set; }

    public int Lines { get; internal set; }

    /// <summary>Σ CLP03 in dollars.</summary>
    public decimal Charge { get; internal set; }

    /// <summary>Σ CLP04 in dollars.</summary>
    public decimal Paid { get; internal set; }

    /// <summary>Σ BPR02 in dollars.</summary>
    public decimal Bpr { get; internal set; }

    /// <summary>Σ of PLB amounts with their sign as sent: positive takes money away.</summary>
    public decimal Plb { get; internal set; }

    /// <summary>Adjusted dollars by group code.</summary>
    public SortedDictionary<string, decimal> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Adjusted dollars by group and reason, "CO-45".</summary>
    public SortedDictionary<string, decimal> Carc { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each remark code stands in an LQ*HE.</summary>
    public SortedDictionary<string, int> Rarc { get; } = new(StringComparer.Ordinal);

    /// <summary>Claims by CLP02.</summary>
    public SortedDictionary<string, int> Status { get; } = new(StringComparer.Ordinal);

    /// <summary>Denials found: how many, and their dollars.</summary>
    public int Denials { get; internal set; }

    public decimal DeniedAmount { get; internal set; }

    /// <summary>The same by category.</summary>
    public SortedDictionary<string, (int Count, decimal Amount)> ByCategory { get; } = new(StringComparer.Ordinal);

    /// <summary>Transactions by balance.</summary>
    public int Balanced { get; internal set; }

    public int Unbalanced { get; internal set; }

    public int NotEvaluable { get; internal set; }

    /// <summary>Everything odd, in the order it was met.</summary>
    public IReadOnlyList<Problem> Problems { get; internal set; } = [];
}

/// <summary>Reads a file and adds up what is in it, with the same reader and the same decisions as an import.</summary>
public static class InspectFile
{
    /// <summary>Reads the stream to its end. <paramref name="each"/> sees every item as it passes, for a text that is printed on the way.</summary>
    public static Inspection Run(Stream content, DateOnly today, Action<RemittanceItem, ClaimDecision?>? each = null)
    {
        using var reader = new RemittanceReader(content);
        var found = new Inspection();
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

        found.Problems = reader.Problems;
        return found;
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
