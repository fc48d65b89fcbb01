using System.Text.Json;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class ShippedWindowRuleTests
{
    private static readonly DateOnly Start = new(2026, 1, 5);

    public static TheoryData<string> Ids => [.. ShippedWindowRules.All.Select(rule => rule.Id)];

    [Fact]
    public void Ninety_eight_rules_are_shipped_and_none_claims_to_be_verified()
    {
        Assert.Equal(98, ShippedWindowRules.All.Count);
        Assert.Equal(98, ShippedWindowRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(ShippedWindowRules.All, rule => Assert.Null(rule.VerifiedOn));
        Assert.All(ShippedWindowRules.All, rule => Assert.NotEmpty(rule.Source));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_computes_once_its_anchors_are_known(string id)
    {
        var rule = ShippedWindowRules.All.Single(rule => rule.Id == id);
        var events = new WindowEvents { Dates = Enum.GetValues<WindowAnchor>().ToDictionary(anchor => anchor, _ => Start) };

        var deadline = DeadlineRule.Compute(rule, events);

        Assert.Equal(rule.Right == WindowRight.None, deadline.NoRight);
        Assert.Equal(rule.Right == WindowRight.None, deadline.DueOn is null);
        Assert.True(deadline.DueOn is null || deadline.DueOn > Start);
        Assert.True(deadline.LastSafeDay is null || deadline.LastSafeDay < deadline.DueOn);
        Assert.Contains(rule.Id, deadline.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_survives_being_written_and_read(string id)
    {
        var rule = ShippedWindowRules.All.Single(rule => rule.Id == id);

        var written = JsonSerializer.Serialize(rule, ShippedWindowRules.Json);

        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize<WindowRule>(written, ShippedWindowRules.Json), ShippedWindowRules.Json));
    }
}
