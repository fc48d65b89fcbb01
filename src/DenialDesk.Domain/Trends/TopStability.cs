namespace DenialDesk.Domain.Trends;

/// <summary>How an item of a ranking would scatter if the period were lived again.</summary>
/// <param name="Mean">What was seen: how many, or how many dollars.</param>
/// <param name="Variance">Its variance: for a count the count itself; for dollars see <see cref="TopStability.VarianceOfSum"/>.</param>
public readonly record struct Scatter(double Mean, double Variance);

/// <summary>How much the top of a ranking is worth.</summary>
/// <param name="SameTop">Share of resamples, 0 to 1, whose top holds the same items in any order.</param>
/// <param name="InTop">For each item the share of resamples in which it is in the top.</param>
public sealed record Stability(double SameTop, IReadOnlyList<double> InTop);

/// <summary>
/// Whether the top few of a ranking stay the top few when chance deals again: a bootstrap over the counts, so that nobody chases noise.
/// </summary>
/// <remarks>
/// Each resample draws every item from a gamma distribution with the item's mean and variance: for counts it is close to the Poisson scatter of rare events, for
/// dollars to that of a sum of so many amounts. The draws come from a fixed seed: the same numbers give the same answer on every reading.
/// </remarks>
public static class TopStability
{
    /// <summary>How many times the ranking is drawn again.</summary>
    public const int Resamples = 1000;

    /// <summary>The variance of a sum of so many amounts of that mean, each amount taken to scatter as widely as its mean (as refused amounts roughly do).</summary>
    public static double VarianceOfSum(long count, double mean) => 2 * count * mean * mean;

    /// <summary>Draws the ranking again and again. With no more items than <paramref name="top"/> nothing can change places.</summary>
    public static Stability Of(IReadOnlyList<Scatter> items, int top = 3, int resamples = Resamples)
    {
        if (items.Count <= top) { return new(1, [.. items.Select(_ => 1.0)]); }

        var drawing = new Drawing();
        var first = Top([.. items.Select(i => i.Mean)], top);
        var inTop = new int[items.Count];
        var same = 0;
        var drawn = new double[items.Count];
        for (var r = 0; r < resamples; r++)
        {
            for (var i = 0; i < items.Count; i++) { drawn[i] = drawing.Gamma(items[i]); }

            var now = Top(drawn, top);
            foreach (var i in now) { inTop[i]++; }

            if (now.SetEquals(first)) { same++; }
        }

        return new((double)same / resamples, [.. inTop.Select(n => (double)n / resamples)]);
    }

    private static HashSet<int> Top(double[] values, int top)
    {
        var best = new List<int>(top + 1);
        for (var i = 0; i < values.Length; i++)
        {
            var at = best.FindIndex(b => values[i] > values[b]);
            if (at >= 0) { best.Insert(at, i); }
            else if (best.Count < top) { best.Add(i); }

            if (best.Count > top) { best.RemoveAt(top); }
        }

        return [.. best];
    }

    /// <summary>Draws from a fixed seed (SplitMix64); normals by the polar method, gammas by Marsaglia and Tsang (2000).</summary>
    private sealed class Drawing
    {
        private ulong _state = 835;
        private double? _spare;

        public double Gamma(Scatter item)
        {
            if (item.Mean <= 0 || item.Variance <= 0) { return item.Mean; }

            var shape = item.Mean * item.Mean / item.Variance;
            return Shaped(shape) * item.Variance / item.Mean;
        }

        private double Shaped(double shape)
        {
            if (shape < 1) { return Shaped(shape + 1) * Math.Pow(Uniform(), 1 / shape); }

            var d = shape - 1.0 / 3;
            var c = 1 / Math.Sqrt(9 * d);
            while (true)
            {
                var x = Normal();
                var v = 1 + c * x;
                if (v <= 0) { continue; }

                v = v * v * v;
                if (Math.Log(Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) { return d * v; }
            }
        }

        private double Normal()
        {
            if (_spare is { } kept)
            {
                _spare = null;
                return kept;
            }

            while (true)
            {
                var (u, v) = (2 * Uniform() - 1, 2 * Uniform() - 1);
                var s = u * u + v * v;
                if (s is >= 1 or 0) { continue; }

                var factor = Math.Sqrt(-2 * Math.Log(s) / s);
                _spare = v * factor;
                return u * factor;
            }
        }

        /// <summary>Above 0 and at most 1, so that its logarithm exists.</summary>
        private double Uniform()
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (((z ^ (z >> 31)) >> 11) + 1) * (1.0 / (1UL << 53));
        }
    }
}
