using DenialDesk.Domain.Trends;

namespace DenialDesk.Domain.Tests.Trends;

public sealed class RateTests
{
    [Theory]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(1, 10, 0.0179, 0.4042)]
    [InlineData(50, 100, 0.4038, 0.5962)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(10, 10, 0.7225, 1.0)]
    public void The_interval_is_Wilsons(long part, long whole, double low, double high)
    {
        var rate = new Rate(part, whole);

        Assert.Equal(low, rate.Low, 4);
        Assert.Equal(high, rate.High, 4);
    }

    [Fact]
    public void Nothing_out_of_nothing_is_no_rate()
    {
        var rate = new Rate(0, 0);

        Assert.False(rate.Exists);
        Assert.Equal((0.0, 0.0, 1.0), (rate.Value, rate.Low, rate.High));
        Assert.Equal(Zone.Unjudged, DenialRateZone.Of(rate));
    }

    [Theory]
    [InlineData(4, 100, Zone.Target)]
    [InlineData(5, 100, Zone.NeedsWork)]
    [InlineData(10, 100, Zone.NeedsWork)]
    [InlineData(11, 100, Zone.Red)]
    [InlineData(29, 29, Zone.Unjudged)]
    [InlineData(0, 30, Zone.Target)]
    public void Five_and_ten_percent_need_work_and_thirty_claims_are_needed_to_judge(long part, long whole, Zone zone)
    {
        Assert.Equal(zone, DenialRateZone.Of(new Rate(part, whole)));
    }

    [Fact]
    public void A_colour_is_uncertain_when_the_interval_reaches_into_another_zone()
    {
        Assert.True(DenialRateZone.IsUncertain(new Rate(11, 100)));
        Assert.False(DenialRateZone.IsUncertain(new Rate(1_500, 10_000)));
        Assert.False(DenialRateZone.IsUncertain(new Rate(1, 10)));
    }
}
