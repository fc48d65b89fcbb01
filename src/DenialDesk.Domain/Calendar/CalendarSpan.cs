using System.Globalization;

namespace DenialDesk.Domain.Calendar;

/// <summary>The days a calendar page shows: the weeks, Sunday to Saturday, that hold a month, or one week.</summary>
/// <param name="From">First day shown, a Sunday.</param>
/// <param name="To">Last day shown, a Saturday, inclusive.</param>
/// <param name="Month">First day of the month shown; null for a week.</param>
public sealed record CalendarSpan(DateOnly From, DateOnly To, DateOnly? Month)
{
    /// <summary>The weeks that hold a month.</summary>
    public static CalendarSpan OfMonth(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(Sunday(first), Sunday(first.AddMonths(1).AddDays(-1)).AddDays(6), first);
    }

    /// <summary>The week of a day.</summary>
    public static CalendarSpan OfWeek(DateOnly day) => new(Sunday(day), Sunday(day).AddDays(6), null);

    /// <summary>Reads an address: a week's day beats a month ("2026-05"); anything else is this month.</summary>
    /// <param name="month">"2026-05".</param>
    /// <param name="week">Any day of the week, "2026-05-11".</param>
    /// <param name="today">The reader's day.</param>
    public static CalendarSpan Read(string? month, string? week, DateOnly today)
    {
        if (DateOnly.TryParseExact(week, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && MeantDay.Is(day)) { return OfWeek(day); }

        return DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && MeantDay.Is(first) ? OfMonth(first) : OfMonth(today);
    }

    /// <summary>The days, in order.</summary>
    public IEnumerable<DateOnly> Days => Enumerable.Range(0, To.DayNumber - From.DayNumber + 1).Select(From.AddDays);

    /// <summary>Whether the day belongs to what the page is about, and not to the month before or after.</summary>
    public bool Holds(DateOnly day) => Month is not { } month ? day >= From && day <= To : day.Year == month.Year && day.Month == month.Month;

    /// <summary>A day of the span a step earlier or later.</summary>
    public DateOnly Beside(int step) => Month is { } month ? month.AddMonths(step) : From.AddDays(7 * step);

    /// <summary>"May 2026", "May 10 – 16, 2026".</summary>
    public string Title
    {
        get
        {
            var american = CultureInfo.GetCultureInfo("en-US");
            return Month?.ToString("MMMM yyyy", american)
                ?? $"{From.ToString("MMM d", american)} – {To.ToString(From.Month == To.Month ? "d, yyyy" : "MMM d, yyyy", american)}";
        }
    }

    private static DateOnly Sunday(DateOnly day) => day.AddDays(-(int)day.DayOfWeek);
}
