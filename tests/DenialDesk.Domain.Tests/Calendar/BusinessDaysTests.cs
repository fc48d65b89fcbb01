using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Tests.Calendar;

public sealed class BusinessDaysTests
{
    [Fact]
    public void Adding_skips_weekends_and_holidays()
    {
        Assert.Equal(new DateOnly(2026, 7, 6), BusinessDays.Add(new(2026, 7, 2), 1));
        Assert.Equal(new DateOnly(2026, 7, 3), BusinessDays.Add(new(2026, 7, 2), 1, holidays: false));
        Assert.Equal(new DateOnly(2026, 7, 2), BusinessDays.Add(new(2026, 7, 6), -1));
        Assert.Equal(new DateOnly(2026, 7, 4), BusinessDays.Add(new(2026, 7, 4), 0));
    }

    [Fact]
    public void Counting_leaves_out_the_first_day_and_takes_in_the_last()
    {
        Assert.Equal(0, BusinessDays.Count(new(2026, 3, 9), new(2026, 3, 9)));
        Assert.Equal(1, BusinessDays.Count(new(2026, 3, 9), new(2026, 3, 10)));
        Assert.Equal(1, BusinessDays.Count(new(2026, 3, 6), new(2026, 3, 9)));
        Assert.Equal(-1, BusinessDays.Count(new(2026, 3, 10), new(2026, 3, 9)));
    }

    [Fact]
    public void The_quick_count_equals_a_walk_from_day_to_day()
    {
        var random = new Random(11);
        for (var i = 0; i < 400; i++)
        {
            var from = new DateOnly(2019, 1, 1).AddDays(random.Next(4000));
            var to = from.AddDays(random.Next(500));
            var walked = 0;
            for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            {
                walked += BusinessDays.Is(day) ? 1 : 0;
            }

            Assert.Equal(walked, BusinessDays.Count(from, to));
        }
    }

    [Fact]
    public void The_nearest_workday_is_the_day_itself_when_it_is_one()
    {
        var friday = new DateOnly(2026, 3, 6);

        Assert.Equal(friday, BusinessDays.OnOrAfter(friday));
        Assert.Equal(friday, BusinessDays.OnOrBefore(friday.AddDays(2)));
        Assert.Equal(friday.AddDays(3), BusinessDays.Next(friday));
        Assert.Equal(friday.AddDays(-1), BusinessDays.Previous(friday));
    }
}
