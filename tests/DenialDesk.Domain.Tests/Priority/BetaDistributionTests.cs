using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Priority;

public sealed class BetaDistributionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(.7, .6)]
    [InlineData(.8, 8)]
    [InlineData(2, 40)]
    [InlineData(50, 3)]
    [InlineData(400, 380)]
    [InlineData(5000, 20)]
    public void The_inverse_undoes_the_cumulative_function(double a, double b)
    {
        foreach (var probability in (double[])[.001, .05, .25, .5, .75, .95, .999])
        {
            Assert.Equal(probability, BetaDistribution.Cumulative(BetaDistribution.Quantile(probability, a, b), a, b), 5);
        }
    }

    [Fact]
    public void Known_values_come_out()
    {
        Assert.Equal(.05, BetaDistribution.Quantile(.05, 1, 1), 9);
        Assert.Equal(Math.Sqrt(.3), BetaDistribution.Quantile(.3, 2, 1), 9);
        Assert.Equal(.5, BetaDistribution.Cumulative(.5, 7, 7), 9);
        Assert.Equal(0, BetaDistribution.Cumulative(-1, 2, 2));
        Assert.Equal(1, BetaDistribution.Cumulative(2, 2, 2));
    }
}
