using DenialDesk.App.Reviews;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Payers;

/// <summary>What a payer refused with one code, and what came of the tries to turn it.</summary>
/// <param name="Overturned">Overturned of decided attempts, corrections and appeals together; a partial one counts by its paid share, rounded.</param>
public sealed record DossierCode(string Code, string Title, string Category, long Denials, decimal Denied, decimal Recovered, long Open, Rate Overturned);

/// <summary>How long a payer takes to answer what is sent.</summary>
/// <param name="Median">Days; half of the answers came sooner or then.</param>
/// <param name="Ninety">Days; nine of ten answers came sooner or then.</param>
/// <param name="Promised">Days the payer names in its conduct; null when nobody wrote any down.</param>
/// <param name="Kept">Answers that came by the day the payer had named for them.</param>
public sealed record DossierAnswers(long Answers, double? Median, double? Ninety, int? Promised, Rate Kept);

/// <summary>Money a payer took back or added on the provider's level (PLB), by reason.</summary>
/// <param name="Amount">As sent: positive takes money away.</param>
public sealed record DossierRecoupment(string Reason, long Entries, decimal Amount);

/// <summary>Lines paid below what was agreed.</summary>
public sealed record DossierUnderpaid(string State, long Lines, decimal Shortfall, decimal Recovered);

/// <summary>A denial that is open longest.</summary>
public sealed record DossierOpen(int PracticeId, long DenialId, string Account, string Code, DateOnly DeniedOn, int Days, decimal Denied, string State);

/// <summary>Everything the desk knows about how a payer pays, for the meeting with it. Account numbers only, no names.</summary>
/// <param name="Vague">Denials with reason 16 and no remark that says what is missing, of all denials with reason 16.</param>
public sealed record Dossier(
    int PayerId, string Payer, DateOnly From, DateOnly To, AuditRate Rate, AuditRate Before, IReadOnlyList<DossierCode> Codes, DossierAnswers Answers, Rate Vague, decimal VagueDenied,
    IReadOnlyList<DossierUnderpaid> Underpaid, IReadOnlyList<DossierRecoupment> Recoupments, long Rejections, long RejectionsOpen, IReadOnlyList<AuditPart> Procedures, IReadOnlyList<DossierOpen> Oldest)
{
    /// <summary>When it was added up; null: this moment.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
