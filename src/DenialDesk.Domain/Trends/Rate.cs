namespace DenialDesk.Domain.Trends;

/// <summary>A share of counted things, with Wilson's score interval.</summary>
/// <remarks>Wilson stays inside 0–1 and behaves at small numbers, where the textbook interval does not.</remarks>
/// <param name="Part">How many had the property.</param>
/// <param name="Whole">How many were looked at, at least <paramref name="Part"/>.</param>
public readonly record struct Rate(long Part, long Whole)
{
    /// <summary>Fewer observations than this are shown grey and never judged.</summary>
    public const int Enough = 30;

    /// <summary>z of a 95 % interval.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Whether there is anything to divide by.</summary>
    public bool Exists => Whole > 0;

    /// <summary>The share, 0 to 1; 0 when there is nothing to divide by.</summary>
    public double Value => Exists ? (double)Part / Whole : 0;

    /// <summary>Lower end of the 95 % interval.</summary>
    public double Low => Exists ? Math.Max(0, Centre - Half) : 0;

    /// <summary>Upper end of the 95 % interval.</summary>
    public double High => Exists ? Math.Min(1, Centre + Half) : 1;

    /// <summary>Whether there are too few observations to judge by.</summary>
    public bool TooFew => Whole < Enough;

    private double Centre => (Value + Z * Z / (2 * Whole)) / (1 + Z * Z / Whole);

    private double Half => Z / (1 + Z * Z / Whole) * Math.Sqrt(Value * (1 - Value) / Whole + Z * Z / (4.0 * Whole * Whole));
}
