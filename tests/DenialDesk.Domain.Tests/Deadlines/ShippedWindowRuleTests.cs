using System.Text.Json;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class ShippedWindowRuleTests
{
    private static readonly DateOnly Start = new(2026, 1, 5);
    private static readonly HashSet<DateOnly> Holidays = [.. Enumerable.Range(2023, 12).SelectMany(DenialDesk.Domain.Calendar.FederalHolidays.Observed)];

    public static TheoryData<string> Ids => [.. ShippedWindowRules.All.Select(rule => rule.Id)];

    [Fact]
    public void The_ninety_eight_rules_and_the_federal_external_review_are_shipped_and_none_claims_to_be_verified()
    {
        Assert.Equal(98 + 1, ShippedWindowRules.All.Count);
        Assert.Equal(98 + 1, ShippedWindowRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(ShippedWindowRules.All, rule => Assert.Null(rule.VerifiedOn));
        Assert.All(ShippedWindowRules.All, rule => Assert.NotEmpty(rule.Source));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_computes_once_its_anchors_are_known(string id)
    {
        var rule = ShippedWindowRules.All.Single(rule => rule.Id == id);
        var events = new WindowEvents { Dates = Enum.GetValues<WindowAnchor>().ToDictionary(anchor => anchor, _ => Start) };

        var deadline = DeadlineRule.Compute(rule, events);

        Assert.Equal(rule.Right == WindowRight.None, deadline.NoRight);
        Assert.Equal(rule.Right == WindowRight.None, deadline.DueOn is null);
        Assert.True(deadline.DueOn is null || deadline.DueOn > Start);
        Assert.True(deadline.LastSafeDay is null || deadline.LastSafeDay < deadline.DueOn);
        Assert.Contains(rule.Id, deadline.Sentence, StringComparison.Ordinal);
    }

    /// <summary>Every start from before a leap day to after the next, holidays, month ends and clock changes among them, counted the slow way: day by day, month by month.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_ends_where_a_count_day_by_day_ends(string id)
    {
        var rule = ShippedWindowRules.All.Single(rule => rule.Id == id);
        if (rule.Right == WindowRight.None) { return; }

        for (var start = new DateOnly(2023, 12, 27); start < new DateOnly(2028, 3, 5); start = start.AddDays(start is { Month: 2, Day: > 25 } or { Month: 3, Day: < 3 } or { Month: 12, Day: > 20 } ? 1 : 11))
        {
            var events = new WindowEvents { Dates = Enum.GetValues<WindowAnchor>().ToDictionary(anchor => anchor, _ => start) };
            var ends = rule.Clocks.Select(clock => Slowly(clock, start, rule.Calendar != WorkCalendar.WeekendsOnly)).ToList();
            var due = rule.Combine == ClockChoice.Latest ? ends.Max() : ends.Min();
            while (rule.Roll != DayRoll.None && !IsWorkday(due, rule.Calendar != WorkCalendar.WeekendsOnly)) { due = due.AddDays(rule.Roll == DayRoll.Next ? 1 : -1); }

            Assert.Equal(due, DeadlineRule.Compute(rule, events).DueOn);
        }
    }

    private static DateOnly Slowly(WindowClock clock, DateOnly start, bool holidays)
    {
        var day = start.AddDays(clock.ReceiptPresumptionDays);
        switch (clock.Unit)
        {
            case WindowUnit.CalendarDay:
                for (var left = clock.Amount; left > 0; left--) { day = day.AddDays(1); }

                return day;
            case WindowUnit.BusinessDay:
                for (var left = clock.Amount; left > 0;)
                {
                    day = day.AddDays(1);
                    if (IsWorkday(day, holidays)) { left--; }
                }

                return day;
            case WindowUnit.Month or WindowUnit.Year or WindowUnit.MonthsAfterMonthEnd:
                var (year, month) = (day.Year, day.Month);
                for (var left = clock.Unit == WindowUnit.Year ? clock.Amount * 12 : clock.Amount; left > 0; left--) { (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1); }

                var last = month is 4 or 6 or 9 or 11 ? 30 : month != 2 ? 31 : year % 4 == 0 ? 29 : 28;
                return new(year, month, clock.Unit == WindowUnit.MonthsAfterMonthEnd ? last : Math.Min(day.Day, last));
            default:
                return new(day.Year + clock.Amount, 12, 31);
        }
    }

    private static bool IsWorkday(DateOnly day, bool holidays)
        => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !(holidays && Holidays.Contains(day));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_survives_being_written_and_read(string id)
    {
        var rule = ShippedWindowRules.All.Single(rule => rule.Id == id);

        var written = JsonSerializer.Serialize(rule, ShippedWindowRules.Json);

        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize<WindowRule>(written, ShippedWindowRules.Json), ShippedWindowRules.Json));
    }
}
