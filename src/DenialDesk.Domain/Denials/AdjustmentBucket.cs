using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Steps B and C: the one bucket of one adjustment, from group, reason code and what stands around it.</summary>
internal static class AdjustmentBucket
{
    /// <summary>What the whole claim tells about its adjustments.</summary>
    internal sealed record ClaimView(CodeBook Book, DateOnly AsOf, ClaimStatusRule Status, bool OtherPayerExplains, bool PricedAsAWhole, IReadOnlySet<(string Group, string Carc)> Repeated);

    /// <summary>A bucket with its rule, who bears it, and what to look at.</summary>
    internal readonly record struct Placed(Bucket Bucket, string Rule, Liability Liability, params ReviewPoint[] Flags);

    internal static Placed Of(AdjudicatedAdjustment adjustment, AdjustmentScope scope, ClaimView claim)
    {
        if (claim.Status.Settled is { } settled)
        {
            return new(settled, claim.Status.Rules[0], Liability.None);
        }

        var group = CodeForm.Group(adjustment.Group);
        var carc = claim.Book.Carc(adjustment.Carc, claim.AsOf, group);
        return adjustment.Amount switch
        {
            null => new(Bucket.Informational, "B1", Liability.None, ReviewPoint.AmountMissing),
            0m => new(Bucket.Informational, "B1", Liability.None),
            _ when group == "CR" => new(Bucket.Reversal, "C11", Liability.None, ReviewPoint.GroupConflict),
            < 0m => new(Bucket.Informational, "B2", Liability.None),
            _ when scope.LineIndex is null && claim.Repeated.Contains((group, claim.Book.NormalCarc(adjustment.Carc))) =>
                new(Bucket.Informational, "B3", Liability.None, ReviewPoint.RepeatedAtClaimLevel),
            _ when carc is null => Unknown(group, scope),
            _ => Known(adjustment, group, carc, scope, claim),
        };
    }

    /// <summary>C13: a code nobody knows surfaces instead of vanishing.</summary>
    private static Placed Unknown(string group, AdjustmentScope scope) =>
        group is "CO" or "PI" or "PR" && !(scope.Paid > 0m)
            ? new(Bucket.Denial, "C13", group == "PR" ? Liability.Patient : Liability.Provider, ReviewPoint.UnknownCarc)
            : new(Bucket.Informational, "C13", Liability.Open, ReviewPoint.UnknownCarc);

    private static Placed Known(AdjudicatedAdjustment adjustment, string group, Carc carc, AdjustmentScope scope, ClaimView claim)
    {
        var allowed = claim.Book.CarcRule(carc.Code)?.GroupsAllowed ?? [];
        if (group is "CO" or "PR" or "OA" or "PI" && allowed.Count > 0 && !allowed.Contains(group))
        {
            return new(carc.Kind, "C12", Liability.Open, ReviewPoint.GroupConflict);
        }

        return group switch
        {
            "PR" => ToPatient(carc, scope),
            "CO" => ToProvider(adjustment, carc, scope, claim),
            "PI" => PayerInitiated(carc),
            "OA" => Unassigned(carc),
            _ => Unassigned(carc) with { Flags = [ReviewPoint.UnknownGroup] },
        };
    }

    private static Placed ToPatient(Carc carc, AdjustmentScope scope) => carc.Kind switch
    {
        Bucket.Patient => new(Bucket.Patient, "C1", Liability.Patient),
        Bucket.Denial => new(Bucket.Denial, "C2", Liability.Patient),
        Bucket.Contractual when scope.Remarks.Any(rarc => rarc is "N830" || RemarkEffects.ProtectsPatient(rarc)) =>
            new(Bucket.Patient, "C3", Liability.Open, ReviewPoint.NoContractBasis, ReviewPoint.PatientProtected),
        Bucket.Contractual => new(Bucket.Patient, "C3", Liability.Patient, ReviewPoint.NoContractBasis),
        _ => new(carc.Kind, "C7", Liability.None),
    };

    private static Placed ToProvider(AdjudicatedAdjustment adjustment, Carc carc, AdjustmentScope scope, ClaimView claim) => carc.Kind switch
    {
        Bucket.Denial => new(Bucket.Denial, "C4", Liability.Provider),
        Bucket.Contractual when IsZeroPay(adjustment, scope, claim) => new(Bucket.Denial, "C9", Liability.Provider, ReviewPoint.ZeroPay),
        Bucket.Contractual => new(Bucket.Contractual, "C5", Liability.Provider),
        Bucket.Patient when claim.OtherPayerExplains => new(Bucket.Cob, "A5", Liability.Provider),
        Bucket.Patient => new(Bucket.Contractual, "C10", Liability.Provider, ReviewPoint.GroupConflict),
        _ => new(carc.Kind, "C7", Liability.None),
    };

    private static Placed PayerInitiated(Carc carc) => carc.Kind switch
    {
        Bucket.Denial => new(Bucket.Denial, "C4", Liability.Provider),
        Bucket.Contractual => new(Bucket.Contractual, "C6", Liability.Provider, ReviewPoint.NoContractBasis),
        Bucket.Patient => new(Bucket.Contractual, "C10", Liability.Provider, ReviewPoint.GroupConflict),
        _ => new(carc.Kind, "C7", Liability.None),
    };

    private static Placed Unassigned(Carc carc) => carc.Kind switch
    {
        Bucket.Denial => new(Bucket.Denial, "C8", Liability.Open),
        Bucket.Patient => new(Bucket.Patient, "C7", Liability.Open, ReviewPoint.GroupConflict),
        Bucket.Contractual => new(Bucket.Contractual, "C7", Liability.Open, ReviewPoint.NoContractBasis),
        _ => new(carc.Kind, "C7", Liability.None),
    };

    /// <summary>C9: a contract cut cannot take a full charge. Not where the payer priced the claim as a whole, nor behind another payer, where
    /// some payers put the earlier payer's money into 45.</summary>
    private static bool IsZeroPay(AdjudicatedAdjustment adjustment, AdjustmentScope scope, ClaimView claim) =>
        scope.PaidNothing
        && scope.Charge > 0m
        && adjustment.Amount >= scope.Charge * 0.99m
        && scope.Adjustments.Count(other => other.Amount is not 0m) == 1
        && !claim.Status.LaterPosition
        && !claim.PricedAsAWhole;
}
