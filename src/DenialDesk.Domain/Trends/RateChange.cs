namespace DenialDesk.Domain.Trends;

/// <summary>How a rate changed from one set of claims to another, with Newcombe's 95 % interval of the difference.</summary>
/// <remarks>Newcombe (1998), method 10: built from both Wilson intervals, it stays sensible where few claims or no denials make the textbook interval collapse to nothing.</remarks>
/// <param name="Before">The earlier rate.</param>
/// <param name="After">The later rate; other claims than the earlier one's.</param>
public readonly record struct RateChange(Rate Before, Rate After)
{
    /// <summary>Whether both sides have claims.</summary>
    public bool Exists => Before.Exists && After.Exists;

    /// <summary>Later less earlier, as a share: 0.02 is two points more.</summary>
    public double Value => After.Value - Before.Value;

    /// <summary>Lower end of the interval, as a share.</summary>
    public double Low => Value - Math.Sqrt(Square(After.Value - After.Low) + Square(Before.High - Before.Value));

    /// <summary>Upper end of the interval, as a share.</summary>
    public double High => Value + Math.Sqrt(Square(After.High - After.Value) + Square(Before.Value - Before.Low));

    /// <summary>Whether the interval leaves zero out: chance alone seldom makes such a change.</summary>
    public bool IsMoreThanNoise => Exists && (Low > 0 || High < 0);

    /// <summary>Whether one of the sides has too few claims to judge by.</summary>
    public bool TooFew => Before.TooFew || After.TooFew;

    /// <summary>Denials of the later claims beyond those the earlier rate leads one to expect; negative: fewer.</summary>
    public double Excess => Value * After.Whole;

    private static double Square(double value) => value * value;
}
