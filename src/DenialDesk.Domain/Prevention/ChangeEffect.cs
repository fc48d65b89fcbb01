namespace DenialDesk.Domain.Prevention;

/// <summary>Denials and claims of one series, month by month, before a change and after it.</summary>
/// <param name="Before">The six months before the month that raised the alarm, that month left out: it was chosen because it was bad.</param>
/// <param name="After">The months after the change, the first left out while the change takes hold.</param>
public sealed record MonthlySeries(IReadOnlyList<MonthCount> Before, IReadOnlyList<MonthCount> After);

/// <summary>One month of a series, by date of service.</summary>
/// <param name="Denials">Denials.</param>
/// <param name="Claims">Claims adjudicated.</param>
public readonly record struct MonthCount(int Denials, int Claims);

/// <summary>What can honestly be said about a change.</summary>
public enum EffectVerdict
{
    /// <summary>The interval spans no change: too few denials, or no effect.</summary>
    TooFew,

    /// <summary>Fewer denials than without the change would have come.</summary>
    Better,

    /// <summary>More denials than without the change would have come.</summary>
    Worse,
}

/// <summary>The measured effect of a change.</summary>
/// <param name="Change">Share by which the rate moved against the others' rate: −.3 is 30% fewer.</param>
/// <param name="Low">Lower end of the 95% interval.</param>
/// <param name="High">Upper end of the 95% interval.</param>
/// <param name="Avoided">Denials that would have come besides those that came; negative when more came.</param>
/// <param name="Verdict">What the interval allows to be said.</param>
/// <param name="Detectable">The smallest improvement, as a share, that so few denials could have shown.</param>
public sealed record EffectReading(double Change, double Low, double High, double Avoided, EffectVerdict Verdict, double Detectable);

/// <summary>Says whether a change in the office's workflow lowered denials, against everybody who was not changed.</summary>
/// <remarks>
/// A change is made where it looks worst, so its month would fall by itself: the month of the alarm is left out, and payers that were not touched stand beside it as
/// control (a difference of differences on the log scale). Months scatter more than counting alone explains; how much more is learned from all series together, as an
/// extra variance that grows with a series' size. Figures on simulated changes: <c>bench effects</c>. Design: interrupted time series with a control.
/// </remarks>
public static class ChangeEffect
{
    /// <summary>Measures a change.</summary>
    /// <param name="target">Where the change was made.</param>
    /// <param name="controls">Series that were not touched.</param>
    /// <returns>Null when there are no claims on either side to compare.</returns>
    public static EffectReading? Read(MonthlySeries target, IReadOnlyList<MonthlySeries> controls)
    {
        var (k1, n1) = Sum(target.Before);
        var (k2, n2) = Sum(target.After);
        var (c1, d1) = Sum(controls.SelectMany(c => c.Before));
        var (c2, d2) = Sum(controls.SelectMany(c => c.After));
        if (n1 == 0 || n2 == 0 || d1 == 0 || d2 == 0) { return null; }

        var moved = Math.Log((k2 + .5) / n2) - Math.Log((k1 + .5) / n1) - (Math.Log((c2 + .5) / d2) - Math.Log((c1 + .5) / d1));
        var extra = ExtraVariance([target, .. controls]);
        // Each term: counting, and the scatter of months, of which there are so many on each side.
        var variance = (1 / (k1 + .5)) + (1 / (k2 + .5)) + (extra * ((1.0 / target.Before.Count) + (1.0 / target.After.Count)))
            + (1 / (c1 + .5)) + (1 / (c2 + .5)) + (extra * ((Spread(controls, c => c.Before) / target.Before.Count) + (Spread(controls, c => c.After) / target.After.Count)));
        var half = Z * Math.Sqrt(variance);
        var (low, high) = (Math.Exp(moved - half) - 1, Math.Exp(moved + half) - 1);
        var expected = k1 * ((double)n2 / n1) * ((c2 + .5) / d2) / ((c1 + .5) / d1);
        return new(Math.Exp(moved) - 1, low, high, expected - k2, high < 0 ? EffectVerdict.Better : low > 0 ? EffectVerdict.Worse : EffectVerdict.TooFew, 1 - Math.Exp(-half));
    }

    /// <summary>z of a 95 % interval.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Variance of a month's rate beyond counting, as a share of the rate squared, from all series within their own side; never below nothing. By moments: what
    /// the squares of the residuals exceed the counts by, over the squares of what was expected.
    /// </summary>
    private static double ExtraVariance(IReadOnlyList<MonthlySeries> series)
    {
        var (excess, squares) = (0.0, 0.0);
        foreach (var side in series.SelectMany(s => new[] { s.Before, s.After }).Where(side => side.Count > 1))
        {
            var (denials, claims) = Sum(side);
            if (denials == 0 || claims == 0) { continue; }

            var freedom = side.Count / (double)(side.Count - 1);
            foreach (var month in side)
            {
                var expected = (double)denials * month.Claims / claims;
                var residual = month.Denials - expected;
                excess += (residual * residual * freedom) - expected;
                squares += expected * expected;
            }
        }

        return squares > 0 ? Math.Max(0, excess / squares) : 0;
    }

    /// <summary>How much of one series' scatter is left when the controls are added up: 1 when one holds everything, one over their number when they are alike.</summary>
    private static double Spread(IReadOnlyList<MonthlySeries> controls, Func<MonthlySeries, IReadOnlyList<MonthCount>> side)
    {
        double[] sizes = [.. controls.Select(c => (double)Sum(side(c)).Denials)];
        var total = sizes.Sum();
        return total > 0 ? sizes.Sum(s => s * s) / (total * total) : 1;
    }

    private static (int Denials, int Claims) Sum(IEnumerable<MonthCount> months)
    {
        var (denials, claims) = (0, 0);
        foreach (var month in months) { (denials, claims) = (denials + month.Denials, claims + month.Claims); }

        return (denials, claims);
    }
}
