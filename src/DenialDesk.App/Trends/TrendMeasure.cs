using System.Globalization;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Trends;

/// <summary>What a denial rate is a rate of.</summary>
public enum TrendMeasure
{
    /// <summary>Denied claims out of claims decided.</summary>
    Claims,

    /// <summary>Denied dollars out of dollars billed.</summary>
    Dollars,
}

/// <summary>A rate ready to be shown.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="Interval">Wilson's 95 % interval; null for dollars, which are not independent observations.</param>
/// <param name="Zone">Unjudged when there are too few claims.</param>
/// <param name="Uncertain">Whether the interval reaches into another zone.</param>
public sealed record TrendRate(double Value, (double Low, double High)? Interval, Zone Zone, bool Uncertain)
{
    /// <summary>Whether there are too few claims to judge by.</summary>
    public bool Thin => Zone == Zone.Unjudged;

    /// <summary>"11.8 %".</summary>
    public string Text => Percent(Value);

    /// <summary>"10.2–13.6 %".</summary>
    public string IntervalText => Interval is { } i ? $"{(100 * i.Low).ToString("0.0", CultureInfo.InvariantCulture)}–{Percent(i.High)}" : "–";

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}

/// <summary>The rate of a count, by claims or by dollars, and how it was counted in words.</summary>
public static class TrendMeasures
{
    /// <summary>The rate; null when nothing was decided.</summary>
    public static TrendRate? RateOf(this TrendMeasure measure, TrendCount count)
    {
        var claims = new Rate(count.Denied, count.Claims);
        if (!claims.Exists || (measure == TrendMeasure.Dollars && count.Billed <= 0)) { return null; }

        if (measure == TrendMeasure.Claims)
        {
            return new(claims.Value, (claims.Low, claims.High), DenialRateZone.Of(claims), DenialRateZone.IsUncertain(claims));
        }

        var share = (double)(count.DeniedAmount / count.Billed);
        return new(share, null, claims.TooFew ? Zone.Unjudged : DenialRateZone.Of(share), false);
    }

    /// <summary>One sentence that says a count and its rate with its denominator.</summary>
    public static string Explain(this TrendMeasure measure, TrendCount count)
    {
        if (measure.RateOf(count) is not { } rate) { return "No claims were decided."; }

        var parts = measure == TrendMeasure.Claims
            ? $"{count.Denied:N0} of {count.Claims:N0} claims denied, {rate.Text} (95 % interval {rate.IntervalText})"
            : string.Create(CultureInfo.InvariantCulture, $"${count.DeniedAmount:N2} of ${count.Billed:N2} billed denied, {rate.Text}, on {count.Denied:N0} claims");
        return rate.Thin ? parts + ". Fewer than 30 claims: too few to judge." : parts + ".";
    }

    /// <summary>How the overall rate is counted.</summary>
    public static string Definition(this TrendMeasure measure) => measure == TrendMeasure.Claims
        ? "Claims whose first decision by the primary payer refused at least one line with a code that means denial, divided by all claims the primary payer decided for the first time in the month. "
          + "Deductible, coinsurance, copay, contractual amounts, reversals and later decisions are not denials. The month is that of the remittance's payment date. Claims a payer never answered are in neither number."
        : "Dollars refused with a code that means denial on those first decisions, divided by the dollars billed on all claims decided for the first time in the month. "
          + "Contractual reductions are not refused dollars. Billed dollars overweight expensive procedures: read this beside the rate of claims.";

    /// <summary>How a line of a table is counted.</summary>
    public static string SplitDefinition(this TrendMeasure measure, TrendSplit split) => split switch
    {
        TrendSplit.Payer => $"Out of the payer's own {Whole(measure)}. A payer merged into another counts with it. Cells with fewer than 30 claims are grey and never judged.",
        TrendSplit.Category => $"Each denied claim counts once, under the category of its leading code, out of all {Whole(measure)} shown; the lines add up to the overall rate.",
        _ => $"Each denied claim counts once, under the code that refused most of it, out of all {Whole(measure)} shown; the lines add up to the overall rate.",
    };

    private static string Whole(TrendMeasure measure) => measure == TrendMeasure.Claims ? "claims decided" : "dollars billed";
}
