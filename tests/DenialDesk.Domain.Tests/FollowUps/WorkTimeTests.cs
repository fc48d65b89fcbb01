using System.Globalization;
using DenialDesk.Domain.FollowUps;

namespace DenialDesk.Domain.Tests.FollowUps;

public sealed class WorkTimeTests
{
    [Fact]
    public void Seconds_count_as_on_the_page()
        => Assert.All(RuleTable.Rows("follow-up.md", "Active"), r => Assert.Equal(Whole(r["Counts"]), WorkTime.Counted(Whole(r["Active"]), Whole(r["Open"]))));

    [Fact]
    public void Standard_minutes_are_drawn_towards_what_was_measured()
    {
        Assert.All(RuleTable.Rows("follow-up.md", "Standard"), r => Assert.Equal(
            double.Parse(r["Minutes"], CultureInfo.InvariantCulture), WorkTime.Minutes(Whole(r["Standard"]), new(Whole(r["Decided"]), Whole(r["Measured"])))));
        Assert.Equal(20, WorkTime.Minutes(20, null));
    }

    [Fact]
    public void An_hour_s_net_its_verdict_and_the_point_to_stop_at()
    {
        var good = new EffortTotals(10, 1000m, 120);

        Assert.Equal(425m, Effort.NetPerHour(good));
        Assert.Equal(EffortVerdict.Worth, Effort.Verdict(good));
        Assert.Equal(80, Effort.StopAfterMinutes(good));
        Assert.Equal(EffortVerdict.Stop, Effort.Verdict(good with { Recovered = 100m }));
        Assert.Equal(EffortVerdict.TooFew, Effort.Verdict(good with { Decided = 9 }));
        Assert.Null(Effort.NetPerHour(good with { Minutes = 0 }));
        Assert.Equal(EffortVerdict.TooFew, Effort.Verdict(good with { Minutes = 0 }));
        Assert.Null(Effort.StopAfterMinutes(good with { Decided = 0 }));
    }

    private static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
