using System.Text.Json;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>A window rule as the body of its row in <c>window_rule</c>, written as shipped rules are.</summary>
public static class WindowRuleJson
{
    /// <summary>The rule as JSON.</summary>
    public static string Write(WindowRule rule) => JsonSerializer.Serialize(rule, Deadlines.ShippedWindowRules.Json);

    /// <summary>The rule a body holds. A body that is no rule is an error of the database's content.</summary>
    public static WindowRule Read(string body)
        => JsonSerializer.Deserialize<WindowRule>(body, Deadlines.ShippedWindowRules.Json) ?? throw new FormatException("A window rule's body is empty.");
}
