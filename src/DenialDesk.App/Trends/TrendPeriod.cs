using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.App.Trends;

/// <summary>Twelve calendar months, named by the last; a claim belongs to the month of its remittance's date.</summary>
/// <param name="Last">The first day of the last month.</param>
public sealed record TrendPeriod(DateOnly Last)
{
    /// <summary>How many months a trend shows.</summary>
    public const int Months = 12;

    /// <summary>First day of the first month, inclusive.</summary>
    public DateOnly From => Last.AddMonths(1 - Months);

    /// <summary>First day after the last month, exclusive.</summary>
    public DateOnly Before => Last.AddMonths(1);

    /// <summary>The first day of each month, oldest first.</summary>
    public IReadOnlyList<DateOnly> All => [.. Enumerable.Range(0, Months).Select(i => From.AddMonths(i))];

    /// <summary>Where a month stands in <see cref="All"/>.</summary>
    public int IndexOf(DateOnly month) => (month.Year - From.Year) * 12 + month.Month - From.Month;

    /// <summary>The twelve months that end with <paramref name="month"/> ("2026-05"), or, where that is no month, one that nobody means or still to come, with the month of <paramref name="today"/>.</summary>
    public static TrendPeriod Ending(string? month, DateOnly today)
        => new(DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var named) && named <= today && MeantDay.Is(named)
            ? named
            : new DateOnly(today.Year, today.Month, 1));

    /// <summary>How a month is written in an address.</summary>
    public static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
