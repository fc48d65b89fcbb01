using System.Collections.Frozen;
using System.Globalization;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Domain.Denials;

/// <summary>Allows or refuses a step on a denial and says where it leads. Buttons ask here; nothing else knows.</summary>
/// <remarks>Worked examples: docs/rules/denial-states.md.</remarks>
public static class DenialSteps
{
    private static readonly FrozenDictionary<DenialState, string> Names = new Dictionary<DenialState, string>
    {
        [DenialState.New] = "new",
        [DenialState.InWork] = "in work",
        [DenialState.Waiting] = "waiting for the payer",
        [DenialState.ClosedRecovered] = "closed as recovered",
        [DenialState.ClosedPatient] = "closed to the patient",
        [DenialState.ClosedNextPayer] = "closed to the next payer",
        [DenialState.WrittenOff] = "written off",
        [DenialState.Expired] = "expired",
        [DenialState.Superseded] = "closed by a later remittance",
    }.ToFrozenDictionary();

    /// <summary>Where a step leads, or why it may not be taken.</summary>
    /// <param name="Next">The state after the step.</param>
    /// <param name="Refusal">Why not.</param>
    public sealed record Outcome(DenialState Next, Refusal? Refusal)
    {
        /// <summary>Whether the step may be taken.</summary>
        public bool Allowed => Refusal is null;
    }

    /// <summary>Whether somebody still has to do something.</summary>
    public static bool IsOpen(DenialState state) => state is DenialState.New or DenialState.InWork or DenialState.Waiting;

    /// <summary>Whether the step counts as work on the denial; assigning and notes do not.</summary>
    public static bool IsWork(DenialStepKind step) => step is not (DenialStepKind.Assign or DenialStepKind.Unassign or DenialStepKind.Note or DenialStepKind.Reopen);

    /// <summary>Decides one step on a day of the practice.</summary>
    public static Outcome Take(DenialFacts facts, DenialStep step, DateOnly today) =>
        Refuse(facts, step, today) is { } refusal ? new(facts.State, refusal) : new(After(facts.State, step.Kind), null);

    /// <summary>The steps that may be taken now as far as they do not depend on what is typed in; for buttons.</summary>
    public static IReadOnlyList<DenialStepKind> Possible(DenialFacts facts, DateOnly today) =>
        [.. Enum.GetValues<DenialStepKind>().Where(kind => Incurable(facts, kind, today) is null)];

    /// <summary>Why a step may not be taken whatever is typed in; null when typing can make it possible.</summary>
    internal static Refusal? Incurable(DenialFacts facts, DenialStepKind kind, DateOnly today) => Refuse(facts, Filled(facts, kind), today);

    private static DenialState After(DenialState state, DenialStepKind step) => step switch
    {
        DenialStepKind.Start => DenialState.InWork,
        DenialStepKind.CorrectedResubmitted or DenialStepKind.Appealed => DenialState.Waiting,
        DenialStepKind.Recovered => DenialState.ClosedRecovered,
        DenialStepKind.ToPatient => DenialState.ClosedPatient,
        DenialStepKind.ToNextPayer => DenialState.ClosedNextPayer,
        DenialStepKind.WriteOff => DenialState.WrittenOff,
        DenialStepKind.Reopen => DenialState.InWork,
        _ => state,
    };

    private static Refusal? Refuse(DenialFacts facts, DenialStep step, DateOnly today)
    {
        if (step.Kind == DenialStepKind.Note)
        {
            return string.IsNullOrWhiteSpace(step.Note) ? new("note_empty", "Write the note first.") : null;
        }

        if (step.Kind == DenialStepKind.Reopen)
        {
            return IsOpen(facts.State) ? new("not_closed", $"This denial is {Names[facts.State]}; only a closed one can be reopened.")
                : facts.State == DenialState.Expired && string.IsNullOrWhiteSpace(step.Note) ? new("reopen_reason", "This denial expired with no decision. Write down why it is opened again: a good cause, or what the payer said.")
                : null;
        }

        return IsOpen(facts.State)
            ? RefuseOpen(facts, step, today)
            : new("closed", $"This denial is {Names[facts.State]}. Reopen it first.");
    }

    private static Refusal? RefuseOpen(DenialFacts facts, DenialStep step, DateOnly today) => step.Kind switch
    {
        DenialStepKind.Unassign when !facts.Assigned => new("not_assigned", "Nobody owns this denial, so there is nobody to take it from."),
        DenialStepKind.Start when facts.State == DenialState.InWork => new("already_started", "Work on this denial has already started."),
        DenialStepKind.CorrectedResubmitted => RefuseCorrection(facts, step, today),
        DenialStepKind.Appealed => RefuseAppeal(facts, step, today),
        DenialStepKind.Recovered => RefuseRecovery(facts, step),
        DenialStepKind.ToPatient => RefusePatient(facts),
        DenialStepKind.ToNextPayer when !facts.LaterPayerKnown && string.IsNullOrWhiteSpace(step.Note) =>
            new("no_next_payer", "No next payer is known for this claim. Write down which payer it goes to."),
        DenialStepKind.WriteOff => RefuseWriteOff(facts, step),
        _ => null,
    };

