using System.Globalization;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Tests.Appeals;

public sealed class MailTimeTests
{
    private static readonly PayerChannel Mail = new(null, Channel.Mail, "PO Box 1");
    private static readonly PayerChannel Fax = new(null, Channel.Fax, "555-0100");
    private static readonly DateOnly Due = new(2026, 11, 30);

    [Theory]
    [InlineData("2026-11-30", "2026-11-25")]
    [InlineData("2026-12-01", "2026-11-25")]     // the day before is Thanksgiving
    [InlineData("2026-12-04", "2026-11-27")]     // a Sunday goes back to Friday
    public void A_letter_is_posted_on_a_workday_five_days_before_or_earlier(string due, string by)
        => Assert.Equal(Day(by), MailTime.PostBy(Day(due)));

    [Theory]
    [InlineData("mail", "2026-11-25", "post it by Wed 25 Nov 2026")]
    [InlineData("mail", "2026-11-26", "may come after the last day; Wed 25 Nov 2026 was the day to post it by")]
    [InlineData("mail fax", "2026-11-30", "By mail it may come after the last day")]
    [InlineData("mail fax", "2026-11-25", null)]
    [InlineData("fax", "2026-11-30", null)]
    [InlineData("", "2026-11-30", null)]
    [InlineData("mail", "2026-12-01", null)]
    public void Mail_is_warned_of_where_it_is_the_only_way_or_too_slow(string ways, string today, string? says)
    {
        var channels = ways.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w == "mail" ? Mail : Fax).ToList();

        var told = MailTime.Warning(channels, Due, Day(today));

        if (says is null) { Assert.Null(told); }
        else { Assert.Contains(says, told, StringComparison.Ordinal); }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
