using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Makes one denial of the refused amounts of one adjudication.</summary>
internal static class DenialRollUp
{
    internal static DenialFound? Of(
        AdjudicatedClaim claim, IReadOnlyList<AdjustmentScope> scopes, IReadOnlyList<AdjustmentDecision> decided, bool forwarded)
    {
        var reasons = decided.Where(decision => decision.Reason is not null).Select(decision => decision.Reason!).ToList();
        if (reasons.Count == 0)
        {
            return null;
        }

        var lead = Lead(reasons);
        var leadScope = scopes.First(scope => scope.LineIndex == lead.LineIndex);
        var lines = Lines(scopes, reasons);
        var protection = scopes.Where(scope => lines.Exists(line => line.LineIndex == scope.LineIndex))
            .SelectMany(scope => scope.Remarks).Where(RemarkEffects.ProtectsPatient).Distinct().ToList();
        var billPatient = protection.Count == 0 && !forwarded && !claim.LaterPayerKnown && reasons.TrueForAll(IsThePatients);
        return new()
        {
            Lines = lines,
            LeadGroup = lead.Group,
            LeadCarc = lead.Carc,
            LeadRarc = lead.Rarc,
            Category = lead.Category,
            Department = lead.Department,
            Hardness = lead.Hardness,
            Preventable = lead.Preventable,
            Clinical = lead.Clinical,
            FirstAction = billPatient || lead.FirstAction != FirstAction.BillPatient ? lead.FirstAction : Other(reasons),
            Appealable = lead.Appealable,
            NoAppealBecause = NoAppeal(lead, leadScope, claim),
            BillPatientAllowed = billPatient,
            PatientProtection = protection,
            DeniedAmount = reasons.Sum(reason => reason.Amount),
            DeniedLineCharge = Charge(scopes, lines),
            Extent = Extent(claim, lines),
            Suspect = reasons.TrueForAll(reason => reason.Rule == "C9"),
        };
    }

    /// <summary>Only the group PR makes an amount the patient's, and only where the code allows that group (F1).</summary>
    private static bool IsThePatients(DenialReason reason) => reason.Group == "PR" && reason.Rule != "C12";

    /// <summary>What to try first when the leading amount is the patient's and another one is not.</summary>
    private static FirstAction Other(List<DenialReason> reasons) =>
        reasons.Find(reason => reason.FirstAction != FirstAction.BillPatient)?.FirstAction ?? FirstAction.PhonePayer;

    /// <summary>The reason that refused most, adding equal reasons of several lines; among equals the one sent first.</summary>
    private static DenialReason Lead(IReadOnlyList<DenialReason> reasons) =>
        reasons.GroupBy(reason => (reason.Group, reason.Carc))
            .MaxBy(same => same.Sum(reason => reason.Amount))!
            .MaxBy(reason => reason.Amount)!;

    private static List<DeniedLine> Lines(IReadOnlyList<AdjustmentScope> scopes, IReadOnlyList<DenialReason> reasons) =>
        [.. scopes
            .Select(scope => (Scope: scope, Reasons: reasons.Where(reason => reason.LineIndex == scope.LineIndex).ToList()))
            .Where(line => line.Reasons.Count > 0)
            .Select(line => new DeniedLine(
                line.Scope.LineIndex,
                line.Scope.Paid > 0m ? DenialExtent.Partial : DenialExtent.Full,
                line.Reasons.Sum(reason => reason.Amount),
                line.Reasons))];

    /// <summary>Full when nothing was paid on the claim and the refusal reaches every charged line.</summary>
    private static DenialExtent Extent(AdjudicatedClaim claim, IReadOnlyList<DeniedLine> lines)
    {
        if (claim.Paid > 0m)
        {
            return DenialExtent.Partial;
        }

        var refused = lines.Where(line => line.Extent == DenialExtent.Full).Select(line => line.LineIndex).ToHashSet();
        return refused.Contains(null) || claim.Lines.All(line => line.Charge is 0m || refused.Contains(line.Index))
            ? DenialExtent.Full
            : DenialExtent.Partial;
    }

    private static decimal? Charge(IReadOnlyList<AdjustmentScope> scopes, IReadOnlyList<DeniedLine> lines)
    {
        if (lines.Any(line => line.LineIndex is null))
        {
            return scopes[0].Charge;
        }

        var charges = lines.Select(line => scopes.First(scope => scope.LineIndex == line.LineIndex).Charge).ToList();
        return charges.TrueForAll(charge => charge is not null) ? charges.Sum() : null;
    }

    private static string? NoAppeal(DenialReason lead, AdjustmentScope scope, AdjudicatedClaim claim) =>
        lead.Appealable ? null : DenialReasonRule.NoAppealBecause(scope, lead.Carc, claim.PayerClass) ?? $"{lead.Carc} with {lead.Rarc}";
}
