namespace DenialDesk.Domain.Trends;

/// <summary>How a count changed from one period to another, with a 95 % interval of the ratio.</summary>
/// <remarks>Counts of rare things scatter by about their own square root (Poisson); on the logarithm, with a half added to both so that zero has one too.</remarks>
/// <param name="Before">How many in the earlier period.</param>
/// <param name="After">How many in the later one.</param>
/// <param name="Length">How many times as long the later period is; 1 for periods of one length.</param>
public readonly record struct CountChange(long Before, long After, double Length = 1)
{
    /// <summary>Fewer than this in both periods together say nothing.</summary>
    public const int Enough = 10;

    private const double Z = 1.959963984540054;

    /// <summary>Later over earlier for the same length of time; null when there was nothing before.</summary>
    public double? Ratio => Before == 0 ? null : After / Length / Before;

    /// <summary>Lower end of the ratio's interval.</summary>
    public double Low => Math.Exp(Centre - Half);

    /// <summary>Upper end of the ratio's interval.</summary>
    public double High => Math.Exp(Centre + Half);

    /// <summary>Whether the interval leaves one, "no change", out.</summary>
    public bool IsMoreThanNoise => !TooFew && (Low > 1 || High < 1);

    /// <summary>Whether there are too few to judge by.</summary>
    public bool TooFew => Before + After < Enough;

    private double Centre => Math.Log((After + 0.5) / (Before + 0.5) / Length);

    private double Half => Z * Math.Sqrt(1 / (After + 0.5) + 1 / (Before + 0.5));
}
