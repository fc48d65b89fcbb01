using DenialDesk.App.Audit;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Web.Pages.Audit;

/// <summary>The self-audit, in words.</summary>
internal static class AuditWords
{
    public static string Kind(AuditKind kind) => kind switch
    {
        AuditKind.ClosedStillDenied => "Closed, still denied",
        AuditKind.OpenButPaid => "Open, but paid",
        AuditKind.NoAcknowledgement => "No answer",
        AuditKind.DeniedAgain => "Denied again",
        AuditKind.ScoreDiffers => "Wrong score",
        AuditKind.DeadlineDiffers => "Wrong deadline",
        AuditKind.MonthDiffers => "Wrong monthly counts",
        _ => "Wrong total",
    };

    /// <summary>What to do about it.</summary>
    public static string Advice(AuditKind kind) => kind switch
    {
        AuditKind.ClosedStillDenied => "Open the denial: reopen it, or write down where the payment is.",
        AuditKind.OpenButPaid => "Open the denial and close it as recovered.",
        AuditKind.NoAcknowledgement => "Ask the payer whether it has the claim or the appeal.",
        AuditKind.DeniedAgain => "Look at what was tried the first time before trying again.",
        AuditKind.ScoreDiffers or AuditKind.DeadlineDiffers => "Have it worked out again.",
        AuditKind.MonthDiffers => "It is counted again already. Numbers of that month shown before may have been off; tell your administrator.",
        _ => "Have it worked out again; a remittance's totals are kept as read.",
    };

    public static string State(FindingState state) => state switch
    {
        FindingState.Accepted => "Accepted",
        FindingState.Cleared => "Gone",
        _ => "Standing",
    };

    /// <summary>The state of the address; standing when it names none.</summary>
    public static FindingState State(string? name) => CodeNames.TryRead<FindingState>(name) ?? FindingState.Standing;

    public static string About(FindingRow row) => row.DenialId is { } denial ? $"Denial {denial}" : row.RemittanceId is { } remittance ? $"Remittance {remittance}" : "Monthly counts";

    public static string Link(FindingRow row) => row.DenialId is { } denial ? Routes.DenialOf(row.PracticeId, denial) : row.RemittanceId is null ? Routes.Numbers : Routes.RemittanceOf(row.FileId!.Value, row.PracticeId, row.RemittanceId!.Value);

    /// <summary>Kind and part: "Wrong total: denied amount".</summary>
    public static string What(FindingRow row) => row.Part.Length == 0 ? Kind(row.Kind) : $"{Kind(row.Kind)}: {row.Part}";
}
