using System.Collections.Frozen;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Decides what one adjudication refused: every adjustment into one bucket, every refused amount with its reason, and the one denial they make.</summary>
/// <remarks>Worked examples: docs/rules/denial-decision.md. The claim status settles direction and finality and never proves a denial; a denied line on
/// a paid claim is found; a code nobody knows surfaces; the same money is never counted twice.</remarks>
public static class DenialDecision
{
    /// <summary>Version of these rules, kept beside every result.</summary>
    public const string RuleVersion = "2026.1";

    /// <summary>Not final when a payer sends them, so they never age into denial figures.</summary>
    private static readonly FrozenSet<string> NotFinal = FrozenSet.Create("133", "257", "277", "143", "P8", "P10", "P11");

    /// <summary>Decides one claim with the code tables in force on a day, normally the remittance's.</summary>
    public static ClaimDecision Decide(AdjudicatedClaim claim, CodeBook book, DateOnly asOf)
    {
        var scopes = AdjustmentScope.Of(claim);
        var remarks = AdjustmentScope.RemarksOf(scopes);
        var status = ClaimStatusRule.Of(claim, remarks);
        var balance = ClaimBalance.Of(claim, scopes, book);
        var view = new AdjustmentBucket.ClaimView(
            book, asOf, status, OtherPayerExplains(claim, status, book, asOf), PricedAsAWhole(claim), balance.Repeated);
        List<ReviewPoint> flags = [.. status.Flags, .. balance.Flags];
        var decided = Adjustments(scopes, claim, view, flags);
        if (status.Settled is null)
        {
            flags.AddRange(RemarkFlags(remarks));
        }

        var denial = DenialRollUp.Of(claim, scopes, decided, status.Forwarded);
        if (denial is null && status.Rules.Contains("A6"))
        {
            flags.Add(ReviewPoint.StatusOnlyDenied);
        }

        List<ReviewPoint> distinct = flags.Count < 2 ? flags : [.. flags.Distinct()];
        return new()
        {
            RuleVersion = RuleVersion,
            ClaimRules = balance.NothingExplains && status.Settled is null ? [.. status.Rules, "A7"] : status.Rules,
            Adjustments = decided,
            Flags = distinct,
            Denial = denial is null ? null : denial with { Flags = distinct },
        };
    }

    /// <summary>Every adjustment, the claim's own first. Loops and not a query: this runs for every adjustment of every file.</summary>
    private static List<AdjustmentDecision> Adjustments(AdjustmentScope[] scopes, AdjudicatedClaim claim, AdjustmentBucket.ClaimView view, List<ReviewPoint> flags)
    {
        var decided = new List<AdjustmentDecision>(AdjustmentScope.AdjustmentsIn(scopes));
        foreach (var scope in scopes)
        {
            for (var i = 0; i < scope.Adjustments.Count; i++)
            {
                decided.Add(Adjustment(scope.Adjustments[i], scope, claim, view, flags));
            }
        }

        return decided;
    }

    private static AdjustmentDecision Adjustment(
        AdjudicatedAdjustment adjustment, AdjustmentScope scope, AdjudicatedClaim claim, AdjustmentBucket.ClaimView view, List<ReviewPoint> flags)
    {
        var placed = AdjustmentBucket.Of(adjustment, scope, view);
        var carc = view.Book.NormalCarc(adjustment.Carc);
        flags.AddRange(placed.Flags);
        if (placed.Bucket == Bucket.Informational && NotFinal.Contains(carc) && adjustment.Amount > 0m)
        {
            flags.Add(ReviewPoint.NotFinal);
        }

        if (carc == "45" && placed.Bucket == Bucket.Contractual && scope.Remarks.Any(RemarkEffects.Negotiation.Contains))
        {
            flags.Add(ReviewPoint.OpenNegotiation);
        }

        if (placed.Bucket != Bucket.Denial)
        {
            return new(adjustment, carc, placed.Bucket, placed.Rule, placed.Liability);
        }

        var (reason, more) = DenialReasonRule.Of(adjustment, placed.Rule, scope, claim, view.Book, view.AsOf, view.Status.Forwarded);
        flags.AddRange(more);
        return new(adjustment, carc, placed.Bucket, placed.Rule, placed.Liability, reason);
    }

    /// <summary>The secondary-claim rule: what an earlier payer settled and cost shares explain the whole charge, so nothing was refused here.</summary>
    private static bool OtherPayerExplains(AdjudicatedClaim claim, ClaimStatusRule status, CodeBook book, DateOnly asOf)
    {
        if (!status.LaterPosition)
        {
            return false;
        }

        var codes = claim.Adjustments.Concat(claim.Lines.SelectMany(line => line.Adjustments))
            .Where(adjustment => adjustment.Amount > 0m)
            .Select(adjustment => book.Carc(adjustment.Carc, asOf, CodeForm.Group(adjustment.Group)))
            .ToList();
        return codes.Exists(carc => carc?.Code == "23")
            && codes.TrueForAll(carc => carc?.Code == "23" || carc?.Kind is Bucket.Patient or Bucket.Contractual or Bucket.Informational);
    }

    /// <summary>Whether the payer priced the claim as a whole (by case or day): the claim is paid and none of its lines is.</summary>
    private static bool PricedAsAWhole(AdjudicatedClaim claim) =>
        claim.Paid > 0m && claim.Lines.Count > 0 && claim.Lines.All(line => line.Paid is null or 0m);

    private static IEnumerable<ReviewPoint> RemarkFlags(IReadOnlyList<string> remarks)
    {
        foreach (var rarc in remarks)
        {
            if (RemarkPoint(rarc) is { } point)
            {
                yield return point;
            }

            if (RemarkEffects.Refund.Contains(rarc))
            {
                yield return ReviewPoint.RefundPatient;
            }

            if (RemarkEffects.ProtectsPatient(rarc))
            {
                yield return ReviewPoint.PatientProtected;
            }
        }
    }

    private static ReviewPoint? RemarkPoint(string rarc) => rarc switch
    {
        "N939" => ReviewPoint.PeerToPeerOffered,
        _ when RemarkEffects.Grace.Contains(rarc) => ReviewPoint.GracePeriod,
        _ when RemarkEffects.MedicaidMember.Contains(rarc) => ReviewPoint.BillMedicaid,
        _ when RemarkEffects.DoNotResend.Contains(rarc) => ReviewPoint.DoNotResubmit,
        _ => null,
    };
}
