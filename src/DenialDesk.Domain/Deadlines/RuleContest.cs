using System.Globalization;

namespace DenialDesk.Domain.Deadlines;

/// <summary>What became of a rule when the rule for a step was chosen.</summary>
public enum RuleOutcome
{
    /// <summary>It gives the last day.</summary>
    Wins,

    /// <summary>It is our default and stands in, because the closer rule needs a day nobody has told.</summary>
    StandsIn,

    /// <summary>As close as the winner, with another last day: a conflict to settle.</summary>
    Conflicts,

    /// <summary>Another rule counts before it, or it does not hold here.</summary>
    Loses,
}

/// <summary>One rule of the choice.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Why">Why, in words that follow "this rule".</param>
/// <param name="DueOn">The last day it would give, inclusive; null when it gives none here or its days are not known.</param>
public sealed record ContestedRule(WindowRule Rule, RuleOutcome Outcome, string Why, DateOnly? DueOn);

/// <summary>Why one window rule gives a step's last day and the others about the same payer do not: the choice of <see cref="RuleSelection"/>, told.</summary>
/// <remarks>Worked examples: docs/rules/deadlines.md, "Which rule won".</remarks>
/// <param name="Rules">The winner first, then what conflicts with it, then the losers, closest first.</param>
/// <param name="Elsewhere">How many rules for the step are about other payers or other kinds of payer.</param>
public sealed record RuleContest(IReadOnlyList<ContestedRule> Rules, int Elsewhere)
{
    /// <summary>The rule that gives the last day; null when no rule covers the step.</summary>
    public ContestedRule? Winner => Rules.FirstOrDefault(r => r.Outcome is RuleOutcome.Wins or RuleOutcome.StandsIn);

    /// <summary>Everything but the winner.</summary>
    public IEnumerable<ContestedRule> Others => Rules.Where(r => r != Winner);

    /// <summary>Whether rules of equal rank disagree.</summary>
    public bool Conflict => Rules.Any(r => r.Outcome == RuleOutcome.Conflicts);

    /// <summary>Tells the choice for a step.</summary>
    /// <param name="rules">All window rules, the defaults among them.</param>
    /// <param name="action">The step.</param>
    /// <param name="context">What is known about payer and denial.</param>
    /// <param name="events">The dates.</param>
    public static RuleContest Of(IEnumerable<WindowRule> rules, WindowAction action, WindowContext context, WindowEvents events)
    {
        var all = rules.Where(r => r.Action == action).ToList();
        var picked = RuleSelection.Pick(all, action, context, events);
        var chosen = DeadlineRule.Compute(all, action, context, events);
        var winner = all.Find(r => r.Id == chosen?.RuleId && r.Version == chosen.Version);
        var near = all.Where(r => ScopeMatch.IsNear(r.Scope, context)).ToList();
        var told = near.Select(r => Tell(r, winner, picked, context, events))
            .OrderBy(r => r.Outcome)
            .ThenBy(r => !RuleSelection.Matches(r.Rule.Scope, context))
            .ThenByDescending(r => RuleSelection.Nearness(r.Rule.Scope))
            .ThenByDescending(r => RuleSelection.Facets(r.Rule.Scope))
            .ThenBy(r => r.Rule.Id, StringComparer.Ordinal);
        return new([.. told], all.Count - near.Count);
    }

    private static ContestedRule Tell(WindowRule rule, WindowRule? winner, IReadOnlyList<WindowRule> picked, WindowContext context, WindowEvents events)
    {
        var own = DeadlineRule.Compute(rule, events);
        if (rule == winner) { return Winning(rule, own, picked, context); }

        if (ScopeMatch.Parting(rule.Scope, context) is { } parting) { return new(rule, RuleOutcome.Loses, parting, null); }

        if (!RuleSelection.InForce(rule, events)) { return new(rule, RuleOutcome.Loses, NotInForce(rule), own.DueOn); }

        if (!picked.Contains(rule)) { return new(rule, RuleOutcome.Loses, Lesser(rule, picked[0], context), own.DueOn); }

        if (own is { DueOn: null, NoRight: false }) { return new(rule, RuleOutcome.Loses, "is the closest, but " + AfterId(own.Sentence, rule), null); }

        var same = winner is not null && DeadlineRule.Compute(winner, events).DueOn == own.DueOn;
        return new(
            rule, same ? RuleOutcome.Loses : RuleOutcome.Conflicts,
            same ? $"is as close as {winner?.Id} and gives the same day" : $"is as close as {winner?.Id} and says otherwise: the earlier day is shown until somebody settles it", own.DueOn);
    }

    private static ContestedRule Winning(WindowRule rule, Deadline own, IReadOnlyList<WindowRule> picked, WindowContext context)
    {
        if (!picked.Contains(rule)) { return new(rule, RuleOutcome.StandsIn, "is our careful default and stands in until the missing day is known", own.DueOn); }

        if (rule.Assumed) { return new(rule, RuleOutcome.Wins, "is our careful default: nobody has told this payer's window", own.DueOn); }

        if (RuleSelection.TakesRight(rule)) { return new(rule, RuleOutcome.Wins, $"takes the right away because of {Because(rule, context)}, which counts before every window but an agreement's", own.DueOn); }

        var facets = RuleSelection.Facets(rule.Scope);
        var others = picked.Count == 1 ? "" : $", like {string.Join(" and ", picked.Where(r => r != rule).Select(r => r.Id))}; the earlier day counts";
        return new(rule, RuleOutcome.Wins, $"is the closest: written for {ScopeMatch.Reach(rule.Scope)}{(facets > 1 ? $", agrees in {facets} facets" : "")}{others}", own.DueOn);
    }

    private static string Lesser(WindowRule rule, WindowRule best, WindowContext context)
    {
        if (RuleSelection.TakesRight(best)) { return $"gives way to {best.Id}, which takes the right away because of {Because(best, context)}"; }

        if (RuleSelection.TakesRight(rule)) { return $"would take the right away, but {best.Id}, an agreement of the practice, grants it"; }

        var (mine, its) = (RuleSelection.Nearness(rule.Scope), RuleSelection.Nearness(best.Scope));
        if (rule.Assumed) { return $"is only our default: {best.Id} was written down by somebody"; }

        return mine < its
            ? $"is less specific: written for {ScopeMatch.Reach(rule.Scope)}, {best.Id} for {ScopeMatch.Reach(best.Scope)}"
            : $"is less specific: {Facets(rule)}, {best.Id} in {RuleSelection.Facets(best.Scope)}";
    }

    private static string Facets(WindowRule rule) => RuleSelection.Facets(rule.Scope) is 1 ? "it agrees in 1 facet" : $"it agrees in {RuleSelection.Facets(rule.Scope)} facets";

    private static string NotInForce(WindowRule rule)
    {
        var basis = rule.EffectiveBasis switch { EffectiveBasis.Dos => "services", EffectiveBasis.FilingDate => "filings", _ => "notices" };
        var from = rule.EffectiveFrom is { } first ? $" from {Day(first)}" : "";
        var to = rule.EffectiveTo is { } last ? $" to {Day(last)}" : "";
        return $"is not in force here: it holds for {basis}{from}{to}";
    }

    private static string Because(WindowRule rule, WindowContext context)
        => string.Join(" and ", rule.Scope.Carc.Where(context.Carcs.Contains).Select(c => "reason " + c).Concat(rule.Scope.Rarc.Where(context.Rarcs.Contains).Select(c => "remark " + c)));

    private static string AfterId(string sentence, WindowRule rule) => sentence.Replace($"rule {rule.Id} ", "", StringComparison.Ordinal);

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
