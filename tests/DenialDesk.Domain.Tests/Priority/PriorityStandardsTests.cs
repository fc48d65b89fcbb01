using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Priority;

public sealed class PriorityStandardsTests
{
    [Fact]
    public void A_line_of_business_has_its_own_starting_odds_where_it_is_known_to_differ()
    {
        var shipped = PriorityStandards.Shipped;

        Assert.Null(shipped.Check());
        Assert.Equal(.60, shipped.Prior(DenialCategory.Authorization, "ma"));
        Assert.Equal(.45, shipped.Prior(DenialCategory.Authorization, "commercial"));
        Assert.Equal(.45, shipped.Prior(DenialCategory.Authorization, null));
    }

    [Theory]
    [InlineData(0.5, .5, "standard_minutes")]
    [InlineData(481, .5, "standard_minutes")]
    [InlineData(10, 0, "standard_odds")]
    [InlineData(10, 1, "standard_odds")]
    public void Standards_nobody_can_learn_from_are_refused(double minutes, double odds, string code)
    {
        var changed = PriorityStandards.Shipped with { Categories = [new(DenialCategory.Coding, minutes, odds)] };

        Assert.Equal(code, changed.Check()?.Code);
    }

    [Fact]
    public void A_category_stands_once_in_the_list_and_one_left_out_keeps_what_was_shipped()
    {
        var coding = new CategoryStandard(DenialCategory.Coding, 9, .5);

        Assert.Equal("standard_twice", (PriorityStandards.Shipped with { Categories = [coding, coding] }).Check()?.Code);
        Assert.Equal(60, (PriorityStandards.Shipped with { Categories = [coding] }).Of(DenialCategory.MedicalNecessity).Minutes);
    }

    [Fact]
    public void The_closest_level_that_has_any_attempt_speaks_and_the_one_above_is_what_is_similar()
    {
        var family = ReversalRate.Estimate(.45, new(60, 100), new(20, 40), new(15, 30), new(4, 5));
        var payer = ReversalRate.Estimate(.45, new(60, 100), new(20, 40));
        var nothing = ReversalRate.Estimate(.45);

        Assert.Equal((4, 5, 4), (family.Level, family.Decided, family.Overturned));
        Assert.Equal(ReversalRate.Estimate(.45, new(60, 100), new(20, 40), new(15, 30)).Mean, family.Similar, 9);
        Assert.Equal(2, payer.Level);
        Assert.Equal((60 + (20 * .45)) / 120, payer.Similar, 9);
        Assert.Equal((0, .45), (nothing.Level, nothing.Similar));
    }
}
