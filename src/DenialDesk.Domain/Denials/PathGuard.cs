using System.Globalization;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Says which ways are open with a denial, which are shut and for whom, and which one to go first.</summary>
/// <remarks>Worked examples: docs/rules/path-guard.md. What a single step may never be is asked of <see cref="DenialSteps"/>; here stands what the ways forbid each other.</remarks>
public static class PathGuard
{
    private static readonly WorkPath[] Sending = [WorkPath.CorrectResubmit, WorkPath.Appeal];

    /// <summary>Every way with what speaks against it, and the one to go first. Calling the payer and waiting are never shut.</summary>
    public static PathAdvice Advise(PathFacts facts)
    {
        var options = Enum.GetValues<WorkPath>().Select(path => new PathOption(path, [.. Notes(facts, path)])).ToArray();
        var (path, reasons) = PathChoice.Of(facts, options);
        return new(path, reasons, options);
    }

    /// <summary>The step that goes a way; null for waiting and calling, which change nothing.</summary>
    public static DenialStepKind? StepOf(WorkPath path) => path switch
    {
        WorkPath.CorrectResubmit => DenialStepKind.CorrectedResubmitted,
        WorkPath.Appeal => DenialStepKind.Appealed,
        WorkPath.NextPayer => DenialStepKind.ToNextPayer,
        WorkPath.Patient => DenialStepKind.ToPatient,
        WorkPath.WriteOff => DenialStepKind.WriteOff,
        _ => null,
    };

    /// <summary>The way a step goes; null for a step that goes none.</summary>
    public static WorkPath? PathOf(DenialStepKind step) => Enum.GetValues<WorkPath>().Where(path => StepOf(path) == step).Select(path => (WorkPath?)path).FirstOrDefault();

    /// <summary>Why this way may not be gone on this ground; null when it may.</summary>
    public static Refusal? Refuse(PathOption option, PathGround ground)
    {
        var stop = option.Stops.Where(s => !ground.Lifts(s)).MinBy(s => s.Stop);
        return stop?.Stop switch
        {
            null => null,
            PathOverride.Never => new(stop.Code, stop.Sentence),
            PathOverride.GoodCause => new(stop.Code, $"{stop.Sentence} Write down the good cause to go this way all the same."),
            _ => new(stop.Code, $"{stop.Sentence} {(ground.MayOverride ? "Write down why it is done all the same." : "A lead or a manager can decide otherwise, with a reason.")}"),
        };
    }

    /// <summary>The stops that somebody with the permission lifts by this reason, by their codes.</summary>
    public static IReadOnlyList<string> Lifted(PathOption option, PathGround ground) => [.. option.Stops.Where(ground.Lifts).Select(s => s.Code)];

    /// <summary>The facts of a step as they count once stops are lifted: other coverage that turned out not to be there no longer stands before the patient.</summary>
    public static DenialFacts Granted(DenialFacts facts, IReadOnlyCollection<string> lifted) => lifted.Contains("later_payer") ? facts with { LaterPayerKnown = false } : facts;

    private static IEnumerable<PathNote> Notes(PathFacts facts, WorkPath path)
    {
        if (StepOf(path) is not { } step) { return []; }

        if (facts.Reversal)
        {
            return [new("not_a_denial", "The payer took an earlier decision back here (claim status 22). That denies nothing: wait for the answer that follows.", PathOverride.Never)];
        }

        var rights = Rights(facts, step);
        if (rights is [{ Stop: PathOverride.Never }]) { return rights; }

        return rights
            .Concat(Sending.Contains(path) ? Way(facts, path).Concat(Flight(facts, path)) : [])
            .Concat(path switch
            {
                WorkPath.NextPayer => NextPayer(facts),
                WorkPath.WriteOff => WriteOff(facts),
                _ => [],
            });
    }

    /// <summary>What no typing could cure about the step itself. Only other coverage may turn out to be none, so only that can be lifted.</summary>
    private static PathNote[] Rights(PathFacts facts, DenialStepKind step) => DenialSteps.Incurable(facts.Denial, step, facts.Today) is { } refusal
        ? [new(refusal.Code, refusal.Sentence, refusal.Code == "later_payer" ? PathOverride.Lead : PathOverride.Never)]
        : [];

