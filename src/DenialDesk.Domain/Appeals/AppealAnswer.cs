using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Appeals;

/// <summary>When a payer should have answered an appeal.</summary>
/// <remarks>The payer's own habit where the practice wrote it down, else the time its rule gives it, else 45 calendar days; then three business days of grace (domain.md §5.3).</remarks>
public static class AppealAnswer
{
    private const int Usual = 45;
    private const int Grace = 3;

    /// <summary>The day after which the answer is overdue; that day itself is still in time.</summary>
    /// <param name="sent">The day it went out, or the day the payer got what it asked for.</param>
    /// <param name="conduct">What is known of the payer.</param>
    /// <param name="response">The time its window rule gives it to answer; null when it says nothing.</param>
    public static DateOnly By(DateOnly sent, PayerConduct conduct, ResponseClock? response)
        => BusinessDays.Add(conduct.AnswerBy(sent) ?? Counted(sent, response), Grace);

    private static DateOnly Counted(DateOnly sent, ResponseClock? response) => response switch
    {
        { Unit: WindowUnit.BusinessDay } r => BusinessDays.Add(sent, r.Amount),
        { Unit: WindowUnit.Month } r => sent.AddMonths(r.Amount),
        { Unit: WindowUnit.Year } r => sent.AddYears(r.Amount),
        { } r => sent.AddDays(r.Amount),
        null => sent.AddDays(Usual),
    };
}
