using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>The vocabulary of windows as people read it.</summary>
public static class WindowWords
{
    /// <summary>A step: "First appeal".</summary>
    public static string Of(WindowAction action) => action switch
    {
        WindowAction.TimelyFiling => "Timely filing",
        WindowAction.CorrectedClaim => "Corrected claim",
        WindowAction.Reopening => "Reopening",
        WindowAction.Reconsideration => "Reconsideration",
        WindowAction.Appeal1 => "First appeal",
        WindowAction.Appeal2 => "Second appeal",
        WindowAction.Appeal3 => "Third appeal",
        WindowAction.Appeal4 => "Fourth appeal",
        WindowAction.Appeal5 => "Fifth appeal",
        WindowAction.ExternalReview => "External review",
        WindowAction.PeerToPeer => "Peer-to-peer review",
        WindowAction.RecordsResponse => "Answer to a records request",
        WindowAction.RefundDispute => "Dispute of a refund request",
        WindowAction.IdrOpenNegotiation => "Open negotiation",
        WindowAction.IdrInitiate => "Start of dispute resolution",
        WindowAction.MemberAppeal => "Member's appeal",
        WindowAction.InitialNotice => "First notice of treatment",
        WindowAction.TimelyFilingException => "Exception to timely filing",
        WindowAction.RetroAuthorization => "Retroactive authorization",
        WindowAction.NextPayerFiling => "Filing with the next payer",
        WindowAction.PromisedAnswer => "Payer's promised answer",
        _ => action.ToString(),
    };

    /// <summary>Where a clock starts: "the first denial of the claim".</summary>
    public static string Of(WindowAnchor anchor) => anchor switch
    {
        WindowAnchor.DosFrom => "the first day of service",
        WindowAnchor.DosThrough => "the last day of service",
        WindowAnchor.DischargeDate => "discharge",
        WindowAnchor.RemitDate => "the remittance",
        WindowAnchor.NoticeDate => "the date on the notice",
        WindowAnchor.InitialDenialNoticeDate => "the first denial of the claim",
        WindowAnchor.LatestRemitDate => "the latest remittance",
        WindowAnchor.CheckDate => "the check or transfer",
        WindowAnchor.NoticeReceiptDate => "receipt of the notice",
        WindowAnchor.PriorDecisionNoticeDate => "the decision before",
        WindowAnchor.PriorDecisionReceiptDate => "receipt of the decision before",
        WindowAnchor.PrimaryEobDate => "the primary payer's EOB",
        WindowAnchor.NotifiedDate => "notification",
        WindowAnchor.RetroAuthNoticeDate => "the retroactive authorization",
        WindowAnchor.RetroEligibilityNoticeDate => "the notice of retroactive eligibility",
        WindowAnchor.TreatmentStartDate => "the first day of treatment",
        WindowAnchor.NegotiationEndDate => "the end of negotiation",
        _ => anchor.ToString(),
    };

    /// <summary>A unit after a number: "days", "business days".</summary>
    public static string Of(WindowUnit unit, int amount) => (unit, amount) switch
    {
        (WindowUnit.CalendarDay, 1) => "day",
        (WindowUnit.CalendarDay, _) => "days",
        (WindowUnit.BusinessDay, 1) => "business day",
        (WindowUnit.BusinessDay, _) => "business days",
        (WindowUnit.Month, 1) => "month",
        (WindowUnit.Month, _) => "months",
        (WindowUnit.Year, 1) => "year",
        (WindowUnit.Year, _) => "years",
        (WindowUnit.MonthsAfterMonthEnd, _) => "months after the month's end",
        _ => "years, to 31 December",
    };

    /// <summary>What happens when the last day is no workday.</summary>
    public static string Of(DayRoll roll) => roll switch
    {
        DayRoll.Next => "moves to the next workday",
        DayRoll.Previous => "moves to the workday before",
        _ => "stays, workday or not",
    };

    /// <summary>When a filing counts as made.</summary>
    public static string Of(FilingCounts counts) => counts switch
    {
        FilingCounts.Received => "when the payer has it",
        FilingCounts.Postmarked => "by the postmark",
        _ => "when it is sent",
    };

    /// <summary>How good a source is.</summary>
    public static string Of(RuleTier tier) => tier switch
    {
        RuleTier.Law => "law or regulation",
        RuleTier.Contract => "your contract",
        RuleTier.PayerManual => "payer's manual or site",
        RuleTier.Secondary => "second-hand list",
        _ => "our careful default",
    };

    /// <summary>A whole window: "120 days from the first denial of the claim, 5 days presumed for the mail".</summary>
    public static string Of(WindowRule rule)
    {
        if (rule.Right == WindowRight.None)
        {
            return rule.Instead is { } instead ? $"no such right; {Of(instead).ToLowerInvariant()} instead" : "no such right";
        }

        var clocks = rule.Clocks.Select(c =>
            $"{c.Amount:N0} {Of(c.Unit, c.Amount)} from {Of(c.Anchor)}" + (c.ReceiptPresumptionDays > 0 ? $", {c.ReceiptPresumptionDays} more presumed for the mail" : ""));
        return string.Join(rule.Combine == ClockChoice.Earliest ? ", or if earlier " : ", or if later ", clocks);
    }
}
