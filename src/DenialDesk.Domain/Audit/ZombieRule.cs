using System.Globalization;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Audit;

/// <summary>A denial as the desk holds it, beside what the payer's answers say of it. All days are calendar days of the practice.</summary>
public sealed record ZombieFacts
{
    /// <summary>Where it stands here.</summary>
    public required DenialState State { get; init; }

    /// <summary>The day it was closed; null while it is open.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>The day a correction or an appeal went out; null when none is with the payer.</summary>
    public DateOnly? WaitingSince { get; init; }

    /// <summary>The day of the payer's newest answer about this claim; the denying remittance itself counts.</summary>
    public required DateOnly LastAnswerOn { get; init; }

    /// <summary>What the payer's answers made of it, told anew from all of them.</summary>
    public StoryTurn Turn { get; init; } = StoryTurn.Stands;

    /// <summary>The day of the answer that did it; null when the denial stands.</summary>
    public DateOnly? TurnOn { get; init; }

    /// <summary>The day an earlier denial of the same line was made that somebody had worked; null when there is none.</summary>
    public DateOnly? SameLineDeniedOn { get; init; }
}

/// <summary>Finds denials whose standing here is not their standing at the payer: dead here and alive there, or the other way round.</summary>
/// <remarks>Worked examples: docs/rules/self-audit.md.</remarks>
public static class ZombieRule
{
    /// <summary>What is wrong with one denial on a day; nothing when here and there agree.</summary>
    /// <param name="facts">The denial.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="silentDays">Calendar days a payer may take to answer; the day after the last of them is too long.</param>
    public static IEnumerable<AuditMark> Of(ZombieFacts facts, DateOnly today, int silentDays)
    {
        if (StillDenied(facts, today, silentDays) is { } denied) { yield return denied; }

        if (DenialSteps.IsOpen(facts.State) && facts.Turn == StoryTurn.Recovered)
        {
            yield return new(AuditKind.OpenButPaid, "", "open", $"paid by the remittance of {Day(facts.TurnOn)}");
        }

        if (facts is { State: DenialState.Waiting, WaitingSince: { } sent } && facts.LastAnswerOn <= sent && today > sent.AddDays(silentDays))
        {
            yield return new(AuditKind.NoAcknowledgement, "", $"waiting since {Day(sent)}", $"no answer of the payer since; the last one is of {Day(facts.LastAnswerOn)}");
        }

        if (facts is { State: DenialState.New, SameLineDeniedOn: { } before })
        {
            yield return new(AuditKind.DeniedAgain, "", "new, nobody has started", $"the same line was denied on {Day(before)} and worked");
        }
    }

    /// <summary>
    /// Closed as paid is believed for as long as a remittance may be on its way; a newer denial ends that at once. What a later answer closed must still be
    /// closed by one. Written off, to the patient, to the next payer and expired are the practice's own decisions: the payer's denial does not contradict them.
    /// </summary>
    private static AuditMark? StillDenied(ZombieFacts facts, DateOnly today, int silentDays) => facts switch
    {
        { State: DenialState.ClosedRecovered, Turn: StoryTurn.DeniedAgain } when facts.TurnOn >= facts.ClosedOn =>
            new(AuditKind.ClosedStillDenied, "", "closed as recovered", $"denied again on {Day(facts.TurnOn)}"),
        { State: DenialState.ClosedRecovered, Turn: StoryTurn.Stands, ClosedOn: { } closed } when today > closed.AddDays(silentDays) =>
            new(AuditKind.ClosedStillDenied, "", $"closed as recovered on {Day(closed)}", "no remittance shows the payment; the denial stands"),
        { State: DenialState.Superseded, Turn: StoryTurn.Stands } =>
            new(AuditKind.ClosedStillDenied, "", "closed by a later remittance", "no later answer speaks of it; the denial stands"),
        _ => null,
    };

    private static string Day(DateOnly? day) => day?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "an unknown day";
}
