using DenialDesk.App.Trends;

namespace DenialDesk.App.Tests.Trends;

public sealed class TrendTablesTests
{
    private static readonly TrendPeriod Period = TrendPeriod.Ending("2026-05", new(2026, 6, 20));
    private static readonly DateOnly May = new(2026, 5, 1);

    [Fact]
    public void Twelve_months_end_with_the_month_asked_for_or_with_todays()
    {
        Assert.Equal(new DateOnly(2025, 6, 1), Period.From);
        Assert.Equal(new DateOnly(2026, 6, 1), Period.Before);
        Assert.Equal(12, Period.All.Count);
        Assert.Equal(11, Period.IndexOf(May));
        Assert.Equal(new DateOnly(2026, 2, 1), TrendPeriod.Ending("last month", new(2026, 2, 28)).Last);
        Assert.Equal(new DateOnly(2026, 2, 1), TrendPeriod.Ending("2026-03", new(2026, 2, 28)).Last);
        Assert.Equal(new DateOnly(2026, 2, 1), TrendPeriod.Ending("0001-01", new(2026, 2, 28)).Last);
    }

    [Fact]
    public void A_payers_rate_is_out_of_its_own_claims_and_a_codes_out_of_all()
    {
        var tables = Tables(
            [new(May, 1, 80, 8_000), new(May, 2, 20, 1_000)],
            [new(May, 1, "coding", "16", 8, 500), new(May, 2, "coding", "97", 2, 900)]);

        Assert.Equal(new TrendCount(8, 80, 500, 8_000), tables.ByPayer.Single(r => r.Key == "1").Months[11]);
        Assert.Equal(new TrendCount(8, 100, 500, 9_000), tables.ByCarc.Single(r => r.Key == "16").Months[11]);
        Assert.Equal(new TrendCount(10, 100, 1_400, 9_000), tables.ByCategory.Single().Months[11]);
        Assert.Equal(tables.Overall.Total, tables.ByPayer.Select(r => r.Total).Aggregate((a, b) => a + b));
    }

    [Fact]
    public void The_top_codes_differ_by_count_and_by_dollars()
    {
        var tables = Tables(
            [new(May, 1, 100, 9_000)],
            [new(May, 1, "coding", "16", 8, 500), new(May, 1, "coding", "97", 2, 900), new(May, 1, "authorization", "197", 3, 700), new(May, 1, "other", "A1", 1, 10)]);

        Assert.Equal(["16", "197", "97"], tables.TopByCount(11).Select(r => r.Key));
        Assert.Equal(["97", "197", "16"], tables.TopByDollars(11).Select(r => r.Key));
        Assert.Empty(tables.TopByCount(0));
    }

    [Fact]
    public void Nothing_decided_is_empty_and_divides_nothing()
    {
        var tables = Tables([], []);

        Assert.True(tables.IsEmpty);
        Assert.Equal(default, tables.Overall.Total);
        Assert.Empty(tables.ByPayer);
    }

    private static TrendTables Tables(List<DecidedCount> decided, List<DeniedCount> denied)
        => TrendTables.From(Period, decided, denied, id => $"Payer {id}", name => name, code => code);
}
