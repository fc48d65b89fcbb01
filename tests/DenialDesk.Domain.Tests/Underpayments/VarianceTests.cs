using DenialDesk.Domain.Underpayments;

namespace DenialDesk.Domain.Tests.Underpayments;

/// <summary>Expected against allowed: units, modifiers, places, tolerance, and what is flagged instead of guessed.</summary>
public sealed class VarianceTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Theory]
    [InlineData(100, 100, 0, VarianceKind.None)]
    [InlineData(100, 95, 0, VarianceKind.None)]              // five dollars are within the tolerance, inclusive
    [InlineData(100, 94.99, 5.01, VarianceKind.Underpaid)]
    [InlineData(1000, 970, 0, VarianceKind.None)]            // three percent too
    [InlineData(1000, 969.99, 30.01, VarianceKind.Underpaid)]
    [InlineData(100, 130, 0, VarianceKind.None)]             // more than expected is no underpayment
    [InlineData(100, 0, 0, VarianceKind.None)]               // nothing allowed is a denial's matter
    public void The_tolerance_is_five_dollars_or_three_percent_whichever_is_more(decimal rate, decimal allowed, decimal missing, VarianceKind kind)
    {
        var found = Variance.Of(Line(allowed), [Rate(rate)], [], null);

        Assert.Equal((kind, missing), (found.Kind, found.Shortfall));
    }

    [Fact]
    public void A_rate_is_a_unit_s_and_never_more_than_the_charge()
    {
        Assert.Equal(60m, Variance.Of(Line(240) with { Units = 3m }, [Rate(100)], [], null).Shortfall);
        Assert.Equal(VarianceKind.None, Variance.Of(Line(80) with { Charge = 80m }, [Rate(100)], [], null).Kind);
        Assert.Equal(80m, Variance.Of(Line(80) with { Charge = 80m }, [Rate(100)], [], null).Expected);
    }

    [Theory]
    [InlineData("26", "26", 40, null)]
    [InlineData("26", "", null, VarianceKind.Look)]          // the professional part without a rate of its own
    [InlineData("51", "", null, VarianceKind.Look)]
    [InlineData("50", "", null, VarianceKind.Look)]
    [InlineData("25", "", 40, null)]                         // says that a visit was separate; the price stays
    [InlineData("LT", "", 40, null)]
    public void A_modifier_that_changes_the_price_needs_a_rate_of_its_own(string modifier, string rated, int? expected, VarianceKind? kind)
    {
        var found = Variance.Of(Line(40) with { Modifiers = [modifier] }, [Rate(40) with { Modifier = rated }], [], null);

        Assert.Equal(expected, (int?)found.Expected);
        Assert.Equal(kind ?? VarianceKind.None, found.Kind);
    }

    [Fact]
    public void The_most_specific_rate_of_the_day_holds_and_of_equals_the_later_one()
    {
        FeeRate[] rates =
        [
            Rate(100) with { RateId = 1 }, Rate(110) with { RateId = 2 }, Rate(90) with { RateId = 3, Plan = "Gold" }, Rate(50) with { RateId = 4, Modifier = "26" },
            Rate(500) with { RateId = 5, From = Day.AddDays(1) }, Rate(700) with { RateId = 6, To = Day.AddDays(-1), From = Day.AddYears(-1) },
        ];

        Assert.Equal(110m, Variance.Of(Line(1), rates, [], null).Expected);
        Assert.Equal(90m, Variance.Of(Line(1) with { Plan = "gold" }, rates, [], null).Expected);
        Assert.Equal(50m, Variance.Of(Line(1) with { Modifiers = ["26"] }, rates, [], null).Expected);
    }

    [Fact]
    public void A_place_that_nobody_told_is_not_guessed()
    {
        FeeRate[] rates = [Rate(100) with { Place = "11" }, Rate(60) with { Place = "22" }];

        Assert.Equal(VarianceKind.Look, Variance.Of(Line(60), rates, [], null).Kind);
        Assert.Equal(60m, Variance.Of(Line(60) with { Place = "22" }, rates, [], null).Expected);
        Assert.Equal(VarianceKind.Look, Variance.Of(Line(60) with { Place = "21" }, rates, [], null).Kind);
    }

    [Fact]
    public void A_share_of_Medicare_needs_Medicare_s_rate_of_that_day()
    {
        var contract = Rate(0) with { Dollars = null, PercentOfMedicare = 115m };
        var medicare = Rate(83.33m);

        var found = Variance.Of(Line(80), [contract], [medicare], null);

        Assert.Equal((95.83m, ExpectationBasis.Medicare), (found.Expected, found.Basis));
        Assert.Equal(15.83m, found.Shortfall);
        Assert.Equal(VarianceKind.Look, Variance.Of(Line(80), [contract], [medicare with { From = Day.AddDays(1) }], null).Kind);
    }

    [Theory]
    [InlineData("CO", "45", VarianceKind.Underpaid)]
    [InlineData("CO", "253", VarianceKind.Underpaid)]
    [InlineData("PR", "1", VarianceKind.Underpaid)]
    [InlineData("CO", "59", VarianceKind.Look)]
    [InlineData("CO", "97", VarianceKind.None)]
    [InlineData("OA", "23", VarianceKind.None)]
    public void Only_a_plain_contract_cut_is_held_to_the_rate(string group, string carc, VarianceKind kind)
        => Assert.Equal(kind, Variance.Of(Line(50) with { Reductions = [new(group, carc, 50m)] }, [Rate(100)], [], null).Kind);

    [Theory]
    [InlineData(8, 16, VarianceKind.Underpaid)]
    [InlineData(7, 16, VarianceKind.None)]
    [InlineData(7, 7, VarianceKind.None)]
    [InlineData(8, 8, VarianceKind.Underpaid)]
    public void Without_a_schedule_the_payer_s_own_habit_counts_when_it_is_one(int times, int of, VarianceKind kind)
    {
        var found = Variance.Of(Line(50), [], [], new(100m, times, of));

        Assert.Equal(kind, found.Kind);
        if (kind == VarianceKind.Underpaid) { Assert.Contains("no contract is on file", found.Sentence, StringComparison.Ordinal); }
    }

    [Fact]
    public void Without_a_schedule_and_a_habit_nothing_is_said() => Assert.Equal(VarianceResult.Nothing, Variance.Of(Line(50), [], [], null));

    private static PaidLine Line(decimal allowed) => new() { Code = "99213", Service = Day, Charge = 2000m, Allowed = allowed, Reductions = [new("CO", "45", 10m)] };

    private static FeeRate Rate(decimal dollars) => new() { Code = "99213", From = new(2026, 1, 1), Dollars = dollars };
}
