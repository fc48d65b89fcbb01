namespace DenialDesk.Domain.Deadlines;

/// <summary>Which window rule applies: closest scope first, and what to do when two are equally close.</summary>
public static class RuleSelection
{
    /// <summary>The rules of the closest scope for an action, best first; several when they tie, none when nothing applies (not even a default).</summary>
    /// <remarks>Order: a rule that denies the right because of a reason or remark code wins unless a contract grants it; then contract, plan, payer,
    /// family, line of business, none; then the number of other facets that match. Ties are the caller's to show.</remarks>
    public static IReadOnlyList<WindowRule> Pick(IEnumerable<WindowRule> rules, WindowAction action, WindowContext context, WindowEvents events)
    {
        var matching = new List<WindowRule>();
        foreach (var rule in rules)
        {
            if (rule.Action == action && Matches(rule.Scope, context) && InForce(rule, events))
            {
                matching.Add(rule);
            }
        }

        if (matching.Count <= 1)
        {
            return matching;
        }

        var granted = matching.Exists(rule => rule.Right == WindowRight.Yes && rule.Scope.Contract is not null);
        var refused = matching.Where(TakesRight).ToList();
        if (refused.Count > 0 && !granted)
        {
            return Closest(refused);
        }

        return Closest(matching.Except(refused).ToList());
    }

    /// <summary>
    /// The rules that can matter to any denial of the payer and plan in the context: a shorter list that <see cref="Pick"/> and the clocks made from it answer
    /// the same from, for callers with many denials of one payer. What is left to each denial: its type of claim, category, codes and kind of dispute.
    /// </summary>
    public static IReadOnlyList<WindowRule> Reachable(IEnumerable<WindowRule> rules, WindowContext context) =>
        [.. rules.Where(rule => rule.Assumed || Nearness(rule.Scope) == 0 || MatchesPayer(rule.Scope, context))];

    /// <summary>
    /// The rules that can matter to denials with exactly this context, whatever their dates: the shortest list that <see cref="Pick"/> and the clocks made from it
    /// answer the same from, for callers with many denials that differ in their dates alone.
    /// </summary>
    public static IReadOnlyList<WindowRule> Matching(IEnumerable<WindowRule> rules, WindowContext context) =>
        [.. rules.Where(rule => rule.Assumed || Matches(rule.Scope, context))];

    /// <summary>Whether every facet the scope asks for is known and agrees.</summary>
    public static bool Matches(WindowScope scope, WindowContext context) =>
        MatchesPayer(scope, context)
        && One(scope.ProviderType, context.ProviderType)
        && One(scope.ClaimType, context.ClaimType)
        && Any(scope.DenialCategory, context.DenialCategory)
        && One(scope.DisputeType, context.DisputeType)
        && (scope.Carc.Count == 0 || scope.Carc.Any(code => Has(context.Carcs, code)))
        && (scope.Rarc.Count == 0 || scope.Rarc.Any(code => Has(context.Rarcs, code)));

    /// <summary>Whether the rule is in force on the day it goes by. A day that is not known shuts nothing out; a filing that has not happened is
    /// judged by the decision it answers, or the notice.</summary>
    public static bool InForce(WindowRule rule, WindowEvents events)
    {
        if (rule.EffectiveFrom is null && rule.EffectiveTo is null)
        {
            return true;
        }

        var notice = events[WindowAnchor.NoticeDate] ?? events[WindowAnchor.InitialDenialNoticeDate] ?? events[WindowAnchor.RemitDate];
        var day = rule.EffectiveBasis switch
        {
            EffectiveBasis.Dos => events[WindowAnchor.DosFrom],
            EffectiveBasis.FilingDate => events.FilingDate ?? events[WindowAnchor.PriorDecisionNoticeDate] ?? notice,
            _ => notice ?? events[WindowAnchor.DosFrom],
        };
        return day is null || ((rule.EffectiveFrom is null || day >= rule.EffectiveFrom) && (rule.EffectiveTo is null || day <= rule.EffectiveTo));
    }

    /// <summary>Whether the rule takes a right away because of a reason or remark code.</summary>
    internal static bool TakesRight(WindowRule rule) => rule.Right == WindowRight.None && (rule.Scope.Carc.Count > 0 || rule.Scope.Rarc.Count > 0);

    /// <summary>How close a scope is: 5 contract, 4 plan, 3 payer, 2 family, 1 line of business, 0 none.</summary>
    internal static int Nearness(WindowScope scope) =>
        scope.Contract is not null ? 5
        : scope.Plan is not null ? 4
        : scope.Payer is not null ? 3
        : scope.PayerFamily is not null ? 2
        : scope.Lob.Count > 0 ? 1
        : 0;

    private static bool MatchesPayer(WindowScope scope, WindowContext context) =>
        One(scope.Contract, context.Contract)
        && One(scope.Plan, context.Plan)
        && One(scope.Payer, context.Payer)
        && One(scope.PayerFamily, context.PayerFamily)
        && Any(scope.Lob, context.Lob)
        && One(scope.State, context.State)
        && One(scope.Funding, context.Funding)
        && One(scope.Network, context.Network);

    private static List<WindowRule> Closest(List<WindowRule> rules)
    {
        var best = rules.Max(Rank);
        return rules.FindAll(rule => Rank(rule) == best);
    }

    private static (int Nearness, int Facets, int Configured) Rank(WindowRule rule) => (Nearness(rule.Scope), Facets(rule.Scope), rule.Assumed ? 0 : 1);

    /// <summary>How many facets a scope asks for; a list of codes is one.</summary>
    internal static int Facets(WindowScope scope) =>
        Count(scope.Contract) + Count(scope.Plan) + Count(scope.Payer) + Count(scope.PayerFamily) + Count(scope.State) + Count(scope.Funding)
        + Count(scope.Network) + Count(scope.ProviderType) + Count(scope.ClaimType) + Count(scope.DisputeType)
        + Math.Min(scope.Lob.Count, 1) + Math.Min(scope.DenialCategory.Count, 1) + Math.Min(scope.Carc.Count, 1) + Math.Min(scope.Rarc.Count, 1);

    private static int Count(string? facet) => facet is null ? 0 : 1;

    private static bool One(string? asked, string? known) => asked is null || string.Equals(asked, known, StringComparison.OrdinalIgnoreCase);

    private static bool Any(IReadOnlyList<string> asked, string? known) => asked.Count == 0 || (known is not null && Has(asked, known));

    private static bool Has(IReadOnlyList<string> words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
