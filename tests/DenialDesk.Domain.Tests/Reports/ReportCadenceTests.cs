using System.Globalization;
using DenialDesk.Domain.Reports;

namespace DenialDesk.Domain.Tests.Reports;

public sealed class ReportCadenceTests
{
    [Theory]
    [InlineData(1, "2026-05-11", "2026-05-11", "2026-05-18")]
    [InlineData(1, "2026-05-17", "2026-05-11", "2026-05-18")]
    [InlineData(7, "2026-05-17", "2026-05-17", "2026-05-24")]
    [InlineData(5, "2026-05-11", "2026-05-08", "2026-05-15")]
    public void A_weekly_report_is_due_on_its_day_of_the_week(int day, string today, string last, string next)
    {
        var cadence = new ReportCadence(ReportRhythm.Weekly, day);

        Assert.Equal(Day(last), cadence.LastDue(Day(today)));
        Assert.Equal(Day(next), cadence.NextDue(Day(today)));
    }

    [Theory]
    [InlineData(3, "2026-05-03", "2026-05-03", "2026-06-03")]
    [InlineData(3, "2026-05-02", "2026-04-03", "2026-05-03")]
    [InlineData(28, "2026-03-01", "2026-02-28", "2026-03-28")]
    [InlineData(1, "2026-01-31", "2026-01-01", "2026-02-01")]
    public void A_monthly_report_is_due_on_its_day_of_the_month(int day, string today, string last, string next)
    {
        var cadence = new ReportCadence(ReportRhythm.Monthly, day);

        Assert.Equal(Day(last), cadence.LastDue(Day(today)));
        Assert.Equal(Day(next), cadence.NextDue(Day(today)));
    }

    [Theory]
    [InlineData("2026-05-22", "2026-05-22", "2026-05-26")]
    [InlineData("2026-05-25", "2026-05-22", "2026-05-26")]
    [InlineData("2026-05-26", "2026-05-26", "2026-05-27")]
    public void A_daily_report_is_due_on_workdays_and_not_on_weekends_and_holidays(string today, string last, string next)
    {
        var cadence = new ReportCadence(ReportRhythm.Daily, 1);

        Assert.Equal(Day(last), cadence.LastDue(Day(today)));
        Assert.Equal(Day(next), cadence.NextDue(Day(today)));
    }

    [Theory]
    [InlineData(5, "2026-04-05", "2026-04-05", "2026-07-05")]
    [InlineData(5, "2026-04-04", "2026-01-05", "2026-04-05")]
    [InlineData(5, "2026-01-02", "2025-10-05", "2026-01-05")]
    [InlineData(28, "2026-12-31", "2026-10-28", "2027-01-28")]
    public void A_quarterly_report_is_due_in_the_first_month_of_a_quarter(int day, string today, string last, string next)
    {
        var cadence = new ReportCadence(ReportRhythm.Quarterly, day);

        Assert.Equal(Day(last), cadence.LastDue(Day(today)));
        Assert.Equal(Day(next), cadence.NextDue(Day(today)));
    }

    [Fact]
    public void It_is_owed_once_a_due_day_and_missed_days_are_made_up_once()
    {
        var monday = new ReportCadence(ReportRhythm.Weekly, 1);
        var asked = new DateOnly(2026, 5, 11);

        Assert.False(monday.IsOwed(asked, asked, null));
        Assert.False(monday.IsOwed(new(2026, 5, 17), asked, null));
        Assert.True(monday.IsOwed(new(2026, 5, 18), asked, null));
        Assert.False(monday.IsOwed(new(2026, 5, 18), asked, new(2026, 5, 18)));
        Assert.True(monday.IsOwed(new(2026, 6, 4), asked, new(2026, 5, 18)));
        Assert.False(monday.IsOwed(new(2026, 6, 4), asked, new(2026, 6, 1)));
    }

    [Theory]
    [InlineData(ReportRhythm.Daily, 1, true)]
    [InlineData(ReportRhythm.Daily, 2, false)]
    [InlineData(ReportRhythm.Quarterly, 28, true)]
    [InlineData(ReportRhythm.Quarterly, 29, false)]
    [InlineData(ReportRhythm.Weekly, 7, true)]
    [InlineData(ReportRhythm.Weekly, 8, false)]
    [InlineData(ReportRhythm.Weekly, 0, false)]
    [InlineData(ReportRhythm.Monthly, 28, true)]
    [InlineData(ReportRhythm.Monthly, 29, false)]
    public void A_day_that_not_every_month_has_is_none(ReportRhythm rhythm, int day, bool sound) => Assert.Equal(sound, new ReportCadence(rhythm, day).IsSound);

    [Theory]
    [InlineData(ReportRhythm.Daily, 1, "every workday")]
    [InlineData(ReportRhythm.Quarterly, 2, "on the 2nd of January, April, July and October")]
    [InlineData(ReportRhythm.Weekly, 7, "every Sunday")]
    [InlineData(ReportRhythm.Weekly, 1, "every Monday")]
    [InlineData(ReportRhythm.Monthly, 1, "on the 1st of each month")]
    [InlineData(ReportRhythm.Monthly, 12, "on the 12th of each month")]
    [InlineData(ReportRhythm.Monthly, 23, "on the 23rd of each month")]
    public void It_says_itself_in_words(ReportRhythm rhythm, int day, string words) => Assert.Equal(words, new ReportCadence(rhythm, day).Words);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
