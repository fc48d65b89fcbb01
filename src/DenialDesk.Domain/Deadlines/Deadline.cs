namespace DenialDesk.Domain.Deadlines;

/// <summary>A worked-out deadline, with everything needed to explain it and to work it out again.</summary>
public sealed record Deadline
{
    /// <summary>The step it is for.</summary>
    public required WindowAction Action { get; init; }

    /// <summary>The last day, inclusive: the due day itself is in time. Nothing when there is no right or an anchor is missing.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The last day on which filing is comfortable: the due day less transit and a buffer of workdays.</summary>
    public DateOnly? LastSafeDay { get; init; }

    /// <summary>Identifier of the rule used.</summary>
    public required string RuleId { get; init; }

    /// <summary>Version of the rule used.</summary>
    public required int Version { get; init; }

    /// <summary>Whether the date comes from our default, because the payer has no rule. Passing it asks for a check and shuts nothing.</summary>
    public bool Assumed { get; init; }

    /// <summary>Whether rules of equal rank disagree; the earlier date was taken.</summary>
    public bool Conflict { get; init; }

    /// <summary>The rules that disagree, this one included; empty without a conflict.</summary>
    public IReadOnlyList<string> ConflictingRules { get; init; } = [];

    /// <summary>How it was counted, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whether the payer gives no such right.</summary>
    public bool NoRight { get; init; }

    /// <summary>What to do instead when there is no right.</summary>
    public WindowAction? Instead { get; init; }

    /// <summary>Anchors the rule needs and nobody has told yet.</summary>
    public IReadOnlyList<WindowAnchor> Missing { get; init; } = [];

    /// <summary>The step that has to be decided first.</summary>
    public WindowAction? Requires { get; init; }

    /// <summary>Smallest amount in dollars for which the right exists.</summary>
    public decimal? MinAmount { get; init; }

    /// <summary>Papers without which the step does not count.</summary>
    public IReadOnlyList<string> RequiresDoc { get; init; } = [];
}

/// <summary>How much room to keep before a due day.</summary>
/// <param name="TransitDays">Calendar days a filing is on its way; taken off only where the payer counts the day it receives. 0 for a portal.</param>
/// <param name="BufferWorkdays">Workdays kept free before that.</param>
public sealed record SafetyMargin(int TransitDays = 0, int BufferWorkdays = 2)
{
    /// <summary>Portal or electronic filing, two workdays of buffer.</summary>
    public static SafetyMargin Default { get; } = new();
}
