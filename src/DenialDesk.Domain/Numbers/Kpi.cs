namespace DenialDesk.Domain.Numbers;

/// <summary>The numbers of the manager's month. Each has one definition, <see cref="KpiDefinitions"/>.</summary>
public enum Kpi
{
    /// <summary>Claims denied at their first decision.</summary>
    DenialRateClaims,

    /// <summary>Dollars of the lines denied at first decisions.</summary>
    DenialRateDollars,

    /// <summary>Submitted claims that nobody sent back before a decision.</summary>
    CleanClaims,

    /// <summary>Claims closed by their first decision.</summary>
    FirstPass,

    /// <summary>Decided appeals that were overturned in full or in part.</summary>
    AppealSuccess,

    /// <summary>Dollars granted of dollars appealed.</summary>
    AppealDollars,

    /// <summary>Initial denials that were paid after all.</summary>
    OverturnedOfInitial,

    /// <summary>Claims refused as filed too late.</summary>
    TimelyFiling,

    /// <summary>Age of the open denials with the most dollars.</summary>
    ArDays,

    /// <summary>Denials worked within seven days.</summary>
    WorkedInSeven,

    /// <summary>Days until somebody did something.</summary>
    DaysToWork,

    /// <summary>Days from denial to its end.</summary>
    DaysToResolution,

    /// <summary>Days until half of a month's denials had ended, those still open counted as longer.</summary>
    TimeToResolution,

    /// <summary>What was collected of what could be.</summary>
    NetCollection,

    /// <summary>Cash of a month out of a usual month's net revenue.</summary>
    CashOfRevenue,

    /// <summary>Dollars given up.</summary>
    WriteOffs,

    /// <summary>Answers to claims denied before that deny them again.</summary>
    Repeats,

    /// <summary>Expected dollars that came back.</summary>
    Recovery,

    /// <summary>Dollars that came back.</summary>
    Recovered,

    /// <summary>What working one denial costs.</summary>
    ReworkCost,

    /// <summary>Dollars that came back, less the work.</summary>
    NetRecovered,

    /// <summary>Open denials by age.</summary>
    Backlog,

    /// <summary>Open dollars past their last safe day.</summary>
    PastSafe,

    /// <summary>Dollars back for a logged hour.</summary>
    RecoveredPerHour,

    /// <summary>Steps for a closed denial.</summary>
    Touches,
}

/// <summary>What a number is counted in.</summary>
public enum KpiUnit
{
    /// <summary>A share, 0 to 1, shown as percent.</summary>
    Share,

    /// <summary>Calendar days.</summary>
    Days,

    /// <summary>Dollars, a sum.</summary>
    Dollars,

    /// <summary>Dollars for one.</summary>
    DollarsEach,

    /// <summary>How many for one.</summary>
    Each,

    /// <summary>How many.</summary>
    Count,
}

/// <summary>One number's one definition: what is counted, out of what, in which month, and what to beware of.</summary>
public sealed record KpiDefinition
{
    /// <summary>Which.</summary>
    public required Kpi Kpi { get; init; }

    /// <summary>As it stands in addresses and tables; never changes.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What it is counted in.</summary>
    public required KpiUnit Unit { get; init; }

    /// <summary>What the numerator is, as words that follow a number: "claims denied".</summary>
    public required string Part { get; init; }

    /// <summary>What the denominator is, as words; empty for a plain sum.</summary>
    public required string Whole { get; init; }

    /// <summary>The date that puts a thing into a month.</summary>
    public required string Basis { get; init; }

    /// <summary>The definition in a sentence or two.</summary>
    public required string Sentence { get; init; }

    /// <summary>What it can hide.</summary>
    public required string Pitfall { get; init; }

    /// <summary>What the data behind it does not hold.</summary>
    public required string Completeness { get; init; }

    /// <summary>Whether the numerator is in dollars.</summary>
    public bool PartIsDollars { get; init; }

    /// <summary>Whether it is the day by which half had ended, read from its buckets (<see cref="SurvivalRule"/>) and not from its two halves.</summary>
    public bool IsSurvival { get; init; }

    /// <summary>Whether its denominator counts things each of which has the property or not: only then is there an interval.</summary>
    public bool Counted { get; init; }

    /// <summary>Months until a month is finished enough to stand for the number: what young months lack comes later.</summary>
    public int Matures { get; init; }

    /// <summary>Whether it tells of a moment and not of a month, so that this month is worth showing before it is over.</summary>
    public bool IsMoment { get; init; }

    /// <summary>Whether a smaller number is better; null when neither end is.</summary>
    public bool? LowerIsBetter { get; init; }
}
