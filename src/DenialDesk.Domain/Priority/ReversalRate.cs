namespace DenialDesk.Domain.Priority;

/// <summary>Odds that working a denial reverses it: a rate shrunk level by level toward what is known more broadly.</summary>
/// <remarks>Levels from broad to close: category, payer and category, payer and reason code, payer, reason code and procedure family. Each level is
/// pulled toward the one above with a fixed weight, because raw rates of small groups rank worse than a constant. One attempt counts when it is
/// decided: 1 for full, the paid share for partial, 0 for upheld.</remarks>
public static class ReversalRate
{
    /// <summary>Weight of the broader level, in attempts, at each level. Fixed: fitted weights gave intervals that were too narrow.</summary>
    public static IReadOnlyList<double> Weights { get; } = [20, 20, 30, 30];

    /// <summary>Days after which an attempt counts half.</summary>
    public const double HalfLifeDays = 365;

    /// <summary>How much an attempt decided some days ago still counts: 1 today, one half after a year.</summary>
    public static double Decay(int daysAgo) => Math.Pow(0.5, Math.Max(0, daysAgo) / HalfLifeDays);

    /// <summary>The odds from a starting value and the decayed attempts of each level, broadest first; missing levels count as no attempts.</summary>
    public static ReversalEstimate Estimate(double prior, params ReadOnlySpan<Attempts> levels)
    {
        var mean = prior;
        var variance = 0.0;
        var (spoke, above) = (0, prior);
        for (var level = 0; level < Weights.Count; level++)
        {
            var (overturned, decided) = level < levels.Length ? (levels[level].Overturned, levels[level].Decided) : (0, 0);
            var weight = Weights[level];
            (spoke, above) = decided > 0 ? (level + 1, mean) : (spoke, above);
            mean = (overturned + weight * mean) / (decided + weight);
            var inherited = level == 0 ? 0 : Math.Pow(weight / (decided + weight), 2) * variance;
            variance = mean * (1 - mean) / (decided + weight + 1) + inherited;
        }

        var (low, high) = Interval(mean, variance);
        var closest = spoke == 0 ? default : levels[spoke - 1];
        return new ReversalEstimate(mean, low, high, closest.Decided, closest.Overturned, prior) { Level = spoke, Similar = above };
    }

    /// <summary>The 90% interval of a Beta with this mean and variance.</summary>
    internal static (double Low, double High) Interval(double mean, double variance)
    {
        if (mean is <= 0 or >= 1 || variance <= 0)
        {
            return (mean, mean);
        }

        var size = Math.Max(mean * (1 - mean) / variance - 1, 0.5);
        return (BetaDistribution.Quantile(.05, mean * size, (1 - mean) * size), BetaDistribution.Quantile(.95, mean * size, (1 - mean) * size));
    }
}
