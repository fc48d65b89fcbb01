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
    public void A_desk_starts_with_every_reason_and_a_limit_for_billers_only()
    {
        Assert.All(Enum.GetValues<WriteOffReason>(), r => Assert.True(WriteOffPolicy.Shipped.Offers(r)));
        Assert.Equal((25m, null), (WriteOffPolicy.Shipped.BillerLimit, WriteOffPolicy.Shipped.ManagerLimit));
        Assert.Null(WriteOffPolicy.Shipped.Check());
    }

    [Fact]
    public void A_policy_that_makes_no_sense_is_refused()
    {
        Assert.Equal("limit_negative", (Policy with { BillerLimit = -1m }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { BillerLimit = 3000m }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { BillerLimit = null }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { LeadLimit = 20m }).Check()?.Code);
        Assert.Equal("limit_order", (Policy with { LeadLimit = 2501m }).Check()?.Code);
        Assert.Equal("limit", WriteOffPolicy.Shipped.Refuse(WriteOffTier.Lead, 25m, null)?.Code);
        Assert.Equal("no_reason", (Policy with { Reasons = [new(WriteOffReason.Other, false, false)] }).Check()?.Code);
    }
}