    private static IEnumerable<PathNote> Way(PathFacts facts, WorkPath path)
    {
        if (path == WorkPath.Appeal && facts.Rejected)
        {
            yield return new("rejected", "The claim as last sent was refused before the payer decided anything; a refused claim is corrected and sent as new, never appealed. Settle its rejection first.", PathOverride.Never);
        }

        if (path == WorkPath.CorrectResubmit && facts.Hardness == Hardness.Hard && facts.FirstAction is not (FirstAction.CorrectResubmit or FirstAction.RequestInfo))
        {
            yield return CategoryDefaults.RepairedByClaim(facts.Category)
                ? new("hard_unless_found", "This is a hard denial: a corrected claim helps only with what was missing, such as an authorization that is found.")
                : new("hard_denial", "This is a hard denial: no correction of the claim changes it, and a second claim is denied as a duplicate.", PathOverride.Lead);
        }

        if (path == WorkPath.CorrectResubmit && facts.DoNotResend)
        {
            yield return new("do_not_resend", "The payer's remark asks for nothing to be sent now; another claim would only make it worse.", PathOverride.Lead);
        }

        if (Window(facts, path) is { } window) { yield return window; }

        if (facts.EvidenceMissing.Count > 0)
        {
            yield return new("evidence_missing", $"Still missing: {string.Join(", ", facts.EvidenceMissing)}. Get it, or have it waived with a reason, before anything is sent.", PathOverride.Lead);
        }

        if (path == WorkPath.Appeal && facts.EvidenceUnseen.Count > 0)
        {
            yield return new("evidence_unseen", $"Not on file here: {string.Join(", ", facts.EvidenceUnseen)}. An appeal without it seldom wins.");
        }

        if (path == WorkPath.Appeal && facts.ReconsiderationFirst)
        {
            yield return new("reconsideration_first", "This payer wants a reconsideration first; an appeal before its answer is sent back.");
        }

        if (facts is { GracePeriod: true }) { yield return new("grace_period", "The patient's coverage is in a grace period; the payer decides when it ends."); }

        if (!facts.Denial.WorthWorking) { yield return new("costs_more", "This is expected to cost more than it brings."); }
    }

    private static PathNote? Window(PathFacts facts, WorkPath path)
    {
        var window = path == WorkPath.Appeal ? facts.DisputeBy : facts.CorrectBy;
        if (window is null || window.LastDay >= facts.Today || facts.InFlight is { Elsewhere: false }) { return null; }

        var last = window.LastDay.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
        return window.Assumed
            ? new("window_assumed", $"By our cautious default the last day was {last}. Ask the payer for its own window.")
            : new("window_closed", $"The last day {(path == WorkPath.Appeal ? "to appeal" : "for a corrected claim")} was {last}.", PathOverride.GoodCause);
    }

    private static IEnumerable<PathNote> Flight(PathFacts facts, WorkPath path)
    {
        if (facts.InFlight is not { } sent) { yield break; }

        var what = sent.Path == WorkPath.Appeal ? "An appeal" : "A corrected claim";
        var since = sent.Since.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
        if (path == WorkPath.CorrectResubmit && sent.Path == WorkPath.Appeal && facts.OriginalMedicare)
        {
            yield return new("medicare_appeal_pending", $"An appeal of {since} is with Medicare. A corrected claim sent meanwhile is refused and may end the appeal: wait for its decision, or withdraw it.", PathOverride.Lead);
        }
        else if (sent.Elsewhere)
        {
            yield return new("in_flight_elsewhere", $"{what} of {since} under the same payer claim number is still with the payer, sent for another denial of this claim.", PathOverride.Lead);
        }
        else if (path == WorkPath.Appeal && sent.Path == WorkPath.Appeal)
        {
            yield return new("appeal_pending", $"An appeal of {since} is with the payer. The next level opens with its decision.");
        }
        else
        {
            yield return new("in_flight", $"{what} of {since} is still with the payer. A second one crosses it and is taken for a duplicate.", PathOverride.Lead);
        }
    }

    private static IEnumerable<PathNote> NextPayer(PathFacts facts)
    {
        if (facts.Forwarded)
        {
            yield return new("forwarded", "The payer passed the claim on by itself. Bill the next payer by hand only when it says it has nothing.");
        }
        else if (!facts.Denial.LaterPayerKnown)
        {
            yield return new("no_next_payer", "No next payer is known for this claim: write down which one it goes to.");
        }
    }

    private static IEnumerable<PathNote> WriteOff(PathFacts facts)
    {
        if (facts.OpenNegotiation) { yield return new("open_negotiation", "Surprise-billing law was used: look at the open-negotiation dates before anything is given up."); }

        if (facts.InFlight is not null) { yield return new("answer_pending", "Something is still with the payer and may bring money."); }
        else if (facts.Denial is { Appealable: true, WorthWorking: true }) { yield return new("right_still_open", "It can still be appealed and is worth more than working it costs."); }
    }
}
