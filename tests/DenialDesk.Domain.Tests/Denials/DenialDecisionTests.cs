using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Denials;

public sealed class DenialDecisionTests
{
    private const string Page = "denial-decision.md";
    private static readonly DateOnly Today = new(2026, 3, 2);

    public static TheoryData<string> Examples => RuleTable.Names(Page, "Example");

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_worked_examples_come_out_as_written(string example)
    {
        var row = RuleTable.Row(Page, "Example", example);

        var decision = DenialDecision.Decide(ClaimExample.Claim(row), ShippedCodes.Book, Today);

        Assert.Equal(row["Buckets"], ClaimExample.Buckets(decision));
        Assert.Equal(row["Denial"], ClaimExample.Denial(decision));
        Assert.Equal(row["Flags"], ClaimExample.Flags(decision));
    }
}
