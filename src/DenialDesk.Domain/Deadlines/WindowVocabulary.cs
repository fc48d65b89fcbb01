using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Deadlines;

/// <summary>The step a window is for.</summary>
public enum WindowAction
{
    /// <summary>First filing of the claim.</summary>
    TimelyFiling,

    /// <summary>A corrected or replacement claim.</summary>
    CorrectedClaim,

    /// <summary>Reopening for a clerical error or good cause.</summary>
    Reopening,

    /// <summary>Reconsideration or payment dispute before an appeal.</summary>
    Reconsideration,

    /// <summary>First level of appeal.</summary>
    Appeal1,

    /// <summary>Second level of appeal.</summary>
    Appeal2,

    /// <summary>Third level of appeal.</summary>
    Appeal3,

    /// <summary>Fourth level of appeal.</summary>
    Appeal4,

    /// <summary>Fifth level of appeal.</summary>
    Appeal5,

    /// <summary>External review.</summary>
    ExternalReview,

    /// <summary>Peer-to-peer review.</summary>
    PeerToPeer,

    /// <summary>Answer to a request for records.</summary>
    RecordsResponse,

    /// <summary>Dispute of a refund request.</summary>
    RefundDispute,

    /// <summary>Open negotiation under the No Surprises Act.</summary>
    IdrOpenNegotiation,

    /// <summary>Start of independent dispute resolution.</summary>
    IdrInitiate,

    /// <summary>The member's own appeal.</summary>
    MemberAppeal,

    /// <summary>First notice of treatment to an injury insurer.</summary>
    InitialNotice,

    /// <summary>Request for an exception to timely filing.</summary>
    TimelyFilingException,

    /// <summary>Request for an authorization after the service.</summary>
    RetroAuthorization,

    /// <summary>First filing with the payer that follows this one.</summary>
    NextPayerFiling,

    /// <summary>The day by which the payer said it would answer; no rule gives it, somebody wrote it down.</summary>
    PromisedAnswer,
}

/// <summary>The day a clock starts from.</summary>
public enum WindowAnchor
{
    /// <summary>First day of service.</summary>
    DosFrom,

    /// <summary>Last day of service.</summary>
    DosThrough,

    /// <summary>Day of discharge.</summary>
    DischargeDate,

    /// <summary>Date of the remittance.</summary>
    RemitDate,

    /// <summary>Date on the notice.</summary>
    NoticeDate,

    /// <summary>Date of the first denial of this claim; later denials do not move it.</summary>
    InitialDenialNoticeDate,

    /// <summary>Date of the latest remittance of this claim.</summary>
    LatestRemitDate,

    /// <summary>Date of the check or transfer.</summary>
    CheckDate,

    /// <summary>Day the notice was received.</summary>
    NoticeReceiptDate,

    /// <summary>Date on the decision of the step before.</summary>
    PriorDecisionNoticeDate,

    /// <summary>Day the decision of the step before was received.</summary>
    PriorDecisionReceiptDate,

    /// <summary>Date of the primary payer's explanation of benefits.</summary>
    PrimaryEobDate,

    /// <summary>Day the contractor notified us.</summary>
    NotifiedDate,

    /// <summary>Notice of a retroactive authorization.</summary>
    RetroAuthNoticeDate,

    /// <summary>Notice of retroactive eligibility.</summary>
    RetroEligibilityNoticeDate,

    /// <summary>First day of treatment.</summary>
    TreatmentStartDate,

    /// <summary>Last day of open negotiation.</summary>
    NegotiationEndDate,
}

/// <summary>The unit of a clock.</summary>
public enum WindowUnit
{
    /// <summary>Every day counts.</summary>
    CalendarDay,

    /// <summary>Only workdays count.</summary>
    BusinessDay,

    /// <summary>Calendar months; the 31st becomes the last day of a shorter month.</summary>
    Month,

    /// <summary>Calendar years; 29 February becomes 28 February.</summary>
    Year,

    /// <summary>Months after the end of the anchor's month, to the end of the month.</summary>
    MonthsAfterMonthEnd,

    /// <summary>31 December of the n-th year after the anchor's year.</summary>
    [WrittenAs("dec31_year_after")]
    Dec31YearAfter,
}

/// <summary>Which of several clocks counts.</summary>
public enum ClockChoice
{
    /// <summary>The one that ends first.</summary>
    Earliest,

    /// <summary>The one that ends last.</summary>
    Latest,
}

/// <summary>Where a last day goes that is no workday.</summary>
public enum DayRoll
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>To the next workday.</summary>
    Next,

    /// <summary>To the workday before; our careful default.</summary>
    Previous,
}

/// <summary>Which days are not workdays.</summary>
public enum WorkCalendar
{
    /// <summary>Weekends and US federal holidays.</summary>
    UsFederal,

    /// <summary>A state's calendar; counted as the federal one until a state's days are known.</summary>
    State,

    /// <summary>Weekends only.</summary>
    WeekendsOnly,
}

/// <summary>When a filing counts as made.</summary>
public enum FilingCounts
{
    /// <summary>When the payer has it.</summary>
    Received,

    /// <summary>By the postmark.</summary>
    Postmarked,

    /// <summary>When we sent it.</summary>
    Sent,
}

/// <summary>The day that effective dates are compared with.</summary>
public enum EffectiveBasis
{
    /// <summary>Date on the notice.</summary>
    NoticeDate,

    /// <summary>First day of service.</summary>
    Dos,

    /// <summary>Day the step is filed.</summary>
    FilingDate,
}

/// <summary>How good the source of a rule is, best first.</summary>
public enum RuleTier
{
    /// <summary>Law or regulation.</summary>
    [WrittenAs("law/regulation")]
    Law,

    /// <summary>The practice's own contract.</summary>
    Contract,

    /// <summary>The payer's own manual or site.</summary>
    [WrittenAs("payer manual/site")]
    PayerManual,

    /// <summary>A list of somebody else.</summary>
    Secondary,

    /// <summary>Our careful default.</summary>
    Assumed,
}

/// <summary>Whether a right exists.</summary>
public enum WindowRight
{
    /// <summary>It exists.</summary>
    Yes,

    /// <summary>It does not; see what to do instead.</summary>
    None,
}
