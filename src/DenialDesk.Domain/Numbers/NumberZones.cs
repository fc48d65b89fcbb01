namespace DenialDesk.Domain.Numbers;

/// <summary>How good a number is.</summary>
public enum KpiZone
{
    /// <summary>Too few to judge, or a number without zones: no colour.</summary>
    None,

    /// <summary>Where it should be.</summary>
    Target,

    /// <summary>Between the two boundaries, both included.</summary>
    NeedsWork,

    /// <summary>Where it must not be.</summary>
    Red,
}

/// <summary>The two boundaries of one number; exactly on a boundary needs work.</summary>
/// <param name="Kpi">Which number.</param>
/// <param name="Target">On the good side of this it is on target; in the number's unit, a share from 0 to 1.</param>
/// <param name="Red">On the bad side of this it is red.</param>
public sealed record KpiBoundary(Kpi Kpi, decimal Target, decimal Red);

/// <summary>The zones of the numbers that have any, and when a month is frozen: a setting kept as versions.</summary>
public sealed record NumberZones
{
    /// <summary>At most one for each number.</summary>
    public required IReadOnlyList<KpiBoundary> Boundaries { get; init; }

    /// <summary>Day of the next month on which a month is frozen, 1 to 28.</summary>
    public int FreezeDay { get; init; } = 3;

    /// <summary>What a desk starts with: the seed's table. Where it leaves a gap (clean claims of 93 to 95 %, A/R days of 40 to 45) the gap needs work.</summary>
    public static NumberZones Shipped { get; } = new()
    {
        Boundaries =
        [
            new(Kpi.DenialRateClaims, 0.05m, 0.10m), new(Kpi.DenialRateDollars, 0.05m, 0.10m), new(Kpi.CleanClaims, 0.95m, 0.85m), new(Kpi.AppealSuccess, 0.60m, 0.40m),
            new(Kpi.TimelyFiling, 0.01m, 0.03m), new(Kpi.ArDays, 40m, 90m),
        ],
    };

    /// <summary>The boundaries of a number; null when it has none.</summary>
    public KpiBoundary? Of(Kpi kpi) => Boundaries.FirstOrDefault(b => b.Kpi == kpi);

    /// <summary>The zone of a number in its unit.</summary>
    public KpiZone ZoneOf(Kpi kpi, decimal value)
    {
        if (Of(kpi) is not { } boundary) { return KpiZone.None; }

        var sign = boundary.Target <= boundary.Red ? 1 : -1;
        return sign * value < sign * boundary.Target ? KpiZone.Target : sign * value > sign * boundary.Red ? KpiZone.Red : KpiZone.NeedsWork;
    }

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (FreezeDay is < 1 or > 28) { return new("freeze_day", "A month is frozen on a day from the 1st to the 28th of the next month."); }

        foreach (var boundary in Boundaries)
        {
            var definition = KpiDefinitions.Of(boundary.Kpi);
            if (boundary.Target < 0 || boundary.Red < 0 || (definition.Unit == KpiUnit.Share && (boundary.Target > 1 || boundary.Red > 1)))
            {
                return new("zone_range", $"The boundaries of “{definition.Title}” lie outside what it can be.");
            }

            if (definition.LowerIsBetter is { } lower && lower != boundary.Target <= boundary.Red)
            {
                return new("zone_order", $"“{definition.Title}” is better when it is {(lower ? "lower: its target lies at or below its red" : "higher: its target lies at or above its red")}.");
            }
        }

        return Boundaries.Select(b => b.Kpi).Distinct().Count() == Boundaries.Count ? null : new("zone_twice", "Each number has its boundaries once.");
    }
}
