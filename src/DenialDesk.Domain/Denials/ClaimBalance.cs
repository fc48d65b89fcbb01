using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Whether the claim adds up, and which claim-level reasons only repeat what its lines already say.</summary>
internal sealed record ClaimBalance
{
    /// <summary>Group and reason sent at both levels where only one of the two can be meant.</summary>
    internal required IReadOnlySet<(string Group, string Carc)> Repeated { get; init; }

    /// <summary>A7: nothing paid, nothing adjusted.</summary>
    internal required bool NothingExplains { get; init; }

    /// <summary>What to look at.</summary>
    internal required IReadOnlyList<ReviewPoint> Flags { get; init; }

    /// <summary>Adds the claim up.</summary>
    internal static ClaimBalance Of(AdjudicatedClaim claim, IReadOnlyList<AdjustmentScope> scopes, CodeBook book)
    {
        var (sum, any, missing) = Sum(scopes);
        var nothing = !any && claim.Charge is not 0m && !(claim.Paid is not (null or 0m));
        if (claim.Charge is not { } charge || claim.Paid is not { } paid || missing)
        {
            return new() { Repeated = Repeats(claim, book, null), NothingExplains = nothing, Flags = [ReviewPoint.AmountMissing] };
        }

        var difference = charge - paid - sum;
        var repeated = difference == 0m ? [] : Repeats(claim, book, -difference);
        var outOfBalance = nothing || (difference != 0m && repeated.Count == 0);
        return new() { Repeated = repeated, NothingExplains = nothing, Flags = outOfBalance ? [ReviewPoint.OutOfBalance] : [] };
    }

    /// <summary>The sum of all adjustments, whether one of them is an amount other than zero, and whether one has no amount.</summary>
    private static (decimal Sum, bool Any, bool Missing) Sum(IReadOnlyList<AdjustmentScope> scopes)
    {
        var (sum, any, missing) = (0m, false, false);
        for (var s = 0; s < scopes.Count; s++)
        {
            var adjustments = scopes[s].Adjustments;
            for (var i = 0; i < adjustments.Count; i++)
            {
                var amount = adjustments[i].Amount;
                (sum, any, missing) = (sum + (amount ?? 0m), any || amount is not (null or 0m), missing || amount is null);
            }
        }

        return (sum, any, missing);
    }

    /// <summary>Claim-level reasons whose amount equals the same reason's total on the lines. They are repeats only when leaving them out makes the
    /// claim add up; without all amounts the equality alone decides, because counting money twice is the worse error.</summary>
    private static HashSet<(string Group, string Carc)> Repeats(AdjudicatedClaim claim, CodeBook book, decimal? excess)
    {
        if (claim.Adjustments.Count == 0 || claim.Lines.Count == 0)
        {
            return [];
        }

        var onLines = Totals(claim.Lines.SelectMany(line => line.Adjustments), book);
        var same = Totals(claim.Adjustments, book)
            .Where(total => total.Value > 0m && onLines.TryGetValue(total.Key, out var lines) && lines == total.Value)
            .ToList();
        return excess is null || same.Sum(total => total.Value) == excess ? [.. same.Select(total => total.Key)] : [];
    }

    private static Dictionary<(string Group, string Carc), decimal> Totals(IEnumerable<AdjudicatedAdjustment> adjustments, CodeBook book) =>
        adjustments
            .GroupBy(adjustment => (CodeForm.Group(adjustment.Group), book.NormalCarc(adjustment.Carc)))
            .ToDictionary(same => same.Key, same => same.Sum(adjustment => adjustment.Amount ?? 0m));
}
