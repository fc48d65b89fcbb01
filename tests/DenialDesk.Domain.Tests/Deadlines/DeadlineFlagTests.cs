using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class DeadlineFlagTests
{
    private static readonly DateOnly Due = new(2026, 5, 11);

    [Theory]
    [InlineData(15, null)]
    [InlineData(14, "14")]
    [InlineData(8, "14")]
    [InlineData(7, "7")]
    [InlineData(4, "7")]
    [InlineData(3, "3")]
    [InlineData(2, "3")]
    [InlineData(1, "1")]
    [InlineData(0, "0")]
    [InlineData(-1, "overdue")]
    [InlineData(-400, "overdue")]
    public void The_mark_is_the_nearest_step_reached(int daysLeft, string? mark)
    {
        Assert.Equal(mark, DeadlineFlag.On(Due, Due.AddDays(-daysLeft)));
    }

    [Fact]
    public void The_due_day_itself_is_not_overdue()
    {
        Assert.Equal("0", DeadlineFlag.On(Due, Due));
        Assert.Equal(DeadlineFlag.Overdue, DeadlineFlag.On(Due, Due.AddDays(1)));
    }

    [Fact]
    public void A_denial_looked_at_every_day_gets_every_mark_once()
    {
        var marks = Enumerable.Range(0, 40).Select(day => DeadlineFlag.On(Due, Due.AddDays(day - 30))).OfType<string>().Distinct();

        Assert.Equal(["14", "7", "3", "1", "0", "overdue"], marks);
    }
}
