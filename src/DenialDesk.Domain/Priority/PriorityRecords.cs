using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Priority;

/// <summary>What the ranking needs to know about one open denial.</summary>
/// <param name="DenialId">The denial's number; the last tie-break, so equal rows always stand in the same order.</param>
/// <param name="ExpectedPayment">Dollars it would pay if reversed (see <c>ExpectedRecovery</c>).</param>
/// <param name="Reversal">Odds that working it reverses it, 0 to 1.</param>
/// <param name="Minutes">Standard minutes to work it, above zero.</param>
/// <param name="LastSafeDay">Last safe day.</param>
/// <param name="DueOn">Last day, inclusive.</param>
/// <param name="DeniedOn">Date of the remittance that denied it; older first among equals.</param>
public readonly record struct PriorityFacts(
    long DenialId,
    decimal ExpectedPayment,
    double Reversal,
    double Minutes,
    DateOnly LastSafeDay,
    DateOnly DueOn,
    DateOnly DeniedOn);

/// <summary>The parts of one denial's score, stored so that "why is this first?" can be answered without working it out again.</summary>
/// <param name="ExpectedValue">Expected payment times odds, in dollars.</param>
/// <param name="DollarsPerHour">Expected value per hour of work.</param>
/// <param name="WorkdaysLeft">Days on which the office works from today to the last safe day; 0 on the last of them, negative after it.</param>
/// <param name="Urgency">Factor from 1.0 (far) to 1.5 (today or past).</param>
/// <param name="Score">Dollars per hour times urgency.</param>
/// <param name="DueNow">Whether the last safe day is three workdays away or less.</param>
/// <param name="CostsMoreThanItReturns">Whether reworking costs more than the expected value.</param>
public readonly record struct PriorityParts(
    decimal ExpectedValue,
    double DollarsPerHour,
    int WorkdaysLeft,
    double Urgency,
    double Score,
    bool DueNow,
    bool CostsMoreThanItReturns);

/// <summary>Which part of the queue a denial stands in.</summary>
public enum PriorityLane
{
    /// <summary>Everything that is not due now, by score.</summary>
    Ordinary = 0,

    /// <summary>Due now: leads the queue.</summary>
    DueNow = 1,
}

/// <summary>One denial's place in the order.</summary>
/// <param name="DenialId">The denial.</param>
/// <param name="Lane">Its lane after the share rule.</param>
/// <param name="Parts">Its parts.</param>
public readonly record struct Ranked(long DenialId, PriorityLane Lane, PriorityParts Parts);

/// <summary>A practice's queue in its order.</summary>
/// <param name="HourPrice">Dollars an hour of the team is worth; 0 when it keeps up.</param>
/// <param name="Ranked">Every open denial, the first to work first.</param>
public sealed record WorkQueue(double HourPrice, IReadOnlyList<Ranked> Ranked);

/// <summary>How a practice ranks; every value is a setting with its price shown.</summary>
public sealed record PrioritySettings
{
    /// <summary>Team minutes a day; decides what an hour is worth. Eight hours of one biller by default.</summary>
    public double MinutesPerDay { get; init; } = 480;

    /// <summary>Share of a day's minutes that due-now denials below the price of an hour may lead with, 0 to 1.</summary>
    public double DueNowShare { get; init; } = 0.10;

    /// <summary>Workdays to the last safe day within which a denial is due now.</summary>
    public int DueNowWorkdays { get; init; } = 3;

    /// <summary>Cost of twenty minutes of rework in dollars (MGMA's flat figure).</summary>
    public decimal ReworkCost { get; init; } = 25m;

    /// <summary>Days on which the practice's own office is closed: nobody is there to send anything, so they leave less time.</summary>
    public IReadOnlySet<DateOnly> Closed { get; init; } = new HashSet<DateOnly>();

    /// <summary>The usual settings.</summary>
    public static PrioritySettings Default { get; } = new();
}

/// <summary>Dollars a denial would pay if it were reversed, and how they were found.</summary>
/// <param name="Amount">Dollars, never negative.</param>
/// <param name="Basis">How it was found.</param>
public sealed record ExpectedPayment(decimal Amount, ExpectedBasis Basis);

/// <summary>How an expected payment was found, best first.</summary>
public enum ExpectedBasis
{
    /// <summary>Allowed amount less the patient's share.</summary>
    Allowed,

    /// <summary>Denied amount times what the payer usually pays of its charges.</summary>
    PayerRatio,

    /// <summary>Denied amount times our default ratio, because the payer has too little history.</summary>
    DefaultRatio,
}

/// <summary>Odds of reversal with the interval and the evidence behind them.</summary>
/// <param name="Mean">Best estimate, 0 to 1.</param>
/// <param name="Low">Lower end of the 90% interval.</param>
/// <param name="High">Upper end of the 90% interval.</param>
/// <param name="Decided">Decayed number of decided attempts at the closest level.</param>
/// <param name="Overturned">Decayed number of those that were overturned.</param>
/// <param name="Prior">The category's starting value.</param>
public sealed record ReversalEstimate(double Mean, double Low, double High, double Decided, double Overturned, double Prior)
{
    /// <summary>Which level spoke: 4 payer, code and procedure family; 3 payer and code; 2 payer and category; 1 category; 0 none, only the starting value.</summary>
    public int Level { get; init; }

    /// <summary>What is known more broadly: the odds one level above the one that spoke.</summary>
    public double Similar { get; init; } = Prior;

    /// <summary>Whether the interval is too wide to lean on (wider than .5).</summary>
    public bool ThinHistory => High - Low > 0.5;
}

/// <summary>Whom odds are about, as a biller calls them.</summary>
/// <param name="Payer">The payer's name.</param>
/// <param name="Code">The lead code with its group (<c>CO-16</c>).</param>
/// <param name="Category">The category in words.</param>
/// <param name="Family">The procedure family in words.</param>
public sealed record OddsGroup(string Payer, string Code, string Category, string Family)
{
    /// <summary>The group of a level (<c>UHC · CO-16 · office visits</c>).</summary>
    public string Name(int level) => level switch
    {
        4 => $"{Payer} · {Code} · {Family}",
        2 => $"{Payer} · {Category}",
        1 => $"all payers · {Category}",
        _ => $"{Payer} · {Code}",
    };
}

/// <summary>Decided attempts at one level of the hierarchy, decayed to today.</summary>
/// <param name="Overturned">Sum of outcomes: 1 for full, the paid share for partial, 0 for upheld.</param>
/// <param name="Decided">Number of decided attempts.</param>
public readonly record struct Attempts(double Overturned, double Decided);

/// <summary>Standard minutes and starting odds of a category; judgements, editable, labelled assumed.</summary>
/// <param name="Category">The category.</param>
/// <param name="Minutes">Standard minutes to work one.</param>
/// <param name="ReversalPrior">Odds of reversal before any history.</param>
public sealed record CategoryStandard(DenialCategory Category, double Minutes, double ReversalPrior);
