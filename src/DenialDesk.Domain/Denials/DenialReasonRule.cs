using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Denials;

/// <summary>The reason behind one refused amount: category (step D), then rights and route (step E), then the rails no table may cross (step F).</summary>
internal static class DenialReasonRule
{
    /// <summary>Category, routing and hardness before any remark changes rights or route.</summary>
    private sealed record Routed(DenialCategory Category, string Rule, string? Rarc, Department Department, Hardness Hardness,
        Preventability Preventable, bool Clinical, FirstAction FirstAction, bool Appealable, bool RemarkDisagrees);

    /// <summary>Builds the reason and says what to look at.</summary>
    internal static (DenialReason Reason, IEnumerable<ReviewPoint> Flags) Of(
        AdjudicatedAdjustment adjustment, string rule, AdjustmentScope scope, AdjudicatedClaim claim, CodeBook book, DateOnly asOf, bool forwarded)
    {
        var group = CodeForm.Group(adjustment.Group);
        var carc = book.Carc(adjustment.Carc, asOf, group);
        var routed = carc is null ? Unknown(scope, book) : rule == "C9" ? ZeroPay(carc, scope, book) : Table(carc, scope, claim, book, asOf);
        var appealable = routed.Appealable && NoAppealBecause(scope, carc?.Code, claim.PayerClass) is null;
        var action = Action(routed, group, appealable, scope, claim, forwarded);
        var hardness = scope.Remarks.Contains("N211") && !Repairs(action) ? Hardness.Hard : routed.Hardness;
        var reason = new DenialReason(
            adjustment.LineIndex, adjustment.Ordinal, rule, group, book.NormalCarc(adjustment.Carc), routed.Rarc, adjustment.Amount!.Value,
            routed.Category, routed.Rule, routed.Department, hardness, routed.Preventable,
            routed.Clinical || scope.Remarks.Contains("N939"), action, appealable);
        return (reason, Flags(routed, carc, scope, book, asOf));
    }

    /// <summary>The remark, or the untimely Medicare claim, that takes the appeal right away; nothing when there is a right.</summary>
    /// <remarks>An untimely Medicare claim is no initial determination and cannot be appealed (42 CFR 405.926).</remarks>
    internal static string? NoAppealBecause(AdjustmentScope scope, string? carc, PayerClass payer) =>
        scope.Remarks.FirstOrDefault(RemarkEffects.NoAppeal.Contains)
        ?? (carc == "29" && payer == PayerClass.Medicare ? "Medicare 29" : null);

    private static Routed Table(Carc carc, AdjustmentScope scope, AdjudicatedClaim claim, CodeBook book, DateOnly asOf)
    {
        var found = DenialCategoryRule.Of(carc, scope, book, asOf, claim.EarlierCategory);
        var clinical = carc.Clinical || found.Category == DenialCategory.MedicalNecessity;
        if (found.Pair is { } pair)
        {
            return new(found.Category, found.Rule, found.Rarc, pair.Department, pair.Hardness ?? CategoryDefaults.Hardness(found.Category),
                carc.Preventable, clinical, pair.FirstAction, pair.Appealable, found.RemarkDisagrees);
        }

        if (found.Category == carc.Category)
        {
            return new(found.Category, found.Rule, found.Rarc, carc.Department, carc.Hardness ?? CategoryDefaults.Hardness(found.Category),
                carc.Preventable, clinical, carc.FirstAction, true, found.RemarkDisagrees);
        }

        if (carc.FirstAction == FirstAction.RequestInfo && found.Category == DenialCategory.Cob)
        {
            return new(found.Category, found.Rule, found.Rarc, Department.Billing, Hardness.Soft, carc.Preventable, clinical, FirstAction.RequestInfo, true, false);
        }

        var repaired = carc.FirstAction == FirstAction.CorrectResubmit && CategoryDefaults.RepairedByClaim(found.Category);
        return new(found.Category, found.Rule, found.Rarc, CategoryDefaults.Department(found.Category),
            repaired ? Hardness.Soft : CategoryDefaults.Hardness(found.Category),
            carc.Preventable, clinical, repaired ? FirstAction.CorrectResubmit : CategoryDefaults.FirstAction(found.Category), true, found.RemarkDisagrees);
    }

