using System.Globalization;

namespace DenialDesk.X12.Remittance;

/// <summary>What is said about a claim once it is whole.</summary>
internal static class ClaimChecks
{
    public static void Run(RemittanceClaim claim, in Tally difference, ProblemLog log)
    {
        if (!difference.Incomplete && !difference.IsZero)
        {
            log.Add(Severity.Warning, "claim-unbalanced", claim.At, $"The payment of a claim differs from its charge less its adjustments by {Money(claim.Balance.Difference)}.");
        }

        if (claim.Facts.IsReversal)
        {
            if (!claim.Facts.Charge.IsMissing && claim.Facts.Charge.Digits > 0)
            {
                log.Add(Severity.Warning, "reversal-sign", claim.At.In(3), "A reversal (status 22) has a positive charge; its signs were left as sent. Check it against the claim it takes back.");
            }
        }
        else
        {
            CheckPatientShare(claim, log);
        }
    }

    internal static string Money(decimal? amount) => (amount ?? 0m).ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>CLP05 = Σ PR adjustments, except in reversals (X12 RFI 2548); a stated value that disagrees is kept and told.</summary>
    private static void CheckPatientShare(RemittanceClaim claim, ProblemLog log)
    {
        var stated = claim.Facts.StatedPatientShare;
        if (stated.IsMissing)
        {
            return;
        }

        var share = new Tally();
        share.Subtract(stated);
        foreach (ref readonly var slot in claim.AdjustmentSlots)
        {
            if (slot.IsPatient)
            {
                share.Add(slot.Amount);
            }
        }

        if (!share.Incomplete && !share.IsZero)
        {
            log.Add(Severity.Note, "patient-share-differs", claim.At.In(5), "The patient responsibility stated for a claim differs from the sum of its PR adjustments; rely on the adjustments.");
        }
    }
}
