using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Tests.Calendar;

public sealed class FederalHolidaysTests
{
    [Theory]
    [InlineData(2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData(2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    [InlineData(2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26")]
    [InlineData(2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
    [InlineData(2024, "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25")]
    [InlineData(2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25")]
    [InlineData(2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData(2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    [InlineData(2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
    public void The_observed_days_of_a_year_are_those_the_government_publishes(int year, string days)
    {
        Assert.Equal(days, string.Join(' ', FederalHolidays.Observed(year).Select(day => day.ToString("MM-dd", null))));
    }

    [Fact]
    public void A_holiday_has_its_name()
    {
        Assert.Equal("Independence Day", FederalHolidays.Name(new(2026, 7, 3)));
        Assert.Equal("New Year's Day", FederalHolidays.Name(new(2027, 12, 31)));
        Assert.Null(FederalHolidays.Name(new(2026, 7, 4)));
    }
}
