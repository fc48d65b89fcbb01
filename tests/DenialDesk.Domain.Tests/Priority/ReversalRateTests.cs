using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Priority;

public sealed class ReversalRateTests
{
    private const string Page = "priority.md";

    public static TheoryData<string> Odds => RuleTable.Names(Page, "Odds");

    public static TheoryData<string> Categories => RuleTable.Names(Page, "Category");

    public static TheoryData<string> Payments => RuleTable.Names(Page, "Expected payment");

    [Theory]
    [MemberData(nameof(Odds))]
    public void Rates_shrink_toward_what_is_known_more_broadly(string odds)
    {
        var row = RuleTable.Row(Page, "Odds", odds);

        var estimate = ReversalRate.Estimate(
            Number(row["Prior"]), Level(row["Category"]), Level(row["Payer and category"]), Level(row["Payer and code"]), Level(row["Procedure family"]));

        Assert.Equal(Number(row["Mean"]), estimate.Mean, 4);
        Assert.Equal(Number(row["Low"]), estimate.Low, 3);
        Assert.Equal(Number(row["High"]), estimate.High, 3);
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void Every_category_starts_with_standard_minutes_and_odds(string category)
    {
        var row = RuleTable.Row(Page, "Category", category);
        var standard = CategoryStandards.Of(CodeNames.Read<DenialCategory>(category));

        Assert.Equal(Number(row["Minutes"]), standard.Minutes);
        Assert.Equal(Number(row["Odds"]), standard.ReversalPrior);
        Assert.Equal(CategoryStandards.All.Count, Categories.Count);
    }

    [Theory]
    [MemberData(nameof(Payments))]
    public void An_expected_payment_says_what_it_rests_on(string payment)
    {
        var row = RuleTable.Row(Page, "Expected payment", payment);

        var expected = ExpectedRecovery.Of(
            Money(row["Denied"])!.Value, Money(row["Allowed"]), Money(row["Patient share"])!.Value,
            Money(row["Payer's charges"])!.Value, Money(row["Payer's payments"])!.Value);

        Assert.Equal(Money(row["Amount"]), expected.Amount);
        Assert.Equal(row["Basis"], expected.Basis.Text());
    }

    [Fact]
    public void An_attempt_counts_half_after_a_year()
    {
        Assert.Equal(1, ReversalRate.Decay(0));
        Assert.Equal(.5, ReversalRate.Decay(365), 12);
        Assert.Equal(.25, ReversalRate.Decay(730), 12);
        Assert.Equal(1, ReversalRate.Decay(-3));
    }

    [Fact]
    public void Every_estimate_stays_between_its_own_ends()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var levels = Enumerable.Range(0, 4).Select(_ => Some(random)).ToArray();

            var estimate = ReversalRate.Estimate(.05 + .9 * random.NextDouble(), levels);

            Assert.InRange(estimate.Mean, 0.0, 1.0);
            Assert.InRange(estimate.Mean, estimate.Low, estimate.High);
        }
    }

    [Fact]
    public void Little_history_gives_a_wide_interval_and_says_so()
    {
        Assert.True(ReversalRate.Estimate(.5).ThinHistory);
        Assert.False(ReversalRate.Estimate(.5, new Attempts(300, 500), new Attempts(200, 300), new Attempts(150, 200), new Attempts(90, 100)).ThinHistory);
    }

    private static Attempts Some(Random random)
    {
        var decided = random.Next(0, 400);
        return new(decided * random.NextDouble(), decided);
    }

    private static Attempts Level(string text)
    {
        var words = text.Split(" of ");
        return new(Number(words[0]), Number(words[1]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static decimal? Money(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
