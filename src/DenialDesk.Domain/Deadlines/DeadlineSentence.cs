using System.Globalization;
using System.Text;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Deadlines;

/// <summary>Says how a deadline was counted, so that a biller can follow it on a paper calendar.</summary>
internal static class DeadlineSentence
{
    /// <summary>"Mon 11 May 2026 = notice 5 Jan + 5 presumed + 120 days = Sun 10 May, next workday; rule mcr-L1, 42 CFR 405.942".</summary>
    internal static string Of(WindowRule rule, ClockRun run, IReadOnlyList<ClockRun> known, DateOnly due, bool dropped)
    {
        var text = new StringBuilder($"{Long(due)} = {Counted(run, due.Year)}");
        if (due != run.Ends)
        {
            text.Append(CultureInfo.InvariantCulture, $" = {Weekday(run.Ends)} {Day(run.Ends, due.Year)}, {(due > run.Ends ? "next workday" : "workday before")}");
        }

        if (known.Count > 1 && !dropped)
        {
            var other = known.First(clock => clock != run);
            text.Append(CultureInfo.InvariantCulture, $" ({(rule.Combine == ClockChoice.Latest ? "later" : "earlier")} than {Counted(other, due.Year)} = {Day(other.Ends, due.Year)})");
        }

        if (dropped)
        {
            text.Append(" (the count from the service date had run out before the notice came)");
        }

        return text.Append("; ").Append(Basis(rule)).ToString();
    }

    internal static string NoRight(WindowRule rule)
    {
        var instead = rule.Instead is { } action ? $": {Advice(action)} instead" : "";
        return $"No {Step(rule.Action)} here{instead}; {Basis(rule)}";
    }

    internal static string Missing(WindowRule rule, IReadOnlyList<WindowAnchor> missing) =>
        missing.Count == 0
            ? $"rule {rule.Id} has no clock"
            : $"rule {rule.Id} cannot be counted yet, it needs {string.Join(" or ", missing.Select(Needed))}";

    /// <summary>The step in a biller's words.</summary>
    internal static string Step(WindowAction action) => action switch
    {
        WindowAction.Appeal1 => "first-level appeal",
        WindowAction.Appeal2 => "second-level appeal",
        WindowAction.Appeal3 => "third-level appeal",
        WindowAction.Appeal4 => "fourth-level appeal",
        WindowAction.Appeal5 => "fifth-level appeal",
        WindowAction.IdrOpenNegotiation => "open negotiation",
        WindowAction.IdrInitiate => "dispute resolution",
        WindowAction.PeerToPeer => "peer-to-peer review",
        WindowAction.RetroAuthorization => "retroactive authorization",
        WindowAction.NextPayerFiling => "filing with the next payer",
        WindowAction.PromisedAnswer => "payer's promised answer",
        WindowAction.RecordsResponse => "answer to the records request",
        WindowAction.RefundDispute => "dispute of the refund request",
        _ => action.Text().Replace('_', ' '),
    };

    private static string Advice(WindowAction action) => action switch
    {
        WindowAction.TimelyFiling => "correct it and send a new claim",
        WindowAction.TimelyFilingException => "ask for a timely-filing exception",
        WindowAction.CorrectedClaim => "send a corrected claim",
        _ => $"ask for {Step(action)}",
    };

    private static string Basis(WindowRule rule)
    {
        if (rule.Assumed)
        {
            return $"assumed, no rule for this payer yet ({rule.Id}): verify";
        }

        var verified = rule.VerifiedOn is { } day ? $", verified {Day(day, day.Year)}" : "";
        return $"rule {rule.Id}{(rule.Source.Length > 0 ? ", " : "")}{ShortSource(rule.Source)}{verified}";
    }

    /// <summary>The source up to its first subsection or remark: "42 CFR 405.942(a); …" is "42 CFR 405.942".</summary>
    private static string ShortSource(string source)
    {
        var end = source.IndexOfAny([';', '(']);
        return (end > 0 ? source[..end] : source).Trim().TrimEnd(':', ',');
    }

    private static string Counted(ClockRun run, int year)
    {
        var start = run.ProvenReceipt is { } proven ? $"received {Day(proven, year)}" : $"{Word(run.Clock.Anchor)} {Day(run.Anchor, year)}";
        var presumed = run.PresumedDays > 0 ? $" + {run.PresumedDays} presumed" : "";
        return $"{start}{presumed}{Length(run.Clock)}";
    }

    private static string Length(WindowClock clock) => clock.Unit switch
    {
        WindowUnit.CalendarDay => $" + {Many(clock.Amount, "day")}",
        WindowUnit.BusinessDay => $" + {Many(clock.Amount, "workday")}",
        WindowUnit.Month => $" + {Many(clock.Amount, "month")}",
        WindowUnit.Year => $" + {Many(clock.Amount, "year")}",
        WindowUnit.MonthsAfterMonthEnd => $", month end + {Many(clock.Amount, "month")}",
        _ => clock.Amount == 1 ? ", to the end of the next year" : $", to the end of the year + {clock.Amount}",
    };

    private static string Many(int amount, string unit) => amount == 1 ? $"1 {unit}" : $"{amount} {unit}s";

    private static string Word(WindowAnchor anchor) => anchor switch
    {
        WindowAnchor.NoticeDate or WindowAnchor.InitialDenialNoticeDate => "notice",
        WindowAnchor.DosFrom => "service",
        WindowAnchor.DosThrough => "last service day",
        WindowAnchor.DischargeDate => "discharge",
        WindowAnchor.RemitDate => "remittance",
        WindowAnchor.LatestRemitDate => "latest remittance",
        WindowAnchor.CheckDate => "check",
        WindowAnchor.NoticeReceiptDate => "notice received",
        WindowAnchor.PriorDecisionNoticeDate => "decision",
        WindowAnchor.PriorDecisionReceiptDate => "decision received",
        WindowAnchor.PrimaryEobDate => "primary payer's EOB",
        WindowAnchor.NotifiedDate => "contractor's notice",
        WindowAnchor.RetroAuthNoticeDate => "retroactive authorization",
        WindowAnchor.RetroEligibilityNoticeDate => "retroactive eligibility",
        WindowAnchor.TreatmentStartDate => "treatment start",
        _ => "end of negotiation",
    };

    private static string Needed(WindowAnchor anchor) => anchor switch
    {
        WindowAnchor.PriorDecisionNoticeDate or WindowAnchor.PriorDecisionReceiptDate => "the date of the decision before",
        WindowAnchor.DosFrom or WindowAnchor.DosThrough => "the date of service",
        WindowAnchor.PrimaryEobDate => "the date of the primary payer's EOB",
        _ => $"the date of the {Word(anchor)}",
    };

    private static string Long(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Weekday(DateOnly day) => day.ToString("ddd", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day, int year) => day.ToString(day.Year == year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
}
