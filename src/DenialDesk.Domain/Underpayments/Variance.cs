using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.Underpayments;

/// <summary>How a paid line stands to what was expected.</summary>
public enum VarianceKind
{
    /// <summary>As expected, within the tolerance, or more; or nothing to hold it against.</summary>
    None,

    /// <summary>Less than expected by more than the tolerance.</summary>
    Underpaid,

    /// <summary>Something changed the price that the schedule does not tell: a person looks.</summary>
    Look,
}

/// <summary>What came of the comparison.</summary>
/// <param name="Kind">How the line stands.</param>
/// <param name="Expected">Dollars expected; null when that cannot be said.</param>
/// <param name="Shortfall">Dollars missing; 0 unless underpaid.</param>
/// <param name="Basis">What the expectation rests on.</param>
/// <param name="Sentence">How it was worked out, or what to look at.</param>
/// <param name="RateId">The rate; null for none.</param>
public sealed record VarianceResult(VarianceKind Kind, decimal? Expected, decimal Shortfall, ExpectationBasis Basis, string Sentence, long? RateId)
{
    /// <summary>Nothing to say.</summary>
    public static VarianceResult Nothing { get; } = new(VarianceKind.None, null, 0m, ExpectationBasis.Contract, "", null);
}

/// <summary>Whether a paid line is underpaid. Worked examples: docs/rules/underpayments.md.</summary>
public static class Variance
{
    /// <summary>Dollars that are never worth a dispute.</summary>
    public const decimal LeastDollars = 5m;

    /// <summary>Share of the expected amount within which rounding and fee updates lie.</summary>
    public const decimal Share = 0.03m;

    /// <summary>The tolerance in dollars, inclusive: the larger of $5 and 3% of what was expected.</summary>
    public static decimal Tolerance(decimal expected) => Math.Max(LeastDollars, expected * Share);

    /// <summary>Compares a line with what was expected of it.</summary>
    /// <remarks>Only lines reduced by the contract alone (CO-45, and sequestration CO-253, which does not touch what is allowed) are held to a rate; another reduction is a
    /// decision of its own: a denial, or a policy to look at. Multiple-procedure and concurrent reductions (CARC 59) are flagged and never worked out here.</remarks>
    public static VarianceResult Of(PaidLine line, IEnumerable<FeeRate> rates, IEnumerable<FeeRate> medicare, UsualAllowed? usual)
    {
        if (line.Allowed <= 0m || line.Charge <= 0m) { return VarianceResult.Nothing; }

        if (ExpectedAllowed.Of(line, rates, medicare, usual) is not { } expected) { return VarianceResult.Nothing; }

        var others = line.Reductions.Where(r => r.Amount > 0m && !(r.Group == "PR") && !(r.Group is "CO" or "PI" && r.Carc is "45" or "253")).ToList();
        if (others.Any(r => r.Carc == "59")) { return Look("The payer reduced it as one of several procedures (59); check the order and the percentages by hand."); }

        if (others.Count > 0) { return VarianceResult.Nothing; }

        if (expected.Look || expected.Amount is not { } amount) { return Look(expected.Sentence); }

        var missing = amount - line.Allowed;
        return missing > Tolerance(amount)
            ? new(VarianceKind.Underpaid, amount, missing, expected.Basis, $"Allowed {Dollars.Text(line.Allowed)}; expected {Dollars.Text(amount)}. {expected.Sentence}", expected.RateId)
            : new(VarianceKind.None, amount, 0m, expected.Basis, expected.Sentence, expected.RateId);

        static VarianceResult Look(string sentence) => new(VarianceKind.Look, null, 0m, ExpectationBasis.Contract, sentence, null);
    }
}
