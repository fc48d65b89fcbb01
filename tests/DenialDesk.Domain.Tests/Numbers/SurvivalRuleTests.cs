using System.Globalization;
using DenialDesk.Domain.Numbers;

namespace DenialDesk.Domain.Tests.Numbers;

public sealed class SurvivalRuleTests
{
    private const string Page = "numbers.md";

    public static TheoryData<string> Cases => [.. RuleTable.Rows(Page, "survival case").Select(r => r["survival case"])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Half_had_ended_by_the_day_of_the_page(string example)
    {
        var row = RuleTable.Rows(Page, "survival case").Single(r => r["survival case"] == example);

        var median = SurvivalRule.Median([.. Days(row["ended after days"]).Select(d => One(d)), .. Days(row["seen so long, not ended"]).Select(d => One(SurvivalRule.Open(d)))]);

        Assert.Equal((row["half by"], row["low"], row["high"]), (Text(median.Day), Text(median.Low), Text(median.High)));
    }

    /// <summary>Remission in weeks under 6-mercaptopurine, the example of every textbook (Freireich and others, 1963): half by week 23.</summary>
    [Fact]
    public void The_textbooks_leukemia_data_give_the_textbooks_median()
    {
        int[] ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        int[] open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];

        var median = SurvivalRule.Median([.. ended.Select(One), .. open.Select(d => One(SurvivalRule.Open(d)))]);

        Assert.Equal(new SurvivalMedian(23, 13, null), median);
    }

    [Fact]
    public void A_growing_backlog_makes_the_number_worse_while_the_mean_of_closed_ones_stays()
    {
        var closed = Enumerable.Range(1, 40).Select(One).ToList();

        var before = SurvivalRule.Median(closed);
        var after = SurvivalRule.Median([.. closed, .. Enumerable.Repeat(One(SurvivalRule.Open(60)), 30)]);

        Assert.Equal((20, 35), (before.Day, after.Day));
    }

    [Fact]
    public void A_number_of_days_is_read_from_its_parts_and_too_few_have_no_zone()
    {
        var definition = KpiDefinitions.Of(Kpi.TimeToResolution);
        var zones = NumberZones.Shipped with { Boundaries = [new(Kpi.TimeToResolution, 30, 60)] };
        Dictionary<int, KpiCount> parts = new() { [10] = new(20, 20, 20), [70] = new(20, 20, 20), [SurvivalRule.Open(80)] = new(0, 10, 10) };

        var value = KpiRule.Of(definition, new(40, 50, 50), parts, zones);
        var few = KpiRule.Of(definition, new(1, 2, 2), new Dictionary<int, KpiCount> { [10] = new(1, 1, 1), [SurvivalRule.Open(5)] = new(0, 1, 1) }, zones);

        Assert.Equal((70m, KpiZone.Red, false), (value.Value, value.Zone, value.Thin));
        Assert.Equal((10m, KpiZone.None, true), (few.Value, few.Zone, few.Thin));
    }

    private static KeyValuePair<int, long> One(int bucket) => KeyValuePair.Create(bucket, 1L);

    private static IEnumerable<int> Days(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => int.Parse(d, CultureInfo.InvariantCulture));

    private static string Text(int? day) => day?.ToString(CultureInfo.InvariantCulture) ?? "";
}
