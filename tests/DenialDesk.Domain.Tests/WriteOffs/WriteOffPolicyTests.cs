using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Domain.Tests.WriteOffs;

public sealed class WriteOffPolicyTests
{
    private static readonly WriteOffPolicy Policy = WriteOffPolicy.Shipped with
    {
        LeadLimit = 250m,
        ManagerLimit = 2500m,
        Reasons = [.. WriteOffPolicy.Shipped.Reasons.Select(r => r with { Active = r.Reason != WriteOffReason.GoodwillSettlement })],
    };

    [Fact]
    public void Who_may_write_off_how_much_for_what_is_as_the_table_says()
    {
        foreach (var row in RuleTable.Rows("settings.md", "Who"))
        {
            var refusal = Policy.Refuse(CodeNames.Read<WriteOffTier>(row["Who"]), decimal.Parse(row["Amount"], CultureInfo.InvariantCulture), CodeNames.Read<WriteOffReason>(row["Reason"]));

            Assert.Equal($"{row["Who"]} {row["Amount"]} {row["Refused because"]}", $"{row["Who"]} {row["Amount"]} {refusal?.Code}");
        }
    }

    [Fact]
    public void A_desk_starts_with_every_reason_and_a_limit_for_each_tier_below_admin()
    {
        Assert.All(Enum.GetValues<WriteOffReason>(), r => Assert.True(WriteOffPolicy.Shipped.Offers(r)));
        Assert.Equal((25m, 250m, 2_500m), (WriteOffPolicy.Shipped.BillerLimit, WriteOffPolicy.Shipped.LeadLimit, WriteOffPolicy.Shipped.ManagerLimit));
        Assert.Null(WriteOffPolicy.Shipped.Check());
    }

    [Theory]
    [InlineData(WriteOffTier.Biller, 24.99, null)]
    [InlineData(WriteOffTier.Biller, 25, "a lead")]
    [InlineData(WriteOffTier.Biller, 250, "a manager")]
    [InlineData(WriteOffTier.Lead, 249.99, null)]
    [InlineData(WriteOffTier.Lead, 250, "a manager")]
    [InlineData(WriteOffTier.Manager, 2499.99, null)]
    [InlineData(WriteOffTier.Manager, 2500, "an admin")]
    [InlineData(WriteOffTier.Admin, 100000, null)]
    public void Above_a_shipped_limit_the_next_tier_is_named(WriteOffTier tier, decimal dollars, string? who)
    {
        var refusal = WriteOffPolicy.Shipped.Refuse(tier, dollars, null);

        Assert.Equal(who is null, refusal is null);
        Assert.True(who is null || refusal!.Sentence.Contains($"need {who}.", StringComparison.Ordinal), refusal?.Sentence);
    }

    [Fact]
    public void A_policy_that_makes_no_sense_is_refused()
    {
        Assert.Equal("limit_negative", (Policy with { BillerLimit = -1m }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { BillerLimit = 3000m }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { BillerLimit = null }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { LeadLimit = 20m }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { LeadLimit = 2501m }).Check()?.Code);
        Assert.Equal("limit", (WriteOffPolicy.Shipped with { LeadLimit = null }).Refuse(WriteOffTier.Lead, 25m, null)?.Code);
        Assert.Equal("no_reason", (Policy with { Reasons = [new(WriteOffReason.Other, false, false)] }).Check()?.Code);
    }
}
