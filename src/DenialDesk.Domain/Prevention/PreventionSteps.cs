namespace DenialDesk.Domain.Prevention;

/// <summary>Where a change in the ledger stands.</summary>
public enum PreventionStatus
{
    /// <summary>Somebody thinks this would help.</summary>
    Proposed,

    /// <summary>The department and its owner will do it.</summary>
    Agreed,

    /// <summary>The office works this way; nothing is measured yet.</summary>
    InForce,

    /// <summary>At least one reading is there.</summary>
    Measuring,

    /// <summary>It stays, by a reading; later readings watch over it.</summary>
    Kept,

    /// <summary>The change was changed and has to be put in force again.</summary>
    Adjusted,

    /// <summary>It was taken back, or never made.</summary>
    Reverted,

    /// <summary>It stopped working, or came back for another reason.</summary>
    Reopened,
}

/// <summary>What may be done with a change.</summary>
public enum PreventionStepKind
{
    /// <summary>The department and its owner agree.</summary>
    Agree,

    /// <summary>It begins; the baseline is frozen.</summary>
    PutInForce,

    /// <summary>It worked and stays.</summary>
    Keep,

    /// <summary>Something about it changes.</summary>
    Adjust,

    /// <summary>It is taken back.</summary>
    Revert,

    /// <summary>It has to be looked at again.</summary>
    Reopen,
}

/// <summary>What is known of a change when a step is asked for.</summary>
public sealed record PreventionFacts
{
    /// <summary>Where it stands.</summary>
    public required PreventionStatus Status { get; init; }

    /// <summary>Whether somebody owns it.</summary>
    public required bool HasOwner { get; init; }

    /// <summary>Whether the department and the exact step of the workflow are named.</summary>
    public required bool HasCause { get; init; }

    /// <summary>Whether it says what changes.</summary>
    public required bool HasChange { get; init; }

    /// <summary>Whether a reading of this round is there that is past the first month.</summary>
    public required bool HasReading { get; init; }

    /// <summary>The practice's day.</summary>
    public required DateOnly Today { get; init; }
}

/// <summary>Which steps a change may take. Worked examples: docs/rules/prevention.md.</summary>
public static class PreventionSteps
{
    /// <summary>A change that began longer ago than this cannot be entered as one that begins.</summary>
    public const int OldestDays = 400;

    /// <summary>Where the step leads, or why it is refused.</summary>
    /// <param name="facts">The change as it stands.</param>
    /// <param name="step">What is asked.</param>
    /// <param name="note">The person's words; needed to adjust, revert and reopen.</param>
    /// <param name="effectiveOn">First day of the new way of working, when it is put in force.</param>
    public static (PreventionStatus Status, Refusal? Refusal) Take(PreventionFacts facts, PreventionStepKind step, string note, DateOnly? effectiveOn)
    {
        var refusal = !Choices(facts.Status).Contains(step)
            ? new("step_not_now", $"A change that is {Words(facts.Status)} cannot be {Done(step)}.")
            : step switch
            {
                PreventionStepKind.Agree => Complete(facts),
                PreventionStepKind.PutInForce => Complete(facts) ?? Began(facts, effectiveOn),
                PreventionStepKind.Keep when !facts.HasReading => new("no_reading", "Nothing is measured yet, so nobody can say it worked. The first reading comes 60 days after the change."),
                PreventionStepKind.Adjust or PreventionStepKind.Revert or PreventionStepKind.Reopen when string.IsNullOrWhiteSpace(note) => new("note_missing", "Say in a few words why."),
                _ => null,
            };
        return refusal is null ? (After(step), null) : (facts.Status, refusal);
    }

    /// <summary>The steps a status offers, the usual one first.</summary>
    public static IReadOnlyList<PreventionStepKind> Choices(PreventionStatus status) => status switch
    {
        PreventionStatus.Proposed => [PreventionStepKind.Agree, PreventionStepKind.PutInForce, PreventionStepKind.Revert],
        PreventionStatus.Agreed => [PreventionStepKind.PutInForce, PreventionStepKind.Revert],
        PreventionStatus.InForce => [PreventionStepKind.Keep, PreventionStepKind.Adjust, PreventionStepKind.Revert],
        PreventionStatus.Measuring => [PreventionStepKind.Keep, PreventionStepKind.Adjust, PreventionStepKind.Revert],
        PreventionStatus.Kept => [PreventionStepKind.Reopen, PreventionStepKind.Adjust, PreventionStepKind.Revert],
        PreventionStatus.Adjusted => [PreventionStepKind.PutInForce, PreventionStepKind.Revert],
        PreventionStatus.Reverted => [PreventionStepKind.Reopen],
        _ => [PreventionStepKind.Agree, PreventionStepKind.PutInForce, PreventionStepKind.Adjust, PreventionStepKind.Revert],
    };

    /// <summary>A status inside a sentence.</summary>
    public static string Words(PreventionStatus status) => status switch
    {
        PreventionStatus.InForce => "in force",
        PreventionStatus.Measuring => "being measured",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static PreventionStatus After(PreventionStepKind step) => step switch
    {
        PreventionStepKind.Agree => PreventionStatus.Agreed,
        PreventionStepKind.PutInForce => PreventionStatus.InForce,
        PreventionStepKind.Keep => PreventionStatus.Kept,
        PreventionStepKind.Adjust => PreventionStatus.Adjusted,
        PreventionStepKind.Revert => PreventionStatus.Reverted,
        _ => PreventionStatus.Reopened,
    };

    private static string Done(PreventionStepKind step) => step switch
    {
        PreventionStepKind.Agree => "agreed",
        PreventionStepKind.PutInForce => "put in force",
        PreventionStepKind.Keep => "kept",
        PreventionStepKind.Adjust => "adjusted",
        PreventionStepKind.Revert => "reverted",
        _ => "reopened",
    };

    private static Refusal? Complete(PreventionFacts facts)
        => !facts.HasCause ? new("cause_missing", "Name the department and the exact step of the workflow where it goes wrong first.")
            : !facts.HasOwner ? new("owner_missing", "Give it an owner first: somebody has to see to it.")
            : null;

    private static Refusal? Began(PreventionFacts facts, DateOnly? on)
        => !facts.HasChange ? new("change_missing", "Say what changes first, so that everybody can see later what was measured.")
            : on is not { } day ? new("day_missing", "On which day of service does the office begin to work this way?")
            : day > facts.Today ? new("day_to_come", "That day is still to come. Put it in force on the day, when the baseline is complete.")
            : day < facts.Today.AddDays(-OldestDays) ? new("day_too_old", $"That is more than {OldestDays} days ago: too much else has changed since to measure it.")
            : null;
}
