using DenialDesk.App.Jobs;

namespace DenialDesk.App.Tests.Jobs;

public sealed class NightlyDueTests
{
    private static readonly TimeOnly At = new(5, 30);
    private static readonly string[] Zones =
        ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico"];

    [Fact]
    public void It_is_due_from_its_hour_on_and_once_a_day()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var day = new DateOnly(2026, 5, 11);

        Assert.Null(NightlyDue.For(new(2026, 5, 11, 9, 29, 0, TimeSpan.Zero), zone, At, day.AddDays(-1)));
        Assert.Equal(day, NightlyDue.For(new(2026, 5, 11, 9, 30, 0, TimeSpan.Zero), zone, At, day.AddDays(-1)));
        Assert.Null(NightlyDue.For(new(2026, 5, 11, 23, 0, 0, TimeSpan.Zero), zone, At, day));
    }

    [Theory]
    [InlineData(5, 30)]
    [InlineData(2, 15)]
    [InlineData(1, 5)]
    public void Over_every_clock_change_of_ten_years_it_runs_exactly_once_a_local_day(int hour, int minute)
    {
        foreach (var zone in Zones.Select(TimeZoneInfo.FindSystemTimeZoneById))
        {
            DateOnly? done = new DateOnly(2025, 1, 1);
            var runs = 0;
            var first = new DateTimeOffset(2025, 1, 2, 12, 0, 0, TimeSpan.Zero);
            var last = new DateTimeOffset(2036, 1, 1, 5, 0, 0, TimeSpan.Zero);
            for (var now = first; now < last; now += TimeSpan.FromMinutes(30))
            {
                if (NightlyDue.For(now, zone, new(hour, minute), done) is not { } day) { continue; }

                Assert.Equal(done!.Value.AddDays(1), day);
                done = day;
                runs++;
            }

            Assert.Equal(new DateOnly(2035, 12, 31).DayNumber - new DateOnly(2025, 1, 1).DayNumber, runs);
        }
    }

    [Fact]
    public void A_clock_set_back_two_hours_does_not_run_it_again()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");
        var ran = new DateTimeOffset(2026, 7, 1, 10, 35, 0, TimeSpan.Zero);
        var day = NightlyDue.For(ran, zone, At, new(2026, 6, 30));

        Assert.Equal(new DateOnly(2026, 7, 1), day);
        Assert.Null(NightlyDue.For(ran.AddHours(-2), zone, At, day));
        Assert.Null(NightlyDue.For(ran, zone, At, day));
    }

    [Fact]
    public void After_three_days_off_it_is_due_at_once()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Denver");

        Assert.Equal(new DateOnly(2026, 3, 9), NightlyDue.For(new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero), zone, At, new(2026, 3, 6)));
    }
}