    private static Refusal? RefuseCorrection(DenialFacts facts, DenialStep step, DateOnly today)
    {
        if (!step.AsNewClaim && string.IsNullOrWhiteSpace(facts.PayerClaimNumber))
        {
            return new("no_payer_claim_number",
                "A corrected claim needs the payer's claim number, or it is denied as a duplicate. This remittance has none: find it with the payer, or send a new claim.");
        }

        if (facts.CorrectedAs == Payers.CorrectedHabit.New && !step.AsNewClaim)
        {
            return new("takes_new_only", "This payer takes no replacement claims (frequency 7). Correct it and send it as a new claim.");
        }

        if (facts.CorrectedAs == Payers.CorrectedHabit.Replacement && step.AsNewClaim && facts.NoAppealBecause is not "MA130" && !string.IsNullOrWhiteSpace(facts.PayerClaimNumber))
        {
            return new("takes_replacement_only", "This payer takes corrections only as a replacement (frequency 7) with its claim number; a new claim is denied as a duplicate.");
        }

        return facts.NoAppealBecause is "MA130" && !step.AsNewClaim
            ? new("needs_new_claim", "The payer could not process this claim (MA130). Correct it and send it as a new claim, not as a replacement.")
            : Late(facts, step, today, "correct");
    }

    private static Refusal? RefuseAppeal(DenialFacts facts, DenialStep step, DateOnly today)
    {
        if (!facts.Appealable)
        {
            return new("no_appeal_right", $"This denial cannot be appealed{Because(facts.NoAppealBecause)}. {InsteadOfAppeal(facts.NoAppealBecause)}");
        }

        return Late(facts, step, today, "appeal");
    }

    private static Refusal? Late(DenialFacts facts, DenialStep step, DateOnly today, string what)
    {
        var late = facts.DueOn < today && !facts.DueAssumed && facts.State != DenialState.Waiting;
        return late && string.IsNullOrWhiteSpace(step.Note)
            ? new("window_shut", $"The last day to {what} was {Day(facts.DueOn!.Value)}. Write down the good cause for filing late, or write it off.")
            : null;
    }

    private static Refusal? RefuseRecovery(DenialFacts facts, DenialStep step)
    {
        if (step.Amount is not > 0m)
        {
            return new("amount_missing", "Type the amount the payer paid; it has to be more than zero.");
        }

        if (Dollars.Cents(step.Amount.Value) != step.Amount)
        {
            return new("amount_not_cents", "Dollars and whole cents, as the payer paid them: 12.34. Check the amount.");
        }

        var limit = Math.Max(facts.BilledAmount ?? facts.DeniedAmount, facts.DeniedAmount) - facts.RecoveredAmount;
        return step.Amount > limit
            ? new("amount_too_high", $"{Dollars.Text(step.Amount.Value)} is more than the {Dollars.Text(Math.Max(limit, 0m))} still open on this denial. Check the amount.")
            : null;
    }

    private static Refusal? RefusePatient(DenialFacts facts)
    {
        if (!facts.AllPatientGroup)
        {
            return new("not_patient_responsibility",
                $"The payer sent this as {facts.LeadGroup}, which does not make it the patient's. Only amounts with group PR may be billed to a patient.");
        }

        if (facts.PatientProtection.Count > 0)
        {
            return new("patient_protected", $"Remark {facts.PatientProtection[0]} forbids billing the patient for this.");
        }

        return facts.LaterPayerKnown
            ? new("later_payer", "Another payer follows. Bill that payer first; the patient owes only what it leaves.")
            : null;
    }

    private static Refusal? RefuseWriteOff(DenialFacts facts, DenialStep step)
    {
        if (step.WriteOffReason is not { } reason)
        {
            return new("reason_missing", "Choose why this is written off.");
        }

        if (reason == WriteOffReason.Other && string.IsNullOrWhiteSpace(step.Note))
        {
            return new("reason_text_missing", "Write down why; \"other\" alone tells nobody anything.");
        }

        return facts is { Appealable: true, WorthWorking: true, State: DenialState.New } && string.IsNullOrWhiteSpace(step.Note)
            ? new("right_still_open", "This denial can still be appealed and is worth more than working it costs. Write down why it is given up anyway.")
            : null;
    }

    private static string Because(string? code) => code is null ? "" : $" ({code})";

    private static string InsteadOfAppeal(string? code) => code switch
    {
        "MA130" => "Correct it and send a new claim.",
        "N704" => "Correct it and send it again.",
        "N211" or "Medicare 29" => "Ask the payer for an exception if you have proof of timely filing; else correct it or write it off.",
        _ => "Send a corrected claim, bill another payer, or write it off.",
    };

    /// <summary>The step with everything a person could still type, so that only what cannot be cured by typing refuses it.</summary>
    private static DenialStep Filled(DenialFacts facts, DenialStepKind kind) => new()
    {
        Kind = kind,
        Note = "x",
        Amount = 0.01m,
        WriteOffReason = WriteOffReason.SmallBalance,
        AsNewClaim = string.IsNullOrWhiteSpace(facts.PayerClaimNumber) || facts.NoAppealBecause == "MA130" || facts.CorrectedAs == Payers.CorrectedHabit.New,
    };

    private static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
}
