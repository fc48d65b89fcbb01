using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>The fields of the window editor while they are being filled in.</summary>
public sealed class WindowForm
{
    public WindowAction Action { get; set; } = WindowAction.Appeal1;

    public WindowAnchor Anchor { get; set; } = WindowAnchor.InitialDenialNoticeDate;

    public int Amount { get; set; } = 60;

    public WindowUnit Unit { get; set; } = WindowUnit.CalendarDay;

    public int PresumptionDays { get; set; }

    public DayRoll Roll { get; set; } = DayRoll.Previous;

    public FilingCounts CountsWhen { get; set; } = FilingCounts.Received;

    public DateOnly? EffectiveFrom { get; set; }

    public string Source { get; set; } = "";

    public RuleTier Tier { get; set; } = RuleTier.Contract;

    public string Note { get; set; } = "";

    /// <summary>The form filled from the window that holds now, so that an edit begins with what is true.</summary>
    public static WindowForm From(WindowInForce? window)
    {
        if (window?.Rule.Clocks is not [var clock, ..]) { return new() { Action = window?.Action ?? WindowAction.Appeal1 }; }

        return new()
        {
            Action = window.Action,
            Anchor = clock.Anchor,
            Amount = clock.Amount,
            Unit = clock.Unit,
            PresumptionDays = clock.ReceiptPresumptionDays,
            Roll = window.Rule.Roll,
            CountsWhen = window.Rule.CountsWhen ?? FilingCounts.Received,
            EffectiveFrom = window.Own ? window.Rule.EffectiveFrom : null,
            Source = window.Own ? window.Rule.Source : "",
            Tier = window.Own ? window.Rule.Tier : RuleTier.Contract,
            Note = window.Own ? window.Rule.Note ?? "" : "",
        };
    }

    /// <summary>What the use cases take.</summary>
    public WindowDraft ToDraft() => new()
    {
        Action = Action,
        Anchor = Anchor,
        Amount = Amount,
        Unit = Unit,
        PresumptionDays = PresumptionDays,
        Roll = Roll,
        CountsWhen = CountsWhen,
        EffectiveFrom = EffectiveFrom,
        Source = Source,
        Tier = Tier,
        Note = Note,
    };
}
