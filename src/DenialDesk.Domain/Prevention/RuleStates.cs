namespace DenialDesk.Domain.Prevention;

/// <summary>What a pre-submission rule does.</summary>
public enum RuleState
{
    /// <summary>Nothing yet: it is being written and tried on the past.</summary>
    Draft,

    /// <summary>It is counted every night on what was sent, and warns nobody.</summary>
    Shadow,

    /// <summary>It warns when a file is checked.</summary>
    Warn,

    /// <summary>It is put away.</summary>
    Off,
}

/// <summary>The ways between the states of a rule. Nothing warns people that did not run in shadow first.</summary>
public static class RuleStates
{
    /// <summary>Where a rule may go from a state.</summary>
    public static IReadOnlyList<RuleState> From(RuleState state) => state switch
    {
        RuleState.Draft => [RuleState.Shadow, RuleState.Off],
        RuleState.Shadow => [RuleState.Warn, RuleState.Off],
        RuleState.Warn => [RuleState.Shadow, RuleState.Off],
        _ => [RuleState.Draft],
    };

    /// <summary>Null when the step may be taken, or why not.</summary>
    public static Refusal? Refuse(RuleState from, RuleState to)
        => From(from).Contains(to) ? null
            : to == RuleState.Warn ? new("not_shadowed", "Let the rule run in shadow first, so that you know how often it would warn for nothing.")
            : new("state", $"A rule that is {from.ToString().ToLowerInvariant()} cannot become {to.ToString().ToLowerInvariant()}.");
}
