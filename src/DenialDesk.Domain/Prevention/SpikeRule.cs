using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Prevention;

/// <summary>How many denials a series (a payer and a code, say) had in its weeks, and how many claims stood behind them.</summary>
/// <param name="Denials">Denials of each week, oldest first; the last is the week that just ended.</param>
/// <param name="Claims">Adjudicated claims of the same weeks.</param>
public sealed record WeeklySeries(IReadOnlyList<int> Denials, IReadOnlyList<int> Claims);

/// <summary>What one series looks like at the end of a week.</summary>
/// <param name="Probability">How likely so many denials are when nothing changed; small is striking. 1 when there is too little to say.</param>
/// <param name="Weeks">Over how many of the last weeks the denials are most striking: 1, 2 or 4.</param>
/// <param name="Seen">Denials in those weeks.</param>
/// <param name="Expected">Denials to be expected in those weeks.</param>
/// <param name="Climb">How far the count has climbed above what a doubling would leave in doubt (CUSUM), in denials.</param>
public sealed record SpikeReading(double Probability, int Weeks, int Seen, double Expected, double Climb)
{
    /// <summary>On the watch list: the climb passes <see cref="SpikeRule.WatchAt"/>.</summary>
    public bool Watched => Climb >= SpikeRule.WatchAt;
}

/// <summary>Finds denials that come more often than before, over many series at once, without crying wolf.</summary>
/// <remarks>
/// Two tiers. An alert is a series whose last one, two or four weeks are too many under the exact predictive distribution of a count given the twelve weeks before
/// (negative binomial: the baseline is itself only a count), after controlling the share of false alarms over all series (Benjamini and Hochberg, q = .1). The
/// watch list is a Poisson CUSUM built for a doubling. Figures of both on simulated data: <c>bench spikes</c>.
/// </remarks>
public static class SpikeRule
{
    /// <summary>Weeks a baseline covers, before a gap of <see cref="GapWeeks"/> that keeps a slow start out of it.</summary>
    public const int BaselineWeeks = 12;

    /// <summary>Weeks between the baseline and the week judged, at least.</summary>
    public const int GapWeeks = 2;

    /// <summary>Fewer denials than this in the weeks judged never alarm.</summary>
    public const int LeastDenials = 3;

    /// <summary>Share of false ones among alerts that is accepted.</summary>
    public const double FalseShare = .05;

    /// <summary>Climb at which a series is watched, in denials.</summary>
    public const double WatchAt = 10;

    private static readonly int[] Windows = [1, 2, 4];

    /// <summary>Reads a series of at least <see cref="BaselineWeeks"/> + <see cref="GapWeeks"/> + 1 weeks; a shorter one says nothing.</summary>
    public static SpikeReading Read(WeeklySeries series)
    {
        var last = series.Denials.Count - 1;
        var best = new SpikeReading(1, 1, last < 0 ? 0 : series.Denials[last], 0, Climb(series));
        foreach (var weeks in Windows)
        {
            // The gap ends where the weeks judged begin, so a longer look back needs an older baseline.
            var (seen, claims) = Sum(series, last - weeks + 1, last);
            var end = last - Math.Max(weeks, GapWeeks + 1);
            if (end - BaselineWeeks + 1 < 0 || seen < LeastDenials) { continue; }

            var (before, behind) = Sum(series, end - BaselineWeeks + 1, end);
            if (behind == 0 || claims == 0) { continue; }

            // Three looks at one series: the best of them counts three times as likely.
            var probability = Math.Min(1, Windows.Length * Tail(seen, before, (double)claims / behind));
            if (probability < best.Probability) { best = best with { Probability = probability, Weeks = weeks, Seen = seen, Expected = before * (double)claims / behind }; }
        }

        return best;
    }

    /// <summary>Which readings are alerts: those whose probabilities are small even though so many series were looked at.</summary>
    /// <returns>For each reading, in the order given, whether it is an alert.</returns>
    public static IReadOnlyList<bool> Alerts(IReadOnlyList<SpikeReading> readings, double falseShare = FalseShare)
    {
        double[] sorted = [.. readings.Select(r => r.Probability).Order()];
        var through = Enumerable.Range(0, sorted.Length).LastOrDefault(i => sorted[i] <= falseShare * (i + 1) / sorted.Length, -1);
        return [.. readings.Select(r => through >= 0 && r.Probability < 1 && r.Probability <= sorted[through])];
    }

    /// <summary>Probability of a count at least this high, when the baseline's count and the ratio of claims are all that is known.</summary>
    /// <param name="seen">Denials now.</param>
    /// <param name="before">Denials in the baseline.</param>
    /// <param name="ratio">Claims now for each claim of the baseline.</param>
    public static double Tail(int seen, int before, double ratio)
        => seen <= 0 ? 1 : BetaDistribution.Cumulative(ratio / (1 + ratio), seen, before + .5);

    /// <summary>The CUSUM: each week adds what it has above the level halfway (on the log scale) to a doubling; below nothing it begins again.</summary>
    /// <param name="series">Its weeks.</param>
    /// <param name="newWeeks">Only so many of the newest weeks are added up, each against its own baseline before it; left out: all.</param>
    public static double Climb(WeeklySeries series, int newWeeks = int.MaxValue)
    {
        var climb = 0.0;
        for (var week = Math.Max(BaselineWeeks + GapWeeks, series.Denials.Count - newWeeks); week < series.Denials.Count; week++)
        {
            var (before, behind) = Sum(series, week - BaselineWeeks - GapWeeks, week - GapWeeks - 1);
            var expected = behind == 0 ? 0 : (before + .5) * series.Claims[week] / behind;
            climb = Math.Max(0, climb + series.Denials[week] - (expected / Math.Log(2)));
        }

        return climb;
    }

    private static (int Denials, int Claims) Sum(WeeklySeries series, int from, int to)
    {
        var (denials, claims) = (0, 0);
        for (var week = Math.Max(from, 0); week <= to; week++) { (denials, claims) = (denials + series.Denials[week], claims + series.Claims[week]); }

        return (denials, claims);
    }
}
