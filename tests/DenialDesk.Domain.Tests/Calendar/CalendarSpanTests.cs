using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Tests.Calendar;

public sealed class CalendarSpanTests
{
    [Theory]
    [InlineData("2026-05", null, "2026-04-26", "2026-06-06", "May 2026")]
    [InlineData("2026-02", null, "2026-02-01", "2026-02-28", "February 2026")]
    [InlineData("2028-02", null, "2028-01-30", "2028-03-04", "February 2028")]
    [InlineData(null, "2026-05-13", "2026-05-10", "2026-05-16", "May 10 – 16, 2026")]
    [InlineData("2026-01", "2026-12-31", "2026-12-27", "2027-01-02", "Dec 27 – Jan 2, 2027")]
    [InlineData("nonsense", "2026-13-01", "2026-03-01", "2026-04-04", "March 2026")]
    [InlineData("9999-12", null, "2026-03-01", "2026-04-04", "March 2026")]
    public void A_month_is_shown_in_whole_weeks_and_a_week_beats_a_month(string? month, string? week, string from, string to, string title)
    {
        var span = CalendarSpan.Read(month, week, new(2026, 3, 9));

        Assert.Equal((from, to, title), (Text(span.From), Text(span.To), span.Title));
        Assert.Equal(0, span.Days.Count() % 7);
        Assert.Equal((DayOfWeek.Sunday, DayOfWeek.Saturday), (span.From.DayOfWeek, span.To.DayOfWeek));
    }

    [Fact]
    public void Later_and_earlier_go_by_what_is_shown()
    {
        Assert.Equal(new DateOnly(2027, 1, 1), CalendarSpan.OfMonth(new(2026, 12, 31)).Beside(1));
        Assert.Equal(new DateOnly(2026, 12, 20), CalendarSpan.OfWeek(new(2026, 12, 31)).Beside(-1));
        Assert.False(CalendarSpan.OfMonth(new(2026, 5, 1)).Holds(new(2026, 4, 30)));
        Assert.True(CalendarSpan.OfWeek(new(2026, 5, 1)).Holds(new(2026, 4, 30)));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
