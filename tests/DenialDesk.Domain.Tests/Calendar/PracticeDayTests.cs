using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Tests.Calendar;

public sealed class PracticeDayTests
{
    [Theory]
    [InlineData("2026-03-02T04:59:59Z", "America/New_York", "2026-03-01")]
    [InlineData("2026-03-02T05:00:00Z", "America/New_York", "2026-03-02")]
    [InlineData("2026-07-02T03:59:59Z", "America/New_York", "2026-07-01")]
    [InlineData("2026-03-02T07:59:59Z", "America/Los_Angeles", "2026-03-01")]
    [InlineData("2026-03-02T09:59:59Z", "Pacific/Honolulu", "2026-03-01")]
    [InlineData("2026-03-02T00:00:00Z", "UTC", "2026-03-02")]
    public void A_day_is_the_day_where_the_practice_is(string instant, string zone, string day)
    {
        var at = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

        Assert.Equal(day, PracticeDay.At(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Phoenix")]
    [InlineData("America/Havana")]
    public void A_day_begins_with_its_first_instant_through_every_clock_change(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        for (var day = new DateOnly(2025, 1, 1); day.Year < 2027; day = day.AddDays(1))
        {
            var begins = PracticeDay.Begins(day, zone);

            Assert.Equal(day, PracticeDay.At(begins, zone));
            Assert.Equal(day.AddDays(-1), PracticeDay.At(begins.AddSeconds(-1), zone));
        }
    }
}
