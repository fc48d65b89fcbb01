using System.Globalization;

namespace DenialDesk.Domain.Deadlines;

/// <summary>What a step is part of: mending the claim, disputing the decision, or something beside both.</summary>
public enum ClockPath
{
    /// <summary>Send the claim corrected, or as new.</summary>
    Correct,

    /// <summary>Dispute the decision: peer-to-peer, reconsideration, appeals, external review.</summary>
    Dispute,

    /// <summary>Answers to the payer, negotiation, the member's own appeal.</summary>
    Other,
}

/// <summary>How a clock stands on a day.</summary>
public enum ClockStanding
{
    /// <summary>It runs; its last day is today or later.</summary>
    Running,

    /// <summary>Its last day has passed.</summary>
    Passed,

    /// <summary>It starts when the step before it is decided.</summary>
    Waiting,

    /// <summary>It cannot be counted: a day is not known.</summary>
    DayMissing,

    /// <summary>The payer gives no such right.</summary>
    NoRight,

    /// <summary>The right may exist, and nobody has told its window.</summary>
    WindowUnknown,
}

/// <summary>One clock of a denial on a day.</summary>
/// <param name="Path">What the step is part of.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Deadline">Its last day, and how that was counted.</param>
/// <param name="Rule">The rule it was counted with; null for the last resort, which has none.</param>
/// <param name="DaysLeft">Calendar days to the last day, which is in time itself; negative when passed, null without a last day.</param>
public sealed record DenialClock(ClockPath Path, ClockStanding Standing, Deadline Deadline, WindowRule? Rule, int? DaysLeft);

/// <summary>All clocks of a denial at one glance: which run, which dies first on the path one chooses, and where one path lets the other's clock run out.</summary>
/// <remarks>Worked examples: docs/rules/deadlines.md, "Every clock". That an appeal does not stop the window for a corrected claim: domain.md §1.1 (Medicare: [S4]; the rest by silence).</remarks>
public static class EveryClock
{
    private static readonly (WindowAction Action, ClockPath Path)[] _steps =
    [
        (WindowAction.CorrectedClaim, ClockPath.Correct), (WindowAction.TimelyFiling, ClockPath.Correct), (WindowAction.Reopening, ClockPath.Correct),
        (WindowAction.TimelyFilingException, ClockPath.Correct), (WindowAction.PeerToPeer, ClockPath.Dispute), (WindowAction.Reconsideration, ClockPath.Dispute),
        (WindowAction.Appeal1, ClockPath.Dispute), (WindowAction.Appeal2, ClockPath.Dispute), (WindowAction.Appeal3, ClockPath.Dispute), (WindowAction.Appeal4, ClockPath.Dispute),
        (WindowAction.Appeal5, ClockPath.Dispute), (WindowAction.ExternalReview, ClockPath.Dispute), (WindowAction.RecordsResponse, ClockPath.Other),
        (WindowAction.RefundDispute, ClockPath.Other), (WindowAction.IdrOpenNegotiation, ClockPath.Other), (WindowAction.IdrInitiate, ClockPath.Other),
        (WindowAction.MemberAppeal, ClockPath.Other), (WindowAction.InitialNotice, ClockPath.Other), (WindowAction.RetroAuthorization, ClockPath.Other),
    ];

    /// <summary>Every clock that some rule gives the denial: running ones first, the next to die at the top. Never empty.</summary>
    /// <param name="rules">All window rules, the defaults among them.</param>
    /// <param name="context">What is known about payer and denial.</param>
    /// <param name="events">The dates; at least the remittance's.</param>
    /// <param name="appealable">What the remittance says about the right of appeal.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="triggers">What else starts clocks: promises, other payers, requests.</param>
    public static IReadOnlyList<DenialClock> Of(
        IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, bool appealable, DateOnly today, ClockTriggers? triggers = null)
    {
        var more = triggers ?? ClockTriggers.None;
        var (clocks, next) = (new List<DenialClock>(), BesideClocks.NextLevel(rules, context, events, more));
        foreach (var (action, path) in _steps)
        {
            if (!BesideClocks.Asked(action, context, more)
                || DeadlineRule.Compute(rules, action, BesideClocks.ContextFor(action, context), BesideClocks.EventsFor(action, events, more, action == next)) is not { } deadline
                || !(Concerns(deadline) || action == next)) { continue; }

            var heard = path == ClockPath.Dispute && !appealable && !deadline.NoRight
                ? deadline with { NoRight = true, DueOn = null, LastSafeDay = null, Sentence = "The remittance gives no right of appeal" }
                : deadline;
            clocks.Add(At(path, heard, rules, today, action == next));
        }

        foreach (var (path, deadline, rule) in BesideClocks.Of(rules, context, events, more, clocks.Select(c => c.Deadline.Action).ToHashSet()))
        {
            clocks.Add(At(path, deadline, rule is null ? [] : [rule], today));
        }

        var first = FirstClock.Of(rules, context, events, appealable);
        if (!clocks.Exists(c => c.Deadline.DueOn is not null)) { clocks.Add(At(PathOf(first.Action), first, rules, today)); }

        // A default stands in where nothing is known: beside a window that is known and runs, it would only frighten. The denial's own first clock stays.
        var known = clocks.Where(c => c is { Standing: ClockStanding.Running, Deadline.Assumed: false } && c.Path != ClockPath.Other).Select(c => c.Path).ToHashSet();
        clocks.RemoveAll(c => c.Deadline.Assumed && known.Contains(c.Path) && c.Deadline.Action != first.Action);

        return [.. clocks.OrderBy(c => c.Standing).ThenBy(c => c.Standing == ClockStanding.Passed ? -c.DaysLeft : c.DaysLeft).ThenBy(c => c.Deadline.Action)];
    }

