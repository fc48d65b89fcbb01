namespace DenialDesk.Domain.Priority;

/// <summary>The Beta distribution's cumulative function and its inverse, to about nine decimal places.</summary>
/// <remarks>Continued fraction by Lentz's method for the cumulative function, Lanczos' series for the gamma function, Newton's steps kept inside a shrinking bracket for the inverse.</remarks>
internal static class BetaDistribution
{
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Probability of a value up to x.</summary>
    internal static double Cumulative(double x, double a, double b) => Cumulative(x, a, b, LogBeta(a, b));

    /// <summary>The value below which the given probability lies.</summary>
    internal static double Quantile(double probability, double a, double b)
    {
        var logBeta = LogBeta(a, b);
        double low = 0, high = 1, x = a / (a + b);
        for (var i = 0; i < 60 && high - low > 1e-10; i++)
        {
            var error = Cumulative(x, a, b, logBeta) - probability;
            (low, high) = error < 0 ? (x, high) : (low, x);
            var step = error / Math.Exp((a - 1) * Math.Log(x) + (b - 1) * Math.Log(1 - x) - logBeta);
            var next = x - step;
            if (Math.Abs(step) < 1e-9 && next > 0 && next < 1)
            {
                return next;
            }

            x = next > low && next < high ? next : (low + high) / 2;
        }

        return x;
    }

    private static double Cumulative(double x, double a, double b, double logBeta)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) - logBeta);
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    private static double Fraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), result = d;
        for (var m = 1; m <= 300; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            var step = d * c;
            result *= step;
            if (Math.Abs(step - 1) < 1e-12)
            {
                break;
            }
        }

        return result;

        static double NotZero(double value) => Math.Abs(value) < tiny ? tiny : value;
    }

    private static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - LogGamma(1 - x);
        }

        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x + i - 1);
        }

        var t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
