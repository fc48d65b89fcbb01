using System.Globalization;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class RemittanceDayTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Fact]
    public void A_remittance_has_the_day_the_table_says()
    {
        foreach (var row in RuleTable.Rows("deadlines.md", "Remittance day"))
        {
            var (day, doubtful) = RemittanceDay.Of(Day(row["Payment"]), Day(row["Made"]), Day(row["Sent"]), Today);

            Assert.Equal($"{row["Remittance day"]}: {row["Day"]} {row["Doubtful"]}", $"{row["Remittance day"]}: {day:yyyy-MM-dd} {(doubtful ? "yes" : "no")}");
        }
    }

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
