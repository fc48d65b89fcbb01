using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Tests.Calendar;

public sealed class OfficeDaysTests
{
    private static readonly HashSet<DateOnly> Closed = [new(2026, 11, 27), new(2026, 12, 24)];

    [Fact]
    public void Days_move_as_the_table_says()
    {
        foreach (var row in RuleTable.Rows("office-days.md", "Day"))
        {
            var day = DateOnly.ParseExact(row["Day"], "yyyy-MM-dd", CultureInfo.InvariantCulture);

            var moved = row["Kind"] == "start by" ? OfficeDays.StartBy(day, Closed) : OfficeDays.FollowUp(day, Closed);

            Assert.Equal($"{row["Kind"]} {row["Becomes"]}", $"{row["Kind"]} {moved:yyyy-MM-dd}");
        }
    }

    [Fact]
    public void The_day_to_start_by_is_never_later_and_a_follow_up_never_earlier()
    {
        for (var day = new DateOnly(2026, 11, 1); day < new DateOnly(2027, 1, 10); day = day.AddDays(1))
        {
            Assert.True(OfficeDays.StartBy(day, Closed) <= day);
            Assert.True(OfficeDays.FollowUp(day, Closed) >= day);
            Assert.True(OfficeDays.Open(OfficeDays.FollowUp(day, Closed), Closed));
        }
    }

    [Theory]
    [InlineData("2026-11-24", "2026-11-27", 1)]     // Wednesday alone: Thanksgiving, then closed
    [InlineData("2026-11-25", "2026-11-27", 0)]     // today is the last day anybody is there
    [InlineData("2026-11-25", "2026-11-30", 1)]
    [InlineData("2026-11-30", "2026-11-27", -1)]
    public void Days_left_are_days_on_which_somebody_is_there(string today, string safe, int left)
        => Assert.Equal(left, OfficeDays.Left(Day(today), Day(safe), Closed));

    [Fact]
    public void Days_left_reach_the_day_to_start_by_and_no_further()
    {
        for (var today = new DateOnly(2026, 11, 2); today < new DateOnly(2026, 12, 31); today = today.AddDays(1))
        {
            for (var safe = today; safe < today.AddDays(20); safe = safe.AddDays(1))
            {
                var start = OfficeDays.StartBy(safe, Closed);
                var open = Enumerable.Range(1, 20).Select(today.AddDays).Count(day => day <= start && OfficeDays.Open(day, Closed));
                Assert.Equal(open, OfficeDays.Left(today, safe, Closed));
            }
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
