using DenialDesk.App.Deadlines;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>A window as an admin fills it in on a payer's page: one clock, from where, how long, how counted, and who says so.</summary>
public sealed record WindowDraft
{
    /// <summary>The step the window is for.</summary>
    public required WindowAction Action { get; init; }

    /// <summary>The day the clock starts from; that day is not counted.</summary>
    public required WindowAnchor Anchor { get; init; }

    /// <summary>How many units.</summary>
    public required int Amount { get; init; }

    /// <summary>The unit.</summary>
    public required WindowUnit Unit { get; init; }

    /// <summary>Days after the anchor on which receipt is presumed; they are added before counting.</summary>
    public int PresumptionDays { get; init; }

    /// <summary>Where a last day goes that is no workday.</summary>
    public DayRoll Roll { get; init; } = DayRoll.Previous;

    /// <summary>When a filing counts as made.</summary>
    public FilingCounts CountsWhen { get; init; } = FilingCounts.Received;

    /// <summary>First notice date the window holds for, inclusive; null: for every denial.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Where it says so: contract section, manual page, letter.</summary>
    public string Source { get; init; } = "";

    /// <summary>How good that source is.</summary>
    public RuleTier Tier { get; init; } = RuleTier.Contract;

    /// <summary>A remark for the next reader.</summary>
    public string Note { get; init; } = "";

    /// <summary>The first thing wrong with it, as a sentence; null when it can be used.</summary>
    /// <param name="today">The day the admin looks at, to catch slips of the year.</param>
    public Refusal? Check(DateOnly today)
    {
        if (Amount < 1) { return new("window_amount", $"A window needs at least one {UnitName(1)}. Type how many."); }

        if (Amount > Longest) { return new("window_amount", $"{Amount:N0} {UnitName(Amount)} is longer than any payer allows. Check the number and the unit."); }

        if (PresumptionDays is < 0 or > 15) { return new("window_presumption", "Days until receipt is presumed are 0 to 15. Medicare presumes 5; most payers presume none."); }

        if (PresumptionDays > 0 && Anchor is (WindowAnchor.DosFrom or WindowAnchor.DosThrough or WindowAnchor.DischargeDate))
        {
            return new("window_presumption", "Receipt can only be presumed for something that was mailed. A window counted from the service has no such days: set them to 0.");
        }

        if (EffectiveFrom is { } from && (from < new DateOnly(2000, 1, 1) || from > today.AddYears(2)))
        {
            return new("window_effective", $"The window is to hold from {from:d MMM yyyy}. Check the year; leave the day empty when it holds for every denial.");
        }

        return Source.Trim().Length < 3
            ? new("window_source", "Say where this window is written: contract section, manual page or letter. Without it nobody can check it later.")
            : null;
    }

    /// <summary>The rule it makes for a payer. Scope "contract" ranks above every shipped rule.</summary>
    public WindowRule ToRule(int payerId, int version, DateOnly today, string verifiedBy) => new()
    {
        Id = RuleId(payerId, Action, EffectiveFrom),
        Version = version,
        Action = Action,
        Scope = new WindowScope { Contract = RulesInForce.ContractOf(payerId) },
        Clocks = [new WindowClock { Anchor = Anchor, Amount = Amount, Unit = Unit, ReceiptPresumptionDays = PresumptionDays }],
        Roll = Roll,
        CountsWhen = CountsWhen,
        EffectiveFrom = EffectiveFrom,
        Source = Source.Trim(),
        Tier = Tier,
        Note = Note.Trim() is { Length: > 0 } note ? note : null,
        VerifiedOn = today,
        VerifiedBy = verifiedBy,
    };

    /// <summary>One series of versions a payer, step and first day.</summary>
    public static string RuleId(int payerId, WindowAction action, DateOnly? from)
        => from is { } day ? $"payer-{payerId}-{action.Text()}-from-{day:yyyy-MM-dd}" : $"payer-{payerId}-{action.Text()}";

    private int Longest => Unit switch
    {
        WindowUnit.Year or WindowUnit.Dec31YearAfter => 10,
        WindowUnit.Month or WindowUnit.MonthsAfterMonthEnd => 60,
        _ => 1_100,
    };

    private string UnitName(int count) => Unit switch
    {
        WindowUnit.Year or WindowUnit.Dec31YearAfter => count == 1 ? "year" : "years",
        WindowUnit.Month or WindowUnit.MonthsAfterMonthEnd => count == 1 ? "month" : "months",
        WindowUnit.BusinessDay => count == 1 ? "business day" : "business days",
        _ => count == 1 ? "day" : "days",
    };
}
