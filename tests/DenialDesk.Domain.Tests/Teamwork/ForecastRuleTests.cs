using System.Globalization;
using DenialDesk.Domain.Priority;
using DenialDesk.Domain.Teamwork;

namespace DenialDesk.Domain.Tests.Teamwork;

public sealed class ForecastRuleTests
{
    private static readonly DateOnly Monday = new(2026, 6, 1);

    public static TheoryData<string> Cases => RuleTable.Names("team.md", "Case");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_forecast_is_what_the_page_works_out(string name)
    {
        var row = RuleTable.Row("team.md", "Case", name);
        var arrivals = Read(row["Arrivals"]).Select(d => new ForecastArrival(d.Dollars, 1, d.Minutes, d.Days, d.Days)).ToList();

        var forecast = ForecastRule.Of(new()
        {
            Today = Monday,
            Days = Number(row["Days"]),
            Open = [.. Read(row["Open"]).Select((d, i) => new PriorityFacts(i + 1, d.Dollars, 1, d.Minutes, Monday.AddDays(d.Days), Monday.AddDays(d.Days), Monday.AddDays(-10)))],
            Arrivals = arrivals.Count == 0 ? [] : [arrivals],
            MinutesPerDay = Number(row["Minutes"]),
        });

        Assert.Equal(decimal.Parse(row["Expires"], CultureInfo.InvariantCulture), forecast.LostAmount);
        Assert.Equal(Number(row["Lost"]), forecast.Lost);
        Assert.Equal(Number(row["Worked"]), forecast.Worked);
        Assert.Equal(Number(row["Left minutes"]), forecast.LeftMinutes);
    }

    [Fact]
    public void More_minutes_never_lose_more_and_nothing_is_lost_twice()
    {
        var open = Enumerable.Range(1, 200).Select(i => new PriorityFacts(i, 20 + (i * 37 % 400), .5, 10 + (i % 5 * 10), Monday.AddDays(i % 25), Monday.AddDays(i % 27), Monday.AddDays(-i % 40))).ToList();
        var lost = new List<Forecast>();

        foreach (var minutes in new[] { 0, 60, 120, 240, 480, 4800 }) { lost.Add(ForecastRule.Of(new() { Today = Monday, Open = open, Arrivals = [], MinutesPerDay = minutes })); }

        Assert.Equal(lost.Select(f => f.LostAmount).OrderDescending(), lost.Select(f => f.LostAmount));
        Assert.All(lost, f => Assert.True(f.Lost + f.Worked <= 200));
        Assert.Equal(200, lost[^1].Worked);
        Assert.Equal(0m, lost[^1].LostAmount);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<(decimal Dollars, double Minutes, int Days)> Read(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('/'))
        .Select(p => (decimal.Parse(p[0], CultureInfo.InvariantCulture), double.Parse(p[1], CultureInfo.InvariantCulture), int.Parse(p[2], CultureInfo.InvariantCulture)));
}
