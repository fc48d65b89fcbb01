using DenialDesk.Domain.Trends;

namespace DenialDesk.Domain.Tests.Trends;

/// <summary>Newcombe's own worked examples (1998, table II, method 10), and what the office reads from a change.</summary>
public sealed class ChangeTests
{
    [Theory]
    [InlineData(48, 80, 56, 70, 0.0524, 0.3339)]
    [InlineData(3, 10, 9, 10, 0.1705, 0.8090)]
    [InlineData(0, 20, 0, 10, -0.1611, 0.2775)]
    public void The_interval_of_a_difference_is_newcombes(long before, long of, long after, long outOf, double low, double high)
    {
        var change = new RateChange(new(before, of), new(after, outOf));

        Assert.Equal(low, change.Low, 0.0006);
        Assert.Equal(high, change.High, 0.0006);
    }

    [Theory]
    [InlineData(10, 100, 30, 100, true)]
    [InlineData(10, 100, 12, 100, false)]
    [InlineData(0, 100, 0, 100, false)]
    [InlineData(1, 0, 5, 10, false)]
    public void A_change_is_more_than_noise_when_its_interval_leaves_zero_out(long before, long of, long after, long outOf, bool more)
        => Assert.Equal(more, new RateChange(new(before, of), new(after, outOf)).IsMoreThanNoise);

    [Fact]
    public void Excess_is_what_the_earlier_rate_does_not_explain() => Assert.Equal(20, new RateChange(new(10, 100), new(40, 200)).Excess, 1e-9);

    [Theory]
    [InlineData(100, 150, 1.0, true)]
    [InlineData(100, 110, 1.0, false)]
    [InlineData(100, 300, 3.0, false)]
    [InlineData(2, 7, 1.0, false)]
    public void A_count_is_held_against_its_own_scatter_and_the_length_of_its_period(long before, long after, double length, bool more)
        => Assert.Equal(more, new CountChange(before, after, length).IsMoreThanNoise);

    [Fact]
    public void From_nothing_there_is_no_ratio_but_an_interval()
    {
        var change = new CountChange(0, 20);

        Assert.Null(change.Ratio);
        Assert.True(change.Low > 1);
    }

    [Fact]
    public void A_clear_top_stays_and_a_close_one_does_not()
    {
        var clear = TopStability.Of([new(400, 400), new(300, 300), new(250, 250), new(20, 20), new(10, 10)]);
        var close = TopStability.Of([new(20, 20), new(19, 19), new(18, 18), new(18, 18), new(17, 17), new(17, 17)]);

        Assert.True(clear.SameTop > 0.999);
        Assert.InRange(close.SameTop, 0.03, 0.35);
        Assert.True(close.InTop[0] > close.InTop[5]);
        Assert.Equal(3, close.InTop.Sum(), 1e-6);
    }

    [Fact]
    public void The_same_numbers_give_the_same_answer()
    {
        Scatter[] items = [new(30, 30), new(25, 25), new(24, 24), new(20, 20)];

        Assert.Equal(TopStability.Of(items).InTop, TopStability.Of(items).InTop);
    }

    [Fact]
    public void Two_items_of_one_size_change_places_half_of_the_time()
    {
        var stability = TopStability.Of([new(50, 50), new(50, 50)], top: 1);

        Assert.InRange(stability.InTop[0], 0.45, 0.55);
    }

    [Fact]
    public void With_no_more_than_three_there_is_nothing_to_doubt() => Assert.Equal(1, TopStability.Of([new(5, 5), new(4, 4)]).SameTop);

    [Fact]
    public void Few_large_amounts_scatter_more_than_many_small_ones()
        => Assert.True(TopStability.VarianceOfSum(10, 1000) > TopStability.VarianceOfSum(1000, 10));
}
