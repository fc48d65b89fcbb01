using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.WriteOffs;

/// <summary>What somebody wants to give up, and why.</summary>
/// <param name="Reason">The reason; null when none was chosen.</param>
/// <param name="Step">The step of the office's workflow that let it in; empty when none was named.</param>
/// <param name="Words">The person's words; null or blank for none.</param>
public sealed record WriteOffWish(WriteOffReason? Reason, string Step, string? Words);

/// <summary>What is known when somebody decides on a request of another.</summary>
public sealed record WriteOffDecision
{
    /// <summary>Where the request stands.</summary>
    public required WriteOffRequestState State { get; init; }

    /// <summary>Whether who decides is who asked.</summary>
    public required bool OwnRequest { get; init; }

    /// <summary>True to approve, false to reject.</summary>
    public required bool Approve { get; init; }

    /// <summary>What the decider wrote.</summary>
    public string? Words { get; init; }

    /// <summary>Dollars asked for.</summary>
    public required decimal Asked { get; init; }

    /// <summary>Dollars that would leave the open denials now.</summary>
    public required decimal Now { get; init; }

    /// <summary>Whether a right is still open and worth more than using it costs (<see cref="WriteOffRequests.RightOpen"/>).</summary>
    public bool RightOpen { get; init; }
}

/// <summary>Who writes off alone, what needs a second person, and what that person may decide. Worked examples: docs/rules/write-offs.md.</summary>
public static class WriteOffRequests
{
    /// <summary>Whether a wish goes through at once (false), has to be approved (true), or is refused.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="tier">Who asks, by what they may do.</param>
    /// <param name="denial">The denial as it stands.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="today">The practice's day.</param>
    /// <remarks>An avoidable loss names the step that let it in, so that hard and expired denials still teach where to stop the next one. While a right is open and the
    /// denial is worth working, words are wanted (<see cref="DenialSteps"/> says so).</remarks>
    public static (bool NeedsApproval, Refusal? Refusal) Route(WriteOffPolicy policy, WriteOffTier tier, DenialFacts denial, WriteOffWish wish, DateOnly today)
    {
        if (DenialSteps.Take(denial, new() { Kind = DenialStepKind.WriteOff, WriteOffReason = wish.Reason, Note = wish.Words }, today).Refusal is { } shut) { return (false, shut); }

        if (RefuseStep(policy, wish.Reason, wish.Step) is { } unnamed) { return (false, unnamed); }

        return policy.Refuse(tier, Remaining(denial), wish.Reason) switch
        {
            null => (false, null),
            { Code: "limit" } => (true, null),
            var no => (false, no),
        };
    }

    /// <summary>Why a reason cannot stand without the step of the workflow that let it in; null when one is named or none is needed.</summary>
    public static Refusal? RefuseStep(WriteOffPolicy policy, WriteOffReason? reason, string? step)
        => reason is { } why && policy.Avoidable(why) && string.IsNullOrWhiteSpace(step)
            ? new("step_missing", $"“{WriteOffReasons.Words(why)}” counts as avoidable here. Choose the step that let it in, so that the next one can be stopped there.")
            : null;

    /// <summary>Whether giving it up gives up a right: it can be appealed, the last day is not over, nothing is with the payer, and it is expected to bring more than it costs.</summary>
    public static bool RightOpen(DenialFacts denial, DateOnly today)
        => denial is { Appealable: true, WorthWorking: true, State: DenialState.New or DenialState.InWork } && (denial.DueAssumed || denial.DueOn is not { } last || last >= today);

    /// <summary>Dollars that a write-off takes off the open denials: what was refused and has not come in.</summary>
    public static decimal Remaining(DenialFacts denial) => Math.Max(0m, denial.DeniedAmount - denial.RecoveredAmount);

    /// <summary>Why a decision cannot be made; null when it can. What the approver's own limit says is asked besides.</summary>
    public static Refusal? RefuseDecision(WriteOffDecision decision)
    {
        if (decision.State != WriteOffRequestState.Waiting)
        {
            return new("decided", $"This request is {Words(decision.State)} already. Load the page again.");
        }

        if (decision.OwnRequest) { return new("own_request", "You asked for this yourself: another person has to decide it."); }

        if (!decision.Approve) { return string.IsNullOrWhiteSpace(decision.Words) ? new("words_missing", "Write down why not: who asked has to know what to do instead.") : null; }

        if (decision.RightOpen && string.IsNullOrWhiteSpace(decision.Words))
        {
            return new("right_still_open", "This denial can still be appealed and is worth more than working it costs. Write down why it is given up anyway.");
        }

        return decision.Asked != decision.Now
            ? new("amount_changed", $"It was asked for {Dollars.Text(decision.Asked)}, but {Dollars.Text(decision.Now)} is open on the denial now. Reject it and have it asked for again.")
            : null;
    }

    /// <summary>A state in words.</summary>
    public static string Words(WriteOffRequestState state) => state switch
    {
        WriteOffRequestState.Waiting => "waiting for approval",
        WriteOffRequestState.Approved => "written off",
        WriteOffRequestState.Rejected => "rejected",
        WriteOffRequestState.Withdrawn => "withdrawn",
        WriteOffRequestState.Overtaken => "overtaken",
        _ => "reversed",
    };
}
