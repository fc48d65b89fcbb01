using DenialDesk.App.Calibration;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Dashboard;

/// <summary>The denial rate of a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Payers">The same by payer, the most denials first.</param>
public sealed record MonthRate(DateOnly Month, AuditRate Rate, IReadOnlyList<PayerRate> Payers);

/// <summary>One payer's part of it.</summary>
public sealed record PayerRate(int PayerId, string Payer, Rate Rate, decimal Denied);

/// <summary>A reason code of this month.</summary>
/// <param name="Usual">Denials a month in the three whole months before.</param>
/// <param name="Payers">The payers with most of them.</param>
public sealed record MonthCode(string Carc, string Title, long Denials, decimal Denied, double Usual, IReadOnlyList<AuditPart> Payers);

/// <summary>One of the first ten of the queue, with why it stands there.</summary>
public sealed record FirstOfQueue(int PracticeId, long DenialId, string Account, string Payer, string Code, decimal Denied, double PerHour, DateOnly Due, string Because);

/// <summary>Whether a payer's deadlines are known.</summary>
/// <param name="Known">Open denials whose window is the payer's own or the law's.</param>
/// <param name="Assumed">Open denials whose window is assumed until somebody confirms it.</param>
public sealed record KnownWindows(int PayerId, string Payer, long Known, long Assumed, decimal AssumedDenied);

/// <summary>The five questions every practice should be able to answer, answered.</summary>
/// <param name="LastFile">When the last remittance was posted.</param>
/// <param name="Changes">Changes of the workflow in the last ninety days; none means that nothing is prevented.</param>
/// <param name="Practices">How each practice ranks: what an hour of its team is worth (0: it keeps up), minutes a day, lane share, and what that order would have brought in the last ninety days (null: not worked out yet).</param>
public sealed record FiveAnswers(
    DateOnly Today, DateTimeOffset? LastFile, MonthRate Now, MonthRate Last, IReadOnlyList<MonthCode> ByCount, IReadOnlyList<MonthCode> ByDollars, IReadOnlyList<WorkflowChange> Changes,
    IReadOnlyList<(string Practice, double HourPrice, int MinutesPerDay, double LaneShare, ReplayedLane? Replayed)> Practices, IReadOnlyList<FirstOfQueue> First, Rate TimelyNow, Rate TimelyLast, IReadOnlyList<KnownWindows> Windows,
    IReadOnlyList<RiskStep> Due, IReadOnlyList<ExpiredCount> Expired)
{
    /// <summary>When the open denials were counted; null: this moment.</summary>
    public DateTimeOffset? OpenAsOf { get; init; }
}
