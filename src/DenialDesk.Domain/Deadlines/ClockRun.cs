using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Deadlines;

/// <summary>One clock, run from its anchor to its end, before any roll.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Anchor">The anchor's day.</param>
/// <param name="PresumedDays">Days of presumed receipt that were added; 0 when receipt was proven or nothing is presumed.</param>
/// <param name="ProvenReceipt">The proven day of receipt that replaced the presumption.</param>
/// <param name="Ends">The last day.</param>
internal sealed record ClockRun(WindowClock Clock, DateOnly Anchor, int PresumedDays, DateOnly? ProvenReceipt, DateOnly Ends)
{
    /// <summary>Runs a clock; nothing when its anchor is not known.</summary>
    internal static ClockRun? Of(WindowClock clock, WorkCalendar calendar, WindowEvents events)
    {
        if (Start(clock.Anchor, events) is not { } anchor)
        {
            return null;
        }

        // Nothing is presumed on top of a day of receipt that somebody told.
        var proven = clock is { ReceiptPresumptionDays: > 0, Rebuttable: true }
            ? events.ActualReceiptDate ?? (clock.Anchor is WindowAnchor.NoticeReceiptDate or WindowAnchor.PriorDecisionReceiptDate ? events[clock.Anchor] : null)
            : null;
        var presumed = proven is null ? clock.ReceiptPresumptionDays : 0;
        var from = proven ?? anchor.AddDays(presumed);
        return new ClockRun(clock, anchor, presumed, proven, End(from, clock, calendar != WorkCalendar.WeekendsOnly));
    }

    /// <summary>The anchor's day. A receipt nobody proved is taken to be the day on the notice, which is never too late.</summary>
    private static DateOnly? Start(WindowAnchor anchor, WindowEvents events) => events[anchor] ?? anchor switch
    {
        WindowAnchor.NoticeReceiptDate => events.ActualReceiptDate ?? events[WindowAnchor.NoticeDate],
        WindowAnchor.PriorDecisionReceiptDate => events[WindowAnchor.PriorDecisionNoticeDate],
        WindowAnchor.DosThrough => events[WindowAnchor.DosFrom],
        WindowAnchor.CheckDate => events[WindowAnchor.RemitDate],
        WindowAnchor.LatestRemitDate => events[WindowAnchor.RemitDate],
        WindowAnchor.DischargeDate => events[WindowAnchor.DosThrough],
        _ => null,
    };

    private static DateOnly End(DateOnly from, WindowClock clock, bool holidays) => clock.Unit switch
    {
        WindowUnit.CalendarDay => from.AddDays(clock.Amount),
        WindowUnit.BusinessDay => BusinessDays.Add(from, clock.Amount, holidays),
        WindowUnit.Month => from.AddMonths(clock.Amount),
        WindowUnit.Year => from.AddYears(clock.Amount),
        WindowUnit.MonthsAfterMonthEnd => new DateOnly(from.Year, from.Month, 1).AddMonths(clock.Amount + 1).AddDays(-1),
        WindowUnit.Dec31YearAfter => new DateOnly(from.Year + clock.Amount, 12, 31),
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock.Unit, "A unit without a way to count it."),
    };
}
