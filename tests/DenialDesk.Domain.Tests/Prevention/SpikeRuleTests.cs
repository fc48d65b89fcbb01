using System.Globalization;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

public sealed class SpikeRuleTests
{
    private static readonly int[] Quiet = [1, 2, 1, 0, 2, 1, 1, 2, 0, 1, 2, 1, 1, 1];

    [Fact]
    public void Probabilities_come_out_as_written()
    {
        foreach (var row in RuleTable.Rows("prevention.md", "Seen"))
        {
            var parts = row["Ratio"].Split('/').Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray();

            var probability = SpikeRule.Tail(int.Parse(row["Seen"], CultureInfo.InvariantCulture), int.Parse(row["Before"], CultureInfo.InvariantCulture), parts[0] / parts[1]);

            Assert.Equal(double.Parse(row["Probability"], CultureInfo.InvariantCulture), probability, 6);
        }
    }

    [Fact]
    public void Ten_denials_after_a_quiet_quarter_are_striking_and_two_are_not()
    {
        var striking = SpikeRule.Read(Series([.. Quiet, 10]));
        var usual = SpikeRule.Read(Series([.. Quiet, 2]));

        Assert.True(striking.Probability < 1e-4, striking.ToString());
        Assert.Equal((1, 10), (striking.Weeks, striking.Seen));
        Assert.Equal(1, usual.Probability);
    }

    [Fact]
    public void A_slow_rise_is_found_over_four_weeks_and_lands_on_the_watch_list()
    {
        var reading = SpikeRule.Read(Series([.. Quiet, 4, 5, 4, 5, 5, 5]));

        Assert.Equal(4, reading.Weeks);
        Assert.True(reading.Probability < .005, reading.ToString());
        Assert.True(reading.Watched, reading.ToString());
    }

    [Fact]
    public void Twice_the_claims_make_twice_the_denials_no_spike()
        => Assert.True(SpikeRule.Read(new([.. Quiet, 4], [.. Enumerable.Repeat(100, Quiet.Length), 330])).Probability > .5);

    [Fact]
    public void A_short_history_says_nothing() => Assert.Equal(1, SpikeRule.Read(Series([1, 1, 9])).Probability);

    [Fact]
    public void Among_many_series_one_lucky_week_is_no_alert_but_a_real_jump_is()
    {
        var many = Enumerable.Range(1, 100).Select(i => new SpikeReading(i / 100.0, 1, 3, 1, 0)).ToList();

        Assert.DoesNotContain(true, SpikeRule.Alerts(many));
        Assert.Equal([100], Enumerable.Range(0, 101).Where(i => SpikeRule.Alerts([.. many, new(1e-6, 1, 12, 1, 9)])[i]));
        Assert.Empty(SpikeRule.Alerts([]));
    }

    private static WeeklySeries Series(int[] denials) => new(denials, [.. denials.Select(_ => 100)]);
}
