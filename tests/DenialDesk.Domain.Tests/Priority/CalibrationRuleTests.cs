using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Priority;

public sealed class CalibrationRuleTests
{
    [Fact]
    public void Scores_are_those_worked_out_by_hand()
    {
        // Said .8 and .8 and .2: reversed, upheld, half paid. Errors .04, .64, .09; the base rate is .5: .25, .25, 0.
        var report = CalibrationRule.Of([new(.8, .6, .9, 1, "a"), new(.8, .6, .9, 0, "a"), new(.2, .1, .4, .5, "b")]);

        Assert.Equal((3, .5), (report.Attempts, report.BaseRate));
        Assert.Equal(.77 / 3, report.Brier, 9);
        Assert.Equal(.5 / 3, report.BaseBrier, 9);
        Assert.Equal((-.27 / 3), report.Gain, 9);
        Assert.Equal(-(Math.Log(.8) + Math.Log(.2) + (.5 * Math.Log(.2)) + (.5 * Math.Log(.8))) / 3, report.LogLoss, 9);
        Assert.Equal(((2 * .3) + .3) / 3, report.ExpectedError, 9);
        Assert.True(report.TooFew);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0, 2, 0], report.Bins.Select(b => b.Attempts));
    }

    [Fact]
    public void Nothing_decided_gives_an_empty_report_that_says_so()
    {
        var report = CalibrationRule.Of([]);

        Assert.True(report.TooFew);
        Assert.Equal((0, 0, 0), (report.Attempts, report.Brier, report.Groups));
        Assert.Equal(10, report.Bins.Count);
    }

    [Fact]
    public void Odds_that_are_right_beat_the_base_rate_and_lie_inside_their_ranges()
    {
        var report = CalibrationRule.Of(Attempts(honest: true));

        Assert.False(report.TooFew);
        Assert.True(report.GainLow > 0, "the gain is not proven");
        Assert.True(report.ExpectedError < .05);
        Assert.InRange((double)report.GroupsInside / report.Groups, .8, 1);
    }

    [Fact]
    public void Odds_that_are_turned_around_lose_to_the_base_rate()
    {
        var report = CalibrationRule.Of(Attempts(honest: false));

        Assert.True(report.GainHigh < 0);
        Assert.True(report.GroupsInside < report.Groups / 4);
    }

    /// <summary>Forty groups of fifty attempts whose outcomes come as often as their true odds say, or as often as their contrary.</summary>
    private static List<Prediction> Attempts(bool honest)
    {
        var dice = new Random(12);
        var found = new List<Prediction>();
        for (var group = 0; group < 40; group++)
        {
            var truth = .05 + (.9 * group / 39);
            for (var i = 0; i < 50; i++)
            {
                var said = honest ? truth : 1 - truth;
                found.Add(new(said, said - .05, said + .05, dice.NextDouble() < truth ? 1 : 0, $"g{group}"));
            }
        }

        return found;
    }
}
