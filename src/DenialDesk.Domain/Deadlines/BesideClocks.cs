using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Deadlines;

/// <summary>The clocks beside correction and appeal that no rule of the payer alone starts: a promise, the next payer, a request, a right whose window nobody knows.</summary>
internal static class BesideClocks
{
    private static readonly WindowAction[] _levels =
        [WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.Appeal3, WindowAction.Appeal4, WindowAction.Appeal5];

    /// <summary>Whether anybody asked for the step, so that its clock is no false alarm.</summary>
    internal static bool Asked(WindowAction action, WindowContext context, ClockTriggers triggers) => action switch
    {
        WindowAction.PeerToPeer => context.DisputeType == "clinical",
        WindowAction.RecordsResponse => RecordsAsked.By(context) is not null,
        WindowAction.RefundDispute => triggers.RefundAskedOn is not null,
        WindowAction.RetroAuthorization => context.DenialCategory == "authorization",
        WindowAction.IdrOpenNegotiation or WindowAction.IdrInitiate => context.Rarcs.Any(RemarkEffects.SurpriseBill),
        _ => true,
    };

    /// <summary>What the rule for a step is chosen by: surprise-billing steps have a kind of dispute of their own.</summary>
    internal static WindowContext ContextFor(WindowAction action, WindowContext context)
        => action is WindowAction.IdrOpenNegotiation or WindowAction.IdrInitiate ? context with { DisputeType = "nsa" } : context;

    /// <summary>The dates a step is counted from: a refund's from its own notice, the next level's from the decision before it.</summary>
    internal static WindowEvents EventsFor(WindowAction action, WindowEvents events, ClockTriggers triggers, bool next = false) => (action, triggers) switch
    {
        (WindowAction.RefundDispute, { RefundAskedOn: { } asked }) => new()
        {
            Dates = new Dictionary<WindowAnchor, DateOnly>(events.Dates) { [WindowAnchor.NoticeDate] = asked, [WindowAnchor.InitialDenialNoticeDate] = asked },
        },
        (_, { UpheldOn: { } upheld }) when next => events with { Dates = new Dictionary<WindowAnchor, DateOnly>(events.Dates) { [WindowAnchor.PriorDecisionNoticeDate] = upheld } },
        _ => events,
    };

    /// <summary>The step that the last upheld appeal opens: the one after as many levels as were upheld; external review after the last.</summary>
    internal static WindowAction? NextLevel(IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, ClockTriggers triggers)
    {
        if (triggers is not { UpheldOn: not null, Upheld: > 0 }) { return null; }

        var ladder = _levels.Where(a => DeadlineRule.Compute(rules, a, context, events) is { Assumed: false, NoRight: false }).ToList();
        if (ladder.Count == 0) { ladder = [WindowAction.Appeal1, WindowAction.Appeal2]; }

        return triggers.Upheld < ladder.Count ? ladder[triggers.Upheld] : WindowAction.ExternalReview;
    }

    /// <summary>The clocks that come from triggers alone.</summary>
    internal static IEnumerable<(ClockPath Path, Deadline Deadline, WindowRule? Rule)> Of(
        IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, ClockTriggers triggers, IReadOnlySet<WindowAction> known)
    {
        if (triggers.Promise is { } promise)
        {
            yield return (ClockPath.Other, new() { Action = WindowAction.PromisedAnswer, DueOn = promise.AnswerBy, LastSafeDay = promise.AnswerBy, RuleId = $"promise-{promise.Number}", Version = 1, Sentence = promise.Sentence }, null);
        }

        if (triggers.NextPayer is { } next && Filing(next, events) is var (filing, rule)) { yield return (ClockPath.Other, filing, rule); }

        if (triggers.RefundAskedOn is not null && !known.Contains(WindowAction.RefundDispute)
            && Like(rules, WindowAction.Reconsideration, WindowAction.RefundDispute) is { } refund)
        {
            yield return (ClockPath.Other, DeadlineRule.Compute(refund, EventsFor(WindowAction.RefundDispute, events, triggers)), refund);
        }

        foreach (var action in Unknown(context, triggers).Where(a => !known.Contains(a)))
        {
            yield return (action == WindowAction.ExternalReview ? ClockPath.Dispute : ClockPath.Other, NotKnown(action), null);
        }
    }

    /// <summary>Filing with the next payer: its own timely filing when known, counted from this payer's answer where its rule says so; else the careful default.</summary>
    private static (Deadline Deadline, WindowRule? Rule)? Filing(NextPayer next, WindowEvents events)
    {
        var answered = new WindowEvents
        {
            Dates = new Dictionary<WindowAnchor, DateOnly>(events.Dates) { [WindowAnchor.PrimaryEobDate] = events[WindowAnchor.NoticeDate] ?? events[WindowAnchor.RemitDate] ?? DateOnly.MinValue },
        };
        if (DeadlineRule.Compute(next.Rules, WindowAction.TimelyFiling, next.Context, answered) is { DueOn: not null, Assumed: false } known)
        {
            return (known with { Action = WindowAction.NextPayerFiling, Sentence = $"{known.Sentence}{Named(next)}" }, next.Rules.FirstOrDefault(r => r.Id == known.RuleId && r.Version == known.Version));
        }

        if (Like(next.Rules, WindowAction.CorrectedClaim, WindowAction.NextPayerFiling) is not { } like) { return null; }

        var assumed = DeadlineRule.Compute(like, answered);
        return assumed.DueOn is null ? null : (assumed with { Sentence = $"{assumed.Sentence}{Named(next)}" }, like);
    }

    private static string Named(NextPayer next) => next.Name is { Length: > 0 } name ? $". The next payer is {name}" : ". The remittance says that another payer follows, not which";

    /// <summary>Our default for another step, standing in for one that has none.</summary>
    private static WindowRule? Like(IEnumerable<WindowRule> rules, WindowAction from, WindowAction to)
        => rules.FirstOrDefault(r => r.Assumed && r.Action == from && RuleSelection.Nearness(r.Scope) == 0) is { } like ? like with { Id = $"default-{Codes.CodeNames.Text(to)}", Action = to } : null;

    /// <summary>Rights that may exist here and for which no window is known: no date is made up, the payer has to be asked.</summary>
    private static IEnumerable<WindowAction> Unknown(WindowContext context, ClockTriggers triggers)
    {
        if (context.DenialCategory == "authorization") { yield return WindowAction.RetroAuthorization; }

        if (context.DisputeType == "clinical" && triggers.UpheldOn is not null) { yield return WindowAction.ExternalReview; }
    }

    private static Deadline NotKnown(WindowAction action) => new()
    {
        Action = action,
        RuleId = "",
        Version = 0,
        Sentence = $"No window of this payer is known for {DeadlineSentence.Step(action)}, and it may be short. Ask the payer today and have the window entered",
    };
}
