using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

public sealed class EffectLinesTests
{
    [Fact]
    public void The_interval_of_the_change_laid_on_the_expected_is_a_band_for_the_rate_since()
    {
        // 12 of 400 seen where 20 were expected: 40% fewer, between 60% and 10% fewer.
        var lines = EffectLines.Of(new(60, 1200), new(12, 400), 8, -.4, -.6, -.1, 90, false)!;

        Assert.Equal((.05, .03, .05), (lines.Before, lines.After, lines.Expected));
        Assert.Equal(.02, lines.Low, 12);
        Assert.Equal(.045, lines.High, 12);
        Assert.Equal((30, 90), (lines.FromDay, lines.ToDay));
        Assert.Equal(-.4, (lines.After - lines.Expected) / lines.Expected, 12);
    }

    [Fact]
    public void A_band_stays_between_nothing_and_one_and_the_first_month_stands_from_its_first_day()
    {
        var lines = EffectLines.Of(new(50, 100), new(40, 100), 20, -.3, -1.1, .9, 30, true)!;

        Assert.Equal((0, 30, 0.0, 1.0), (lines.FromDay, lines.ToDay, lines.Low, lines.High));
    }

    [Fact]
    public void Where_nothing_was_counted_or_measured_nothing_is_drawn()
    {
        Assert.Null(EffectLines.Of(new(0, 0), new(12, 400), 8, -.4, -.6, -.1, 90, false));
        Assert.Null(EffectLines.Of(new(60, 1200), new(0, 0), 8, -.4, -.6, -.1, 90, false));
        Assert.Null(EffectLines.Of(new(60, 1200), new(12, 400), null, null, null, null, 90, false));
        Assert.Null(new EffectWeek(3, 0, 0).Rate);
        Assert.Equal(.25, new EffectWeek(3, 1, 4).Rate);
    }
}