    /// <summary>C9: review before working; the category only says where to look.</summary>
    private static Routed ZeroPay(Carc carc, AdjustmentScope scope, CodeBook book)
    {
        var category = carc.Code switch
        {
            "59" or "B10" or "P19" => DenialCategory.Bundling,
            "172" => DenialCategory.Credentialing,
            _ => DenialCategory.Other,
        };
        return new(category, "C9", DenialCategoryRule.FirstDefect(scope, book), CategoryDefaults.Department(category), Hardness.Soft,
            Preventability.Maybe, false, FirstAction.PhonePayer, true, false);
    }

    private static Routed Unknown(AdjustmentScope scope, CodeBook book) =>
        new(DenialCategory.Other, "C13", DenialCategoryRule.FirstDefect(scope, book), Department.Billing, Hardness.Soft,
            Preventability.Maybe, false, FirstAction.PhonePayer, true, false);

    /// <summary>The first action after remarks (E) and rails (F): nothing is sent that may not be, and no patient is billed who may not be.</summary>
    private static FirstAction Action(Routed routed, string group, bool appealable, AdjustmentScope scope, AdjudicatedClaim claim, bool forwarded)
    {
        if (scope.Remarks.Any(rarc => RemarkEffects.DoNotResend.Contains(rarc) || RemarkEffects.Grace.Contains(rarc)))
        {
            return FirstAction.Wait;
        }

        var action = routed.FirstAction;
        if (action is FirstAction.BillPatient or FirstAction.Post)
        {
            action = InsteadOfPatient(action, group, appealable, scope, claim);
        }

        if (action is FirstAction.Appeal or FirstAction.PhonePayer or FirstAction.WriteOff && scope.Remarks.Any(RemarkEffects.SendClaim.Contains))
        {
            return FirstAction.CorrectResubmit;
        }

        return action switch
        {
            FirstAction.Appeal when scope.Remarks.Contains("N366") => FirstAction.RequestInfo,
            FirstAction.Appeal when !appealable => routed.Hardness == Hardness.Soft ? FirstAction.CorrectResubmit : FirstAction.PhonePayer,
            FirstAction.BillNextPayer or FirstAction.BillPatient when forwarded => FirstAction.Wait,
            _ => action,
        };
    }

    private static FirstAction InsteadOfPatient(FirstAction action, string group, bool appealable, AdjustmentScope scope, AdjudicatedClaim claim) =>
        (action, group) switch
        {
            (FirstAction.Post, _) => FirstAction.PhonePayer,
            (_, "OA") => FirstAction.PhonePayer,
            (_, "PR") when claim.LaterPayerKnown => FirstAction.BillNextPayer,
            (_, "PR") when !scope.Remarks.Any(RemarkEffects.ProtectsPatient) => FirstAction.BillPatient,
            _ => appealable ? FirstAction.Appeal : FirstAction.WriteOff,
        };

    private static bool Repairs(FirstAction action) =>
        action is FirstAction.CorrectResubmit or FirstAction.RequestInfo or FirstAction.BillNextPayer;

    private static IEnumerable<ReviewPoint> Flags(Routed routed, Carc? carc, AdjustmentScope scope, CodeBook book, DateOnly asOf)
    {
        if (routed.RemarkDisagrees)
        {
            yield return ReviewPoint.RemarkDisagrees;
        }

        if (carc is null)
        {
            yield break;
        }

        if (!carc.ActiveOn(asOf))
        {
            yield return ReviewPoint.RetiredCarc;
        }

        if (book.CarcRule(carc.Code) is { RemarkRequired: true } && scope.Remarks.All(rarc => rarc.Length == 0 || book.Rarc(rarc) is { Alert: true }))
        {
            yield return ReviewPoint.RemarkMissing;
        }

        if (carc.Code == "213")
        {
            yield return ReviewPoint.Compliance;
        }

        if (UpheldAppeal.Says(carc.Code))
        {
            yield return ReviewPoint.AppealUpheld;
        }
    }
}
