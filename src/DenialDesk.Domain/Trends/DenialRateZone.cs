namespace DenialDesk.Domain.Trends;

/// <summary>How good a denial rate is.</summary>
public enum Zone
{
    /// <summary>Too few observations, or none: no colour.</summary>
    Unjudged,

    /// <summary>Below 5 %.</summary>
    Target,

    /// <summary>5 % to 10 %, both included.</summary>
    NeedsWork,

    /// <summary>Above 10 %.</summary>
    Red,
}

/// <summary>The zones of a denial rate: target below 5 %, red above 10 %; exactly 5 and 10 need work.</summary>
public static class DenialRateZone
{
    /// <summary>Below this share a rate is on target.</summary>
    public const double Target = 0.05;

    /// <summary>Above this share a rate is red.</summary>
    public const double Red = 0.10;

    /// <summary>The zone of a share.</summary>
    public static Zone Of(double share) => share switch
    {
        < Target => Zone.Target,
        <= Red => Zone.NeedsWork,
        _ => Zone.Red,
    };

    /// <summary>The zone of a counted rate, judged by its point; unjudged below <see cref="Rate.Enough"/> observations.</summary>
    public static Zone Of(Rate rate) => rate.TooFew ? Zone.Unjudged : Of(rate.Value);

    /// <summary>Whether the interval reaches into another zone, so that the colour is not certain.</summary>
    public static bool IsUncertain(Rate rate) => !rate.TooFew && (Of(rate.Low) != Of(rate.Value) || Of(rate.High) != Of(rate.Value));
}
