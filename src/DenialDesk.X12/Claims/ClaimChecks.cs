using System.Globalization;

namespace DenialDesk.X12.Claims;

/// <summary>What a person should know about a claim before it is relied on or sent again.</summary>
internal static class ClaimChecks
{
    private const int MostDiagnoses = 12;

    public static void Run(SubmittedClaim claim, ProblemLog log)
    {
        Head(claim, log);
        Charges(claim, log);
        Diagnoses(claim, log);
        Providers(claim, log);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in claim.Lines)
        {
            Line(claim, line, ids, log);
        }

        foreach (var other in claim.OtherPayers)
        {
            Coordination(claim, other, log);
        }
    }

    private static void Head(SubmittedClaim claim, ProblemLog log)
    {
        if (claim.PatientControlNumber.Length == 0)
        {
            log.Add(Severity.Warning, "claim-number-missing", claim.At.In(1), "The claim has no number of ours (CLM01), so no payment can be matched to it. Give it one before it is sent again.");
        }

        if (claim.Frequency.Length == 0)
        {
            log.Add(Severity.Warning, "frequency-missing", claim.At.In(5, 3), "The claim does not say whether it is an original, a replacement or a void (CLM05-3).");
        }
        else if (claim.Frequency is "7" or "8" && claim.PayerClaimControlNumber.Length == 0)
        {
            log.Add(Severity.Warning, "payer-claim-number-missing", claim.At.In(5, 3), "The claim replaces or voids another and does not name it (REF*F8); the payer will reject it or deny it as a duplicate. Add the payer's claim number.");
        }
        else if (claim.Frequency == "1" && claim.PayerClaimControlNumber.Length > 0)
        {
            log.Add(Severity.Note, "payer-claim-number-on-original", claim.At.In(5, 3), "The claim is an original and yet names an earlier claim (REF*F8).");
        }

        if (claim.Lines.Any(l => ClaimFlavors.OfService(l.Service) is not ClaimFlavor.Unknown and var service && service != claim.Flavor))
        {
            log.Add(Severity.Warning, "flavor-conflict", claim.At, "The lines of the claim belong to another claim form than the file announces; the payer will reject it. Check which form was meant.");
        }
    }

    private static void Charges(SubmittedClaim claim, ProblemLog log)
    {
        if (claim.Lines.Count == 0)
        {
            log.Add(Severity.Warning, "lines-missing", claim.At, "The claim has no service lines. Look them up in the billing system.");
        }
        else if (claim.Charge is { } charge && claim.LineCharges is { } lines && charge != lines)
        {
            var off = (charge - lines).ToString("0.##", CultureInfo.InvariantCulture);
            log.Add(Severity.Warning, "charge-not-sum-of-lines", claim.At.In(2), $"The charge of the claim and the sum of its lines differ by {off}; payers reject such claims. Correct the one that is wrong.");
        }

        var most = claim.Flavor == ClaimFlavor.Institutional ? 999 : 50;
        if (claim.Lines.Count > most)
        {
            log.Add(Severity.Note, "lines-too-many", claim.At, $"The claim has more than {most} lines; payers take no more on one claim.");
        }
    }

    private static void Diagnoses(SubmittedClaim claim, ProblemLog log)
    {
        foreach (var code in claim.Codes)
        {
            if (code.Code.Contains('.', StringComparison.Ordinal))
            {
                log.Add(Severity.Note, "code-with-dot", code.At.In(code.At.Element, 2), "A health code is written with its dot; the dot is left out in claims.");
            }
        }

        var count = claim.Diagnoses.Count();
        if (count > MostDiagnoses && claim.Flavor == ClaimFlavor.Professional)
        {
            log.Add(Severity.Note, "diagnoses-too-many", claim.At, $"The claim has more than {MostDiagnoses} diagnoses; payers take no more on one claim.");
        }

        foreach (var line in claim.Lines)
        {
            if (line.DiagnosisPointers.Any(p => p == 0 || p > count))
            {
                log.Add(Severity.Warning, "diagnosis-pointer", line.At, "A service line points to a diagnosis that the claim does not have. Correct the pointer or add the diagnosis.");
            }
        }
    }

    private static void Providers(SubmittedClaim claim, ProblemLog log)
    {
        foreach (var party in claim.Parties.Concat(claim.Lines.SelectMany(l => l.Parties)))
        {
            if (party.Npi.Length > 0 && !Npi.IsValid(party.Npi))
            {
                log.Add(Severity.Warning, "npi-check-digit", party.Name.At.In(9), "A provider's NPI fails its check digit; payers reject such claims. Compare it with the NPI registry.");
            }
        }
    }

    private static void Line(SubmittedClaim claim, ClaimLine line, HashSet<string> ids, ProblemLog log)
    {
        if (line.Service.Length == 0)
        {
            log.Add(Severity.Warning, "service-missing", line.At, "A service line has no service (SV1, SV2 or SV3). Look it up in the billing system.");
            return;
        }

        if (line.Procedure is not { Code.Length: > 0 } && line.RevenueCode.Length == 0)
        {
            log.Add(Severity.Warning, "procedure-missing", line.At, "A service line names no procedure. Look it up in the billing system.");
        }

        if (line.ServiceDate is null && (line.Service == "SV1" || claim.ServiceFrom is null))
        {
            log.Add(Severity.Warning, "service-date-missing", line.At, "A service line has no date of service (DTP*472). Look it up in the billing system.");
        }

        if (line.ControlNumber.Length > 0 && !ids.Add(line.ControlNumber))
        {
            log.Add(Severity.Warning, "line-number-repeated", line.At, "Two lines of the claim carry the same number (REF*6R), so a payment cannot be matched to one of them by it. Number them apart.");
        }
    }

    /// <summary>Charge − paid − adjustments of claim and lines must be nothing for each payer that has decided.</summary>
    private static void Coordination(SubmittedClaim claim, OtherPayer other, ProblemLog log)
    {
        if (other.Paid is not { } paid || claim.Charge is not { } charge)
        {
            return;
        }

        var id = other.Payer?.Name.Id ?? "";
        var lines = claim.Lines.SelectMany(l => l.Adjudications).Where(a => a.PayerId == id && id.Length > 0);
        var adjustments = other.Adjustments.Concat(lines.SelectMany(l => l.Adjustments)).ToList();
        if (adjustments.Count == 0 || adjustments.Any(a => a.Amount is null))
        {
            return;
        }

        var rest = charge - paid - adjustments.Sum(a => a.Amount!.Value);
        if (rest != 0)
        {
            var off = rest.ToString("0.##", CultureInfo.InvariantCulture);
            log.Add(Severity.Warning, "other-payer-unbalanced", other.Coverage.At, $"What another payer paid and adjusted misses the charge by {off}; the next payer will reject the claim. Compare with that payer's remittance.");
        }
    }
}
