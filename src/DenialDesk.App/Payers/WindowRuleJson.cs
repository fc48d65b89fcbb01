using System.Collections.Concurrent;
using System.Text.Json;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>A window rule as the body of its row in <c>window_rule</c>, written as shipped rules are.</summary>
public static class WindowRuleJson
{
    private const int MostKnown = 4_096;
    private static readonly ConcurrentDictionary<string, WindowRule> Known = new(StringComparer.Ordinal);

    /// <summary>The rule as JSON.</summary>
    public static string Write(WindowRule rule) => JsonSerializer.Serialize(rule, Deadlines.ShippedWindowRules.Json);

    /// <summary>The rule a body holds. A body that is no rule is an error of the database's content.</summary>
    public static WindowRule Read(string body)
    {
        // Every import reads the rules in force, some hundreds, and they hardly ever change.
        if (Known.TryGetValue(body, out var known)) { return known; }

        var rule = JsonSerializer.Deserialize<WindowRule>(body, Deadlines.ShippedWindowRules.Json) ?? throw new FormatException("A window rule's body is empty.");
        if (Known.Count < MostKnown) { Known[body] = rule; }

        return rule;
    }
}
