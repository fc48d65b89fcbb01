namespace DenialDesk.Domain.Deadlines;

/// <summary>Says in words what a scope is written for, and where it and a denial part.</summary>
internal static class ScopeMatch
{
    /// <summary>What a rule is written for, by its closest facet: "this payer".</summary>
    internal static string Reach(WindowScope scope) => RuleSelection.Nearness(scope) switch
    {
        5 => "the practice's own agreement with this payer",
        4 => "this plan",
        3 => "this payer",
        2 => "the payer's family",
        1 => "the line of business",
        _ => "every payer",
    };

    /// <summary>Whether the rule is about this denial's payer or kind of payer at all; what it asks beyond that may still differ.</summary>
    internal static bool IsNear(WindowScope scope, WindowContext context)
    {
        if (One("", scope.Contract, context.Contract) is not null || One("", scope.Plan, context.Plan) is not null
            || One("", scope.Payer, context.Payer) is not null || One("", scope.PayerFamily, context.PayerFamily) is not null)
        {
            return false;
        }

        var named = RuleSelection.Nearness(scope) >= 2;
        return (named || Many("", scope.Lob, context.Lob) is null)
            && (named || scope.State is null || context.State is null || One("", scope.State, context.State) is null);
    }

    /// <summary>The first facet on which the rule and the denial part, in words; null when none does.</summary>
    internal static string? Parting(WindowScope scope, WindowContext context) =>
        Many("line of business", scope.Lob, context.Lob)
        ?? One("state", scope.State, context.State)
        ?? One("funding", scope.Funding, context.Funding)
        ?? One("network", scope.Network, context.Network)
        ?? One("type of provider", scope.ProviderType, context.ProviderType)
        ?? One("claim type", scope.ClaimType, context.ClaimType)
        ?? Many("category", scope.DenialCategory, context.DenialCategory)
        ?? One("kind of dispute", scope.DisputeType, context.DisputeType)
        ?? Codes("reason", scope.Carc, context.Carcs)
        ?? Codes("remark", scope.Rarc, context.Rarcs);

    private static string? One(string word, string? asked, string? known) => asked is null ? null : Many(word, [asked], known);

    private static string? Many(string word, IReadOnlyList<string> asked, string? known)
    {
        if (asked.Count == 0 || (known is not null && asked.Contains(known, StringComparer.OrdinalIgnoreCase))) { return null; }

        var wanted = string.Join(" or ", asked).Replace('_', ' ');
        return known is null ? $"asks for {word} {wanted}, and nobody has told the {word} here" : $"is for {word} {wanted}; here it is {known.Replace('_', ' ')}";
    }

    private static string? Codes(string word, IReadOnlyList<string> asked, IReadOnlyList<string> known)
        => asked.Count == 0 || asked.Any(code => known.Contains(code, StringComparer.OrdinalIgnoreCase)) ? null : $"is only for {word} {string.Join(" or ", asked)}";
}
