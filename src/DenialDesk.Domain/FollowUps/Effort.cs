namespace DenialDesk.Domain.FollowUps;

/// <summary>What working one kind of denial brought in a period.</summary>
/// <param name="Decided">Denials decided.</param>
/// <param name="Recovered">Dollars that came for them.</param>
/// <param name="Minutes">Minutes of work.</param>
public sealed record EffortTotals(int Decided, decimal Recovered, double Minutes);

/// <summary>What to do with a kind of denial.</summary>
public enum EffortVerdict
{
    /// <summary>Too few were decided to say.</summary>
    TooFew,

    /// <summary>An hour brings more than it costs.</summary>
    Worth,

    /// <summary>An hour brings less than it costs: stop working these.</summary>
    Stop,
}

/// <summary>What an hour of work brings by kind of denial, net of what the hour costs.</summary>
public static class Effort
{
    /// <summary>What an hour of rework costs, in dollars: $25 for 20 minutes, the figure the score uses.</summary>
    public const decimal HourCost = 75m;

    /// <summary>Decided denials from which a verdict is given.</summary>
    public const int LeastDecided = 10;

    /// <summary>Dollars an hour brought, less what it cost; null without measured minutes.</summary>
    public static decimal? NetPerHour(EffortTotals totals)
        => totals.Minutes <= 0 ? null : Math.Round((totals.Recovered / ((decimal)totals.Minutes / 60m)) - HourCost, 2);

    /// <summary>The verdict.</summary>
    public static EffortVerdict Verdict(EffortTotals totals)
        => totals.Decided < LeastDecided || NetPerHour(totals) is not { } net ? EffortVerdict.TooFew : net < 0 ? EffortVerdict.Stop : EffortVerdict.Worth;

    /// <summary>The most minutes worth spending on one of these: beyond them the work costs more than these denials bring on average.</summary>
    public static int? StopAfterMinutes(EffortTotals totals)
        => totals.Decided == 0 ? null : (int)Math.Floor(totals.Recovered / totals.Decided / HourCost * 60m);
}
