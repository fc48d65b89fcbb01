namespace DenialDesk.Domain.Calendar;

/// <summary>Workdays: not Saturday, not Sunday, and not a federal holiday unless only weekends count.</summary>
public static class BusinessDays
{
    /// <summary>Whether the day is a workday.</summary>
    public static bool Is(DateOnly day, bool holidays = true) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !(holidays && FederalHolidays.Contains(day));

    /// <summary>The day itself when it is a workday, else the next one.</summary>
    public static DateOnly OnOrAfter(DateOnly day, bool holidays = true)
    {
        while (!Is(day, holidays))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The day itself when it is a workday, else the one before.</summary>
    public static DateOnly OnOrBefore(DateOnly day, bool holidays = true)
    {
        while (!Is(day, holidays))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>The first workday after the day.</summary>
    public static DateOnly Next(DateOnly day, bool holidays = true) => OnOrAfter(day.AddDays(1), holidays);

    /// <summary>The last workday before the day.</summary>
    public static DateOnly Previous(DateOnly day, bool holidays = true) => OnOrBefore(day.AddDays(-1), holidays);

    /// <summary>The n-th workday after the day, which is itself not counted; before it when n is negative. Zero is the day itself, workday or not.</summary>
    public static DateOnly Add(DateOnly day, int workdays, bool holidays = true)
    {
        for (var left = workdays; left > 0; left--)
        {
            day = Next(day, holidays);
        }

        for (var left = workdays; left < 0; left++)
        {
            day = Previous(day, holidays);
        }

        return day;
    }

    /// <summary>Workdays after <paramref name="from"/> up to and including <paramref name="to"/>; negative when it lies before.</summary>
    /// <remarks>Counted, not looped: whole weeks hold five workdays, less their holidays, so a queue of a million rows costs little.</remarks>
    public static int Count(DateOnly from, DateOnly to, bool holidays = true)
    {
        if (to < from)
        {
            return -Count(to, from, holidays);
        }

        var days = to.DayNumber - from.DayNumber;
        var count = days / 7 * 5;
        for (var day = from.AddDays(days / 7 * 7); day < to;)
        {
            day = day.AddDays(1);
            count += Is(day, holidays: false) ? 1 : 0;
        }

        return holidays ? count - HolidaysIn(from, to) : count;
    }

    private static int HolidaysIn(DateOnly after, DateOnly through)
    {
        var count = 0;
        for (var year = after.Year; year <= through.Year; year++)
        {
            foreach (var day in ObservedHolidays.Of(year))
            {
                count += day > after && day <= through ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Observed holidays by year, worked out once for the years a claim can have.</summary>
    private static class ObservedHolidays
    {
        private const int First = 1990;
        private static readonly DateOnly[][] Years =
            [.. Enumerable.Range(First, 80).Select(year => FederalHolidays.Observed(year).ToArray())];

        internal static IEnumerable<DateOnly> Of(int year) =>
            year >= First && year < First + Years.Length ? Years[year - First] : FederalHolidays.Observed(year);
    }
}
