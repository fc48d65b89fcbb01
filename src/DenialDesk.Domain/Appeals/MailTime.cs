using System.Globalization;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Appeals;

/// <summary>Whether a letter posted today is at the payer on the last day: many count the day they have it (docs/rules/appeals.md).</summary>
/// <remarks>Five calendar days are the slow end of the Postal Service's standard for First-Class Mail; a payer that counts the postmark leaves more, which nobody should lean on.</remarks>
public static class MailTime
{
    /// <summary>Calendar days a letter may be on its way.</summary>
    public const int Days = 5;

    /// <summary>The last day on which a letter is posted in time: a workday, five days before the last day or earlier.</summary>
    public static DateOnly PostBy(DateOnly due) => BusinessDays.OnOrBefore(due.AddDays(-Days));

    /// <summary>What to say of mail before an appeal goes out; null when there is nothing to say.</summary>
    /// <param name="channels">How the payer takes this step; empty when nobody has told.</param>
    /// <param name="due">The last day of the step.</param>
    /// <param name="today">The practice's day.</param>
    public static string? Warning(IReadOnlyList<PayerChannel> channels, DateOnly due, DateOnly today)
    {
        if (today > due || !channels.Any(c => c.Channel == Channel.Mail)) { return null; }

        var (only, by) = (channels.All(c => c.Channel == Channel.Mail), PostBy(due));
        var day = by.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
        return (only, today <= by) switch
        {
            (true, true) => $"This payer takes it by mail alone, and a letter may be {Days} days on its way: post it by {day}.",
            (true, false) => $"This payer takes it by mail alone, and a letter posted today may come after the last day; {day} was the day to post it by. Send it by courier, or ask the payer for another way today.",
            (false, false) => "By mail it may come after the last day: send it another way this payer takes.",
            _ => null,
        };
    }
}
