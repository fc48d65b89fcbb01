namespace DenialDesk.Domain.Numbers;

/// <summary>The day by which half of the things had ended, with its 95 % interval.</summary>
/// <param name="Day">Null while fewer than half have ended.</param>
/// <param name="Low">Lower end of the interval; null while not even that is known.</param>
/// <param name="High">Upper end; null while it is not known yet: "or more".</param>
public readonly record struct SurvivalMedian(int? Day, int? Low, int? High);

/// <summary>
/// How long things take when some of them are not over yet: the product-limit estimate. What is still open counts as "longer than its age", so that a growing backlog makes the number
/// worse and not better, as a mean over closed things would.
/// </summary>
/// <remarks>
/// Kaplan and Meier (1958). Interval: Brookmeyer and Crowley (1982) on the complementary log-log scale with Greenwood's variance. On a day on which some end and others are last seen, the
/// ends come first. Worked by hand: docs/rules/numbers.md.
/// </remarks>
public static class SurvivalRule
{
    private const double Z95 = 1.959963984540054;
    private const double Half = 0.5 + 1e-12;

    /// <summary>The bucket of a thing that had not ended when it was last seen, <paramref name="days"/> old. An ended one has its days as they are.</summary>
    public static int Open(int days) => -1 - days;

    /// <summary>The median of things by their bucket.</summary>
    /// <param name="buckets">How many by days until the end, or by <see cref="Open"/>.</param>
    public static SurvivalMedian Median(IEnumerable<KeyValuePair<int, long>> buckets)
    {
        var days = new SortedDictionary<int, (long Ended, long Open)>();
        foreach (var (bucket, count) in buckets)
        {
            var day = bucket >= 0 ? bucket : -1 - bucket;
            var (ended, open) = days.GetValueOrDefault(day);
            days[day] = bucket >= 0 ? (ended + count, open) : (ended, open + count);
        }

        var (atRisk, share, variance) = (days.Values.Sum(d => d.Ended + d.Open), 1.0, 0.0);
        int? median = null, low = null, high = null;
        foreach (var (day, (ended, open)) in days)
        {
            if (ended > 0)
            {
                share *= (double)(atRisk - ended) / atRisk;
                variance += ended == atRisk ? 0 : (double)ended / (atRisk * (atRisk - ended));
                var (least, most) = Band(share, variance);
                median ??= share <= Half ? day : null;
                low ??= least <= Half ? day : null;
                high ??= most <= Half ? day : null;
            }

            atRisk -= ended + open;
        }

        return new(median, low, high);
    }

    /// <summary>The 95 % band of the share that has not ended.</summary>
    private static (double Low, double High) Band(double share, double variance)
    {
        if (share <= 0) { return (0, 0); }

        var width = Z95 * Math.Sqrt(variance) / Math.Abs(Math.Log(share));
        return (Math.Pow(share, Math.Exp(width)), Math.Pow(share, Math.Exp(-width)));
    }
}
