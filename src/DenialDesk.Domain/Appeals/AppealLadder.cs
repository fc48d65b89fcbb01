using System.Globalization;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.Appeals;

/// <summary>A level that is open, with its clock; or why there is none.</summary>
/// <param name="Level">The level; null when there is none.</param>
/// <param name="Deadline">Its clock; null when there is no level, or no window is known for it.</param>
/// <param name="Sentence">How the last day is counted, or why there is no level.</param>
public sealed record LevelOffer(WindowAction? Level, Deadline? Deadline, string Sentence)
{
    /// <summary>Whether it may be appealed.</summary>
    public bool Open => Level is not null;
}

/// <summary>The levels of appeal a payer gives, in order, each with its own clock and the amount that must be in controversy.</summary>
/// <remarks>Worked examples: docs/rules/appeals.md. The levels are those the payer's window rules name (Medicare's five: domain.md §1.1 [S1–S6]); with none known, a first and a second appeal by our careful default.</remarks>
public static class AppealLadder
{
    private static readonly WindowAction[] _order =
        [WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.Appeal3, WindowAction.Appeal4, WindowAction.Appeal5];

    /// <summary>The levels one may begin with, the recommended one first; a single closed offer when there is none.</summary>
    /// <param name="rules">All window rules, the defaults among them.</param>
    /// <param name="context">What is known about payer and denial.</param>
    /// <param name="events">The denial's dates.</param>
    /// <param name="appealable">What the remittance says about the right of appeal.</param>
    /// <param name="amount">Dollars in controversy.</param>
    public static IReadOnlyList<LevelOffer> Openings(IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, bool appealable, decimal amount)
    {
        if (!appealable) { return [None("The remittance gives no right of appeal. Correct the claim and send it, bill another payer, or write it off.")]; }

        var offers = Ladder(rules, context, events)
            .Select(level => (Level: level, Deadline: DeadlineRule.Compute(rules, level, context, events)))
            .Where(x => x.Deadline is { Requires: null } d && !d.Missing.Any(m => m is WindowAnchor.PriorDecisionNoticeDate or WindowAnchor.PriorDecisionReceiptDate))
            .Select(x => Offer(x.Level, x.Deadline!, context, amount)).ToList();
        if (offers.Count > 0) { return offers; }

        var refused = _order.Select(level => DeadlineRule.Compute(rules, level, context, events)).FirstOrDefault(d => d is { NoRight: true });
        return [None(refused is null ? "No level of appeal of this payer is known." : refused.Sentence)];
    }

    /// <summary>What follows after a level was decided against us.</summary>
    /// <param name="rules">All window rules, the defaults among them.</param>
    /// <param name="context">What is known about payer and denial.</param>
    /// <param name="events">The denial's dates.</param>
    /// <param name="after">The level that was decided.</param>
    /// <param name="decidedOn">The day of the decision; it starts the next clock.</param>
    /// <param name="amount">Dollars in controversy.</param>
    public static LevelOffer Next(IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events, WindowAction after, DateOnly decidedOn, decimal amount)
    {
        var decided = events with { Dates = new Dictionary<WindowAnchor, DateOnly>(events.Dates) { [WindowAnchor.PriorDecisionNoticeDate] = decidedOn } };
        var ladder = Ladder(rules, context, decided);
        var at = ladder.IndexOf(after);
        if (at >= 0 && at + 1 < ladder.Count && DeadlineRule.Compute(rules, ladder[at + 1], context, decided) is { } next) { return Offer(ladder[at + 1], next, context, amount); }

        if (after is WindowAction.ExternalReview or WindowAction.Appeal5) { return None("That was the last level. What is left is the contract, the regulator, or a write-off."); }

        return DeadlineRule.Compute(rules, WindowAction.ExternalReview, context, decided) is { NoRight: false } review
            ? Offer(WindowAction.ExternalReview, review, context, amount)
            : context.DisputeType == "clinical"
                ? new(WindowAction.ExternalReview, null, "No window of this payer is known for external review, and it may be short. Ask the payer today and have the window entered.")
                : None("The payer's rules name no further level. Ask the payer whether there is one, or end the denial another way.");
    }

    /// <summary>The levels of this payer in order; ours by default when nothing is known of it.</summary>
    private static List<WindowAction> Ladder(IReadOnlyCollection<WindowRule> rules, WindowContext context, WindowEvents events)
    {
        var counted = events with
        {
            Dates = new Dictionary<WindowAnchor, DateOnly>(events.Dates)
            {
                [WindowAnchor.PriorDecisionNoticeDate] = events[WindowAnchor.PriorDecisionNoticeDate] ?? events[WindowAnchor.NoticeDate] ?? events[WindowAnchor.RemitDate] ?? DateOnly.MinValue,
            },
        };
        var known = _order.Select(level => (Level: level, Deadline: DeadlineRule.Compute(rules, level, context, counted))).Where(x => x.Deadline is { Assumed: false }).ToList();
        var ladder = known.Where(x => !x.Deadline!.NoRight).Select(x => x.Level).ToList();
        if (ladder.Count > 0 || known.Exists(x => x.Level is WindowAction.Appeal1)) { return ladder; }

        return [WindowAction.Appeal1, WindowAction.Appeal2];
    }

    private static LevelOffer Offer(WindowAction level, Deadline deadline, WindowContext context, decimal amount)
    {
        if (deadline.NoRight) { return None(deadline.Sentence); }

        return deadline.MinAmount is { } least && amount < least
            ? None($"{AppealForms.Of(level, context.Lob).Name} is open from {Dollars.Text(least)} in controversy; this is about {Dollars.Text(amount)}. Claims on the same question may be added up where the payer allows it (rule {deadline.RuleId}).")
            : new(level, deadline, deadline.Sentence);
    }

    private static LevelOffer None(string sentence) => new(null, null, sentence);
}

/// <summary>What a level is called and the form it is asked for on.</summary>
/// <param name="Name">As the payer's world calls it.</param>
/// <param name="Form">The form's number; empty when a letter does.</param>
/// <param name="Source">Where that is from; empty for our own words.</param>
public sealed record LevelForm(string Name, string Form, string Source);

/// <summary>Names and forms of levels, where they are the same for everybody; a payer's own form stands in its channels.</summary>
public static class AppealForms
{
    private static readonly Dictionary<WindowAction, LevelForm> _medicare = new()
    {
        [WindowAction.Appeal1] = new("Redetermination by the Medicare contractor", "CMS-20027", "42 CFR 405.944"),
        [WindowAction.Appeal2] = new("Reconsideration by the qualified independent contractor", "CMS-20033", "42 CFR 405.964"),
        [WindowAction.Appeal3] = new("Hearing by an administrative law judge (OMHA)", "OMHA-100", "42 CFR 405.1014"),
        [WindowAction.Appeal4] = new("Review by the Medicare Appeals Council", "DAB-101", "42 CFR 405.1112"),
        [WindowAction.Appeal5] = new("Judicial review in a federal district court", "", "42 CFR 405.1136"),
    };

    /// <summary>Of a level in a line of business.</summary>
    public static LevelForm Of(WindowAction level, string? lob)
        => lob == "medicare_ffs" && _medicare.GetValueOrDefault(level) is { } medicare ? medicare : new(Capital(DeadlineSentence.Step(level)), "", "");

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
