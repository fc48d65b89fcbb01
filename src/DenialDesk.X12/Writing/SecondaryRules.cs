using System.Globalization;
using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>Why a claim to the next payer cannot be written. Rules of docs/rules/hand-offs.md.</summary>
internal static class SecondaryRules
{
    public static List<string> Refusals(SubmittedClaim original, SecondaryClaimRequest request)
    {
        var refusals = CorrectionRules.Refusals(original, request.Envelope).ToList();
        if (original.Flavor == ClaimFlavor.Institutional)
        {
            refusals.Add("A claim to the next payer is written from professional claims (837P) only. Bill an institutional one from the practice-management system.");
        }

        if (refusals.Count > 0)
        {
            return refusals;
        }

        To(original, request.To, refusals);
        From(original, refusals);
        Lines(original, request.Prior, refusals);
        return refusals;
    }

    private static void To(SubmittedClaim original, NextPayer to, List<string> refusals)
    {
        if (string.IsNullOrWhiteSpace(to.Name) || string.IsNullOrWhiteSpace(to.Id))
        {
            refusals.Add("The next payer's name and its payer id are needed: without them the clearinghouse does not know where the claim goes. Take them from the patient's card.");
        }

        if (string.IsNullOrWhiteSpace(to.MemberId))
        {
            refusals.Add("The patient's member number with the next payer is needed. Take it from the patient's card.");
        }

        if (to.FilingIndicator.Length is not (1 or 2))
        {
            refusals.Add("The kind of the next plan is a code of one or two letters, such as CI for commercial, MB for Medicare or MC for Medicaid.");
        }

        if (original.Payer?.Name.Id is { Length: > 0 } first && string.Equals(first.Trim(), to.Id.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            refusals.Add("The next payer is the one that decided already. Choose the payer that comes after it.");
        }

        CorrectionRules.Text(to.Name, "The next payer's name", 60, original, refusals);
        CorrectionRules.Text(to.Id, "The next payer's id", 80, original, refusals);
        CorrectionRules.Text(to.MemberId, "The member number with the next payer", 80, original, refusals);
        CorrectionRules.Text(to.GroupNumber, "The group number", 50, original, refusals);
        CorrectionRules.Text(to.FilingIndicator, "The kind of plan", 2, original, refusals);
    }

    private static void From(SubmittedClaim original, List<string> refusals)
    {
        if (original.Payer?.Name is not { Name.Length: > 0, Id.Length: > 0 })
        {
            refusals.Add("The claim as sent names no payer with an id, so the first payer's decision could not be told apart. Bill the next payer from the practice-management system.");
        }

        if (original.Source.Subscriber.All(s => s.Id != "SBR") || original.Subscriber.Party is null)
        {
            refusals.Add("The claim as sent lacks the person who is insured with the first payer (SBR, NM1*IL). Bill the next payer from the practice-management system.");
        }
    }

    private static void Lines(SubmittedClaim original, PriorDecision prior, List<string> refusals)
    {
        if (prior.Lines.Count != original.Lines.Count || !prior.Lines.Select(l => l.Line).Order().SequenceEqual(Enumerable.Range(1, original.Lines.Count)))
        {
            refusals.Add($"The remittance decides {prior.Lines.Count} of the claim's {original.Lines.Count} lines one by one; the next payer asks for every line. Wait for the rest, or bill it from the practice-management system.");
            return;
        }

        foreach (var line in prior.Lines.OrderBy(l => l.Line))
        {
            var charge = original.Lines[line.Line - 1].Charge ?? 0m;
            if (line.Paid + line.Adjustments.Sum(a => a.Amount) != charge)
            {
                refusals.Add($"Line {line.Line} does not balance: {Money(charge)} was billed, and the remittance explains {Money(line.Paid + line.Adjustments.Sum(a => a.Amount))} (paid and adjusted). The next payer would reject it; look at the remittance.");
            }
        }

        var total = (original.Charge ?? 0m) - prior.Adjustments.Sum(a => a.Amount) - prior.Lines.Sum(l => l.Adjustments.Sum(a => a.Amount));
        if (total != prior.Paid)
        {
            refusals.Add($"The claim does not balance: {Money(original.Charge ?? 0m)} less all adjustments is {Money(total)}, and the payer paid {Money(prior.Paid)}. The next payer would reject it; look at the remittance.");
        }
    }

    private static string Money(decimal dollars) => dollars.ToString("$#,##0.00;-$#,##0.00", CultureInfo.InvariantCulture);
}
