using DenialDesk.App.Dashboard;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Reviews;

/// <summary>What an audit is about: files, claims, and how much of them is there.</summary>
/// <param name="Matched">Of the claims answered, those matched to a claim we sent; null of both: no 837 was ever brought in.</param>
/// <param name="GapDays">The most days in a row without any remittance.</param>
/// <param name="GapFrom">The first of them.</param>
public sealed record AuditScope(long Files, long Remittances, long Claims, long? Matched, long? Answered, DateOnly? FirstDay, DateOnly? LastDay, int GapDays, DateOnly? GapFrom);

/// <summary>Denied of decided, in claims and dollars.</summary>
public sealed record AuditRate(Rate Claims, decimal Denied, decimal Billed)
{
    /// <summary>Denied dollars of billed dollars, 0 to 1; null when nothing was billed.</summary>
    public double? OfDollars => Billed > 0 ? (double)(Denied / Billed) : null;
}

/// <summary>One reason code (with a remark) of the window.</summary>
/// <param name="Share">Of all denials of the window.</param>
public sealed record AuditCode(
    string Code, string Rarc, string Title, long Denials, decimal Charge, decimal Denied, decimal Expected, double Share, decimal Recovered, decimal WrittenOff, long Open, decimal OpenAmount, long Expired);

/// <summary>A part of a code's denials: of a payer, a procedure family or a provider.</summary>
public sealed record AuditPart(string Name, long Denials, decimal Denied);

/// <summary>A denial to look at, without a name.</summary>
public sealed record AuditExample(string Code, int PracticeId, long DenialId, string Account, string Payer, decimal Denied, DateOnly DeniedOn, string State);

/// <summary>A code among the three largest, traced to where it began.</summary>
/// <param name="Before">Denials in the days before the window, as many days.</param>
/// <param name="Preventable">Denials that need not have come.</param>
public sealed record AuditTop(
    AuditCode Code, IReadOnlyList<AuditPart> Payers, IReadOnlyList<AuditPart> Families, IReadOnlyList<AuditPart> Providers, IReadOnlyList<AuditExample> Examples, TracedStep Step, long Preventable, DateOnly First,
    long Before);

/// <summary>Appeals of a payer in the window.</summary>
public sealed record AuditAppeals(int PayerId, string Payer, long Filed, long Decided, long Overturned, long Partly, decimal Disputed, decimal Granted);

/// <summary>Open denials of an age.</summary>
/// <param name="PastSafe">Denied dollars of those past their last safe day.</param>
public sealed record AuditAge(string Age, long Denials, decimal Denied, decimal PastSafe);

/// <summary>How soon denials are worked.</summary>
/// <param name="Within">Worked within seven days of posting, of those posted long enough ago.</param>
public sealed record AuditFirstWork(Rate Within, double? MedianDays);

/// <summary>What rework cost and brought.</summary>
/// <param name="Touched">Denials worked in the window.</param>
/// <param name="Minutes">Minutes measured on denials in the window.</param>
public sealed record AuditRework(long Touched, double Minutes, decimal Recovered)
{
    /// <summary>$25 each.</summary>
    public decimal Flat => Touched * ChangeProjection.Rework;

    /// <summary>Measured minutes at $75 an hour.</summary>
    public decimal Measured => Math.Round((decimal)Minutes / 60m * Domain.FollowUps.Effort.HourCost, 2);
}

/// <summary>A change of the workflow that would save most.</summary>
public sealed record AuditAdvice(string Category, int PayerId, string Payer, TracedStep Step, long Denials, decimal Lost, ProjectedSaving Saving);

/// <summary>A change of the workflow in the window, with what was measured of it last.</summary>
/// <param name="Verdict">better, worse or too_few; null: nothing was measured yet.</param>
/// <param name="Change">Share by which the rate moved against the others': −.3 is 30% fewer.</param>
/// <param name="Low">Lower end of its 95% interval.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Days">Days of service after the change that are in the reading.</param>
/// <param name="Dollars">Dollars avoided.</param>
public sealed record WorkflowChange(
    int PracticeId, long ActionId, string What, string Department, DateOnly? Effective, string Status, string? Verdict, double? Change, double? Low, double? High, int? Days, decimal? Dollars);

/// <summary>Ninety days of denials, laid open.</summary>
public sealed record DenialAudit(
    DateOnly Today, DateOnly From, AuditScope Scope, AuditRate Rate, AuditRate Before, IReadOnlyList<AuditCode> Codes, IReadOnlyList<AuditTop> ByCount, IReadOnlyList<AuditTop> ByDollars, long TimelyFiling,
    decimal TimelyFilingDenied, IReadOnlyList<ExpiredCase> Expired, IReadOnlyList<AuditAppeals> Appeals, IReadOnlyList<AuditAge> Ages, AuditFirstWork FirstWork, AuditRework Rework,
    IReadOnlyList<WorkflowChange> Changes, IReadOnlyList<AuditAdvice> Advice)
{
    /// <summary>When it was added up; null: this moment.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Days an audit covers.</summary>
    public const int Days = 90;
}