    /// <summary>The clock that dies first on a path; null when none runs on it.</summary>
    public static DenialClock? DiesFirst(IEnumerable<DenialClock> clocks, ClockPath path)
        => clocks.Where(c => c.Standing == ClockStanding.Running && c.Path == path).MinBy(c => c.Deadline.DueOn);

    /// <summary>Where following one path lets another's clock run out, in sentences.</summary>
    public static IReadOnlyList<string> Collisions(IReadOnlyList<DenialClock> clocks)
    {
        var told = new List<string>();
        if (DiesFirst(clocks, ClockPath.Correct) is { } correct && DiesFirst(clocks, ClockPath.Dispute) is { } dispute)
        {
            told.Add(correct.Deadline.DueOn <= dispute.Deadline.DueOn
                ? $"An appeal does not stop the {DeadlineSentence.Step(correct.Deadline.Action)} clock: it ends {Day(correct)}, {Before(correct, dispute)}. If the claim may need correcting, correct it first."
                : $"A corrected claim does not stop the {DeadlineSentence.Step(dispute.Deadline.Action)} clock: it ends {Day(dispute)}, {Before(dispute, correct)}. Ask the payer whether the appeal has to be filed meanwhile.");
        }

        foreach (var shared in clocks.Where(c => c is { Standing: ClockStanding.Running, Rule.SharedGroup: not null }).GroupBy(c => c.Rule!.SharedGroup).Where(g => g.Skip(1).Any()))
        {
            told.Add($"{Capital(string.Join(" and ", shared.Select(c => DeadlineSentence.Step(c.Deadline.Action))))} share one window: the time the first takes is lost to the second.");
        }

        return [.. told, .. Promises(clocks)];
    }

    /// <summary>A promise that outlasts a right: waiting for it loses the right.</summary>
    private static IEnumerable<string> Promises(IReadOnlyList<DenialClock> clocks)
        => from promise in clocks.Where(c => c.Deadline.Action == WindowAction.PromisedAnswer && c.Standing == ClockStanding.Running)
           from path in (ClockPath[])[ClockPath.Correct, ClockPath.Dispute]
           let dies = DiesFirst(clocks, path)
           where dies is not null && dies.Deadline.DueOn < promise.Deadline.DueOn
           select $"The payer promised its answer by {Day(promise)}, after the last day of the {DeadlineSentence.Step(dies.Deadline.Action)}, {Day(dies)}. Do not wait for it: file before that day.";

    /// <summary>Our defaults stand in for the steps every payer has and for what was asked of us, not for rights that nobody may offer.</summary>
    private static bool Concerns(Deadline deadline) => !deadline.Assumed
        || deadline.Action is WindowAction.CorrectedClaim or WindowAction.TimelyFiling or WindowAction.Reconsideration or WindowAction.Appeal1 or WindowAction.PeerToPeer
            or WindowAction.RecordsResponse;

    /// <summary>How a deadline stands; <c>open</c> when the decision it starts with is there.</summary>
    private static DenialClock At(ClockPath path, Deadline deadline, IReadOnlyCollection<WindowRule> rules, DateOnly today, bool open = false)
    {
        var standing = deadline switch
        {
            { NoRight: true } => ClockStanding.NoRight,
            { RuleId: "" } => ClockStanding.WindowUnknown,
            { Requires: not null } when !open => ClockStanding.Waiting,
            { DueOn: { } due } => due < today ? ClockStanding.Passed : ClockStanding.Running,
            { Missing.Count: > 0 } when deadline.Missing.All(m => m is WindowAnchor.PriorDecisionNoticeDate or WindowAnchor.PriorDecisionReceiptDate) => ClockStanding.Waiting,
            _ => ClockStanding.DayMissing,
        };
        int? left = standing is ClockStanding.Running or ClockStanding.Passed ? deadline.DueOn!.Value.DayNumber - today.DayNumber : null;
        return new(path, standing, deadline, rules.FirstOrDefault(r => r.Id == deadline.RuleId && r.Version == deadline.Version), left);
    }

    private static ClockPath PathOf(WindowAction action) => Array.Find(_steps, s => s.Action == action).Path;

    private static string Before(DenialClock early, DenialClock late)
    {
        var days = late.Deadline.DueOn!.Value.DayNumber - early.Deadline.DueOn!.Value.DayNumber;
        return days == 0
            ? $"on the same day as the {DeadlineSentence.Step(late.Deadline.Action)}'s"
            : $"{days} {(days == 1 ? "day" : "days")} before the {DeadlineSentence.Step(late.Deadline.Action)}'s";
    }

    private static string Day(DenialClock clock) => clock.Deadline.DueOn!.Value.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
