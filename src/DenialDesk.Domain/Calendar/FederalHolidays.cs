namespace DenialDesk.Domain.Calendar;

/// <summary>The legal public holidays of the United States, on the days they are observed.</summary>
/// <remarks>5 U.S.C. 6103: on a Saturday the Friday before is observed, on a Sunday the Monday after (Executive Order 11582).
/// Juneteenth counts from 2021. Inauguration Day is a holiday around Washington only and is left out.</remarks>
public static class FederalHolidays
{
    /// <summary>Whether the day is observed as a federal holiday.</summary>
    public static bool Contains(DateOnly day) => Name(day) is not null;

    /// <summary>The holiday observed on the day, or nothing.</summary>
    public static string? Name(DateOnly day) =>
        day.DayOfWeek switch
        {
            DayOfWeek.Saturday or DayOfWeek.Sunday => null,
            DayOfWeek.Monday => MovingName(day) ?? FixedName(day) ?? FixedName(day.AddDays(-1)),
            DayOfWeek.Friday => FixedName(day) ?? (day < DateOnly.MaxValue ? FixedName(day.AddDays(1)) : null),
            DayOfWeek.Thursday => MovingName(day) ?? FixedName(day),
            _ => FixedName(day),
        };

    /// <summary>The observed holidays of a year, in order. New Year's Day of the next year is among them when it is observed on 31 December.</summary>
    public static IEnumerable<DateOnly> Observed(int year)
    {
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            if (Contains(day))
            {
                yield return day;
            }
        }
    }

    private static string? FixedName(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) => "New Year's Day",
        (6, 19) when day.Year >= 2021 => "Juneteenth",
        (7, 4) => "Independence Day",
        (11, 11) => "Veterans Day",
        (12, 25) => "Christmas Day",
        _ => null,
    };

    private static string? MovingName(DateOnly day)
    {
        var week = (day.Day - 1) / 7 + 1;
        return (day.Month, day.DayOfWeek, week) switch
        {
            (1, DayOfWeek.Monday, 3) => "Birthday of Martin Luther King, Jr.",
            (2, DayOfWeek.Monday, 3) => "Washington's Birthday",
            (5, DayOfWeek.Monday, _) when day.Day > 24 => "Memorial Day",
            (9, DayOfWeek.Monday, 1) => "Labor Day",
            (10, DayOfWeek.Monday, 2) => "Columbus Day",
            (11, DayOfWeek.Thursday, 4) => "Thanksgiving Day",
            _ => null,
        };
    }
}
