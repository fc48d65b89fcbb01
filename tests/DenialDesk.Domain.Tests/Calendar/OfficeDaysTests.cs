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
}
