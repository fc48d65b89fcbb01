namespace DenialDesk.Domain.Deadlines;

/// <summary>One window of one payer or kind of payer: which step, from which day, how long, how counted, and who says so.</summary>
/// <remarks>A rule shipped with the product is a row to verify, not advice: source, tier and verification date travel with it.</remarks>
public sealed record WindowRule
{
    /// <summary>Stable identifier, shown to billers (<c>mcr-L1</c>).</summary>
    public required string Id { get; init; }

    /// <summary>Version of the rule, from 1; a denial keeps the version its date was worked out with.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The step the window is for.</summary>
    public required WindowAction Action { get; init; }

    /// <summary>What the rule applies to; a facet left out means any.</summary>
    public WindowScope Scope { get; init; } = new();

    /// <summary>Whether the right exists at all. A rule without a right says what to do instead.</summary>
    public WindowRight Right { get; init; } = WindowRight.Yes;

    /// <summary>What to do when there is no right.</summary>
    public WindowAction? Instead { get; init; }

    /// <summary>The step that has to be decided first.</summary>
    public WindowAction? Requires { get; init; }

    /// <summary>Papers without which the step does not count.</summary>
    public IReadOnlyList<string> RequiresDoc { get; init; } = [];

    /// <summary>Smallest amount in dollars for which the right exists.</summary>
    public decimal? MinAmount { get; init; }

    /// <summary>Name shared by steps that share one window.</summary>
    public string? SharedGroup { get; init; }

    /// <summary>The clocks; none when there is no right.</summary>
    public IReadOnlyList<WindowClock> Clocks { get; init; } = [];

    /// <summary>Which clock counts when there are several.</summary>
    public ClockChoice Combine { get; init; } = ClockChoice.Earliest;

    /// <summary>What happens when the last day is no workday.</summary>
    public DayRoll Roll { get; init; } = DayRoll.None;

    /// <summary>Which days are not workdays.</summary>
    public WorkCalendar Calendar { get; init; } = WorkCalendar.UsFederal;

    /// <summary>When a filing counts as made.</summary>
    public FilingCounts? CountsWhen { get; init; }

    /// <summary>Channels the payer accepts, when it says.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Time of day after which a filing counts as the next day, when the payer says.</summary>
    public TimeOnly? CutoffTime { get; init; }

    /// <summary>Time zone of the cut-off.</summary>
    public string? CutoffZone { get; init; }

    /// <summary>How long the payer has to answer; drives follow-up dates.</summary>
    public ResponseClock? Response { get; init; }

    /// <summary>First day the rule applies, inclusive, on the day of <see cref="EffectiveBasis"/>.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Last day the rule applies, inclusive.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>The day the effective dates are compared with.</summary>
    public EffectiveBasis EffectiveBasis { get; init; } = EffectiveBasis.NoticeDate;

    /// <summary>Where the rule is from, in words.</summary>
    public string Source { get; init; } = "";

    /// <summary>Address of the source.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>The words relied on.</summary>
    public string? SourceQuote { get; init; }

    /// <summary>How good the source is.</summary>
    public RuleTier Tier { get; init; } = RuleTier.Assumed;

    /// <summary>When somebody last checked it.</summary>
    public DateOnly? VerifiedOn { get; init; }

    /// <summary>Who checked it.</summary>
    public string? VerifiedBy { get; init; }

    /// <summary>When it should be checked again.</summary>
    public DateOnly? ReviewDueOn { get; init; }

    /// <summary>A remark for the reader.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it is our default for a payer without a rule.</summary>
    public bool Assumed { get; init; }

    /// <summary>Whether it is the outer limit that a closer rule usually shortens.</summary>
    public bool OuterBound { get; init; }
}

/// <summary>What a rule applies to. A facet left out (or empty) means any.</summary>
public sealed record WindowScope
{
    /// <summary>One contract of the practice.</summary>
    public string? Contract { get; init; }

    /// <summary>One plan.</summary>
    public string? Plan { get; init; }

    /// <summary>One payer (<c>BCBSTX</c>).</summary>
    public string? Payer { get; init; }

    /// <summary>A family of payers (<c>Aetna</c>).</summary>
    public string? PayerFamily { get; init; }

    /// <summary>Lines of business (<c>medicare_ffs</c>, <c>commercial</c>…).</summary>
    public IReadOnlyList<string> Lob { get; init; } = [];

    /// <summary>State, two letters.</summary>
    public string? State { get; init; }

    /// <summary><c>fully_insured</c> or <c>self_funded</c>.</summary>
    public string? Funding { get; init; }

    /// <summary><c>par</c> or <c>nonpar</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Type of provider (<c>hospital</c>).</summary>
    public string? ProviderType { get; init; }

    /// <summary><c>professional</c> or <c>institutional</c>.</summary>
    public string? ClaimType { get; init; }

    /// <summary>Denial categories, by written name.</summary>
    public IReadOnlyList<string> DenialCategory { get; init; } = [];

    /// <summary>Reason codes.</summary>
    public IReadOnlyList<string> Carc { get; init; } = [];

    /// <summary>Remark codes.</summary>
    public IReadOnlyList<string> Rarc { get; init; } = [];

    /// <summary>Kind of dispute (<c>clinical</c>, <c>payment</c>, <c>nsa</c>).</summary>
    public string? DisputeType { get; init; }
}

/// <summary>One clock of a window.</summary>
public sealed record WindowClock
{
    /// <summary>The day it starts from; that day itself is not counted.</summary>
    public required WindowAnchor Anchor { get; init; }

    /// <summary>How many units.</summary>
    public required int Amount { get; init; }

    /// <summary>The unit.</summary>
    public required WindowUnit Unit { get; init; }

    /// <summary>Days after the anchor on which receipt is presumed.</summary>
    public int ReceiptPresumptionDays { get; init; }

    /// <summary>Whether a proven day of receipt replaces the presumption.</summary>
    public bool Rebuttable { get; init; } = true;
}

/// <summary>How long the payer has to answer.</summary>
/// <param name="Amount">How many units.</param>
/// <param name="Unit">The unit.</param>
public sealed record ResponseClock(int Amount, WindowUnit Unit);
