using System.Globalization;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Which open way comes first, and why in words.</summary>
internal static class PathChoice
{
    internal static (WorkPath Path, IReadOnlyList<string> Reasons) Of(PathFacts facts, IReadOnlyList<PathOption> options)
    {
        if (Settled(facts) is { } settled && IsOpen(options, settled.Path)) { return settled; }

        var first = Preferred(facts);
        if (IsOpen(options, first.Path)) { return (first.Path, [first.Reason, .. Ends(facts, first.Path)]); }

        var stops = options[(int)first.Path].Stops.ToList();
        var shut = stops[0].Sentence;
        if (stops.TrueForAll(s => s.Code == "evidence_missing")) { return (WorkPath.Wait, [first.Reason, shut]); }

        var next = After(facts, first.Path).First(path => IsOpen(options, path));
        return (next, [first.Reason, $"That way is shut: {shut}", Instead(next)]);
    }

    /// <summary>Where something is decided or under way already, whatever the codes would try first.</summary>
    private static (WorkPath Path, IReadOnlyList<string> Reasons)? Settled(PathFacts facts)
    {
        if (facts.Reversal) { return (WorkPath.Wait, ["The payer took its earlier decision back (claim status 22): nothing is denied here, and the answer that replaces it follows."]); }

        if (facts.Rejected) { return (WorkPath.CorrectResubmit, ["The claim as last sent was refused before the payer decided: correct it and send it as new, from its rejection."]); }

        if (facts.InFlight is { } sent)
        {
            var what = $"{(sent.Path == WorkPath.Appeal ? "An appeal" : "A corrected claim")} of {Day(sent.Since)} is with the payer.";
            return sent.AnswerBy < facts.Today
                ? (WorkPath.Call, [what, $"It usually has answered by {Day(sent.AnswerBy.Value)}: ask where it is."])
                : (WorkPath.Wait, [what, sent.AnswerBy is { } by ? $"It usually answers by {Day(by)}." : "Its answer closes this or brings the next step."]);
        }

        if (facts.DoNotResend) { return (WorkPath.Wait, ["The payer's remark asks for nothing to be sent now."]); }

        if (facts.GracePeriod) { return (WorkPath.Wait, ["The patient's coverage is in a grace period; the payer decides when it ends."]); }

        return null;
    }

    private static (WorkPath Path, string Reason) Preferred(PathFacts facts) => facts.FirstAction switch
    {
        FirstAction.CorrectResubmit => (WorkPath.CorrectResubmit, facts.Denial.NoAppealBecause == "MA130"
            ? "The payer could not process the claim (MA130): it is corrected and sent as a new one."
            : "Its reason names something on the claim that can be put right."),
        FirstAction.RequestInfo => (WorkPath.CorrectResubmit, "The payer asks for something: get it and send it with the claim."),
        FirstAction.Appeal => (WorkPath.Appeal, "Nothing on the claim is wrong by its codes: the decision itself has to be disputed."),
        FirstAction.BillNextPayer => (WorkPath.NextPayer, "By its reason another payer has to pay."),
        FirstAction.BillPatient => (WorkPath.Patient, "The payer made it the patient's (group PR)."),
        FirstAction.WriteOff => (WorkPath.WriteOff, "By its reason no way brings this money."),
        FirstAction.Wait => (WorkPath.Wait, "By its reason the payer is not done with it."),
        _ => (WorkPath.Call, "Its codes do not say enough: ask the payer."),
    };

    /// <summary>What to try when the first choice is shut; calling is always open, so there is always one.</summary>
    private static IEnumerable<WorkPath> After(PathFacts facts, WorkPath first)
    {
        if (facts.Denial.LaterPayerKnown && first == WorkPath.Patient) { yield return WorkPath.NextPayer; }

        if (first is WorkPath.CorrectResubmit or WorkPath.Patient or WorkPath.NextPayer or WorkPath.WriteOff) { yield return WorkPath.Appeal; }

        if (first == WorkPath.Appeal) { yield return WorkPath.CorrectResubmit; }

        if (Closed(facts.CorrectBy, facts.Today) && (Closed(facts.DisputeBy, facts.Today) || !facts.Denial.Appealable)) { yield return WorkPath.WriteOff; }

        yield return WorkPath.Call;
    }

    private static string Instead(WorkPath path) => path switch
    {
        WorkPath.Appeal => "The decision can be disputed instead.",
        WorkPath.CorrectResubmit => "A corrected claim is still possible.",
        WorkPath.NextPayer => "The next payer comes before the patient.",
        WorkPath.WriteOff => "Every window is over: write it off with its true reason, so that it counts where it was lost.",
        _ => "Ask the payer what it will take.",
    };

    private static IEnumerable<string> Ends(PathFacts facts, WorkPath path)
    {
        var window = path switch { WorkPath.CorrectResubmit => facts.CorrectBy, WorkPath.Appeal => facts.DisputeBy, _ => null };
        if (window is { Assumed: false } && window.LastDay >= facts.Today) { yield return $"It has to be sent by {Day(window.LastDay)}."; }
    }

    private static bool IsOpen(IReadOnlyList<PathOption> options, WorkPath path) => options[(int)path].Standing != PathStanding.Stopped;

    private static bool Closed(PathWindow? window, DateOnly today) => window is { Assumed: false } && window.LastDay < today;

    private static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
}
