namespace DenialDesk.Samples.Practice;

/// <summary>Plays the payer: decides what each line of a claim gets, so that every decision adds up to its charge.</summary>
internal sealed class Adjudicator(SeededNumbers numbers)
{
    /// <summary>Decides a claim as first payer: paid by the price list, less what <paramref name="reason"/> refuses.</summary>
    public Adjudication Decide(SampleClaim claim, DemoPayer payer, string claimNumber, DateOnly received, DenialReason? reason)
    {
        var refused = RefusedLines(claim, reason);
        var lines = claim.Lines.Select(line => refused.Contains(line) ? Refuse(line, payer, reason!) : Pay(claim, line, payer)).ToList();
        var denied = lines.Where((_, i) => refused.Contains(claim.Lines[i])).Sum(line => DeniedOn(line, reason!));
        var whole = reason is not null && refused.Count == claim.Lines.Count && reason.Shape != DenialShape.SomeUnits;
        var atClaimLevel = whole && payer.Line == PayerLine.Medicaid && reason!.Category is "eligibility" or "registration" && whole;
        return new Adjudication
        {
            Claim = claim,
            Payer = payer,
            Status = StatusOf(payer, reason, whole, claim),
            ClaimNumber = claimNumber,
            Received = received,
            Lines = lines,
            SendsLines = !atClaimLevel,
            ClaimAdjustments = atClaimLevel ? [new Adjustment(reason!.Group, reason.Carc, claim.Charge)] : [],
            ClaimRemarks = RemarksOf(payer, reason, atClaimLevel, whole, claim),
            ForwardedTo = claim.Patient.CrossesOver && !whole && payer == claim.Patient.Primary ? claim.Patient.Secondary : null,
            Denial = reason,
            DeniedAmount = atClaimLevel ? claim.Charge : denied,
        };
    }

    /// <summary>Decides a claim as second payer: OA-23 takes what the first payer settled, the rest is paid or refused.</summary>
    public Adjudication DecideSecond(SampleClaim claim, DemoPayer payer, string claimNumber, DateOnly received, Adjudication first, DenialReason? reason)
    {
        var paysAll = payer.Line != PayerLine.Medicaid || numbers.Chance(0.25);
        var denied = 0m;
        var lines = new List<AdjudicatedLine>();
        foreach (var line in first.Lines)
        {
            var share = line.Adjustments.Where(adjustment => adjustment.Group == "PR").Sum(adjustment => adjustment.Amount);
            var adjustments = new List<Adjustment>();
            Add(adjustments, "OA", "23", line.Charge - share);
            if (reason is not null)
            {
                Add(adjustments, reason.Group, reason.Carc, share);
                denied += share;
            }
            else if (!paysAll)
            {
                Add(adjustments, "CO", "45", share);
            }

            var paid = line.Charge - adjustments.Sum(adjustment => adjustment.Amount);
            lines.Add(new AdjudicatedLine(line.Line, line.Charge, paid, line.Line.Units, adjustments) { Remarks = reason is not null && share > 0 ? reason.Remarks : [] });
        }

        return new Adjudication
        {
            Claim = claim,
            Payer = payer,
            Status = "2",
            ClaimNumber = claimNumber,
            Received = received,
            Lines = lines,
            Denial = denied > 0 ? reason : null,
            DeniedAmount = denied,
        };
    }

    private List<SampleLine> RefusedLines(SampleClaim claim, DenialReason? reason) => reason?.Shape switch
    {
        null => [],
        DenialShape.WholeClaim => [.. claim.Lines],
        DenialShape.SomeUnits => [claim.Lines.First(line => line.Units > 1)],
        _ when claim.Lines.Count == 1 => [.. claim.Lines],
        _ when reason == DenialReason.ModifierSpike => [claim.Lines[0]],
        _ when reason == DenialReason.NecessitySpike => [claim.Lines.First(line => line.Service.Code is "20610" or "82306")],
        _ => [claim.Lines[numbers.Between(1, claim.Lines.Count - 1)]],
    };

    private static decimal DeniedOn(AdjudicatedLine line, DenialReason reason) =>
        line.Adjustments.Where(adjustment => adjustment.Group == reason.Group && adjustment.Carc == reason.Carc).Sum(adjustment => adjustment.Amount);

    private static string StatusOf(DemoPayer payer, DenialReason? reason, bool whole, SampleClaim claim)
    {
        if (whole && (payer.SaysFourForDenials || reason!.Carc == "31"))
        {
            return "4";
        }

        return claim.Patient.CrossesOver && !whole && payer == claim.Patient.Primary ? "19" : "1";
    }

    private static List<string> RemarksOf(DemoPayer payer, DenialReason? reason, bool atClaimLevel, bool whole, SampleClaim claim)
    {
        var remarks = new List<string>();
        if (payer.Line == PayerLine.Medicare)
        {
            remarks.Add("MA01");
            if (claim.Patient.CrossesOver && !whole)
            {
                remarks.Add(claim.Patient.Secondary!.Line == PayerLine.Medicaid ? "MA07" : "MA18");
            }
        }

        if (atClaimLevel)
        {
            remarks.AddRange(reason!.Remarks);
        }

        return remarks;
    }

    /// <summary>A refused line: the whole charge under the reason, or only what would have been allowed, with CO-45 beside it.</summary>
    private AdjudicatedLine Refuse(SampleLine line, DemoPayer payer, DenialReason reason)
    {
        var adjustments = new List<Adjustment>();
        if (reason.Shape == DenialShape.SomeUnits)
        {
            var allowedForOne = Allowed(line, payer, 1);
            Add(adjustments, "CO", "45", line.Service.Charge - allowedForOne);
            Add(adjustments, reason.Group, reason.Carc, line.Charge - line.Service.Charge);
            return new AdjudicatedLine(line, line.Charge, allowedForOne, 1, adjustments) { Remarks = reason.Remarks, Allowed = allowedForOne };
        }

        var allowed = Allowed(line, payer, line.Units);
        var splits = reason.Group == "CO" && payer.Line != PayerLine.Medicare && numbers.Chance(0.3) && allowed < line.Charge;
        Add(adjustments, "CO", "45", splits ? line.Charge - allowed : 0m);
        Add(adjustments, reason.Group, reason.Carc, splits ? allowed : line.Charge);
        return new AdjudicatedLine(line, line.Charge, 0m, 0, adjustments) { Remarks = reason.Remarks, Policy = reason.Policy };
    }

    private static AdjudicatedLine Pay(SampleClaim claim, SampleLine line, DemoPayer payer)
    {
        var allowed = Allowed(line, payer, line.Units);
        var adjustments = new List<Adjustment>();
        Add(adjustments, "CO", "45", line.Charge - allowed);
        var payable = allowed;
        if (payer.Line == PayerLine.Medicare && claim.Provider.Specialty == Specialty.Therapy && line.Number > 1)
        {
            payable -= Add(adjustments, "CO", "59", Cents(allowed * 0.11m));
        }

        payable -= CostShare(claim, line, payer, payable, adjustments);
        if (payer.Line is PayerLine.Medicare or PayerLine.Advantage)
        {
            payable -= Add(adjustments, "CO", "253", Cents(payable * 0.02m));
        }

        if (payer.Line == PayerLine.Advantage && line.Service.IsVisit)
        {
            // Money on top of the contract: the one adjustment that is information and nothing else.
            payable -= Add(adjustments, "CO", "144", -3m);
        }

        return new AdjudicatedLine(line, line.Charge, payable, line.Units, adjustments) { Allowed = allowed };
    }

    private static decimal CostShare(SampleClaim claim, SampleLine line, DemoPayer payer, decimal payable, List<Adjustment> adjustments)
    {
        if (payer.Line == PayerLine.Medicaid)
        {
            return 0m;
        }

        if (payer.Line == PayerLine.Advantage || (payer.Line == PayerLine.Commercial && line.Service.IsVisit))
        {
            return line.Number == 1 ? Add(adjustments, "PR", "3", Math.Min(payable, payer.Line == PayerLine.Advantage ? 20m : 35m)) : 0m;
        }

        var deductible = Math.Min(payable, DeductibleLeft(claim, payer));
        claim.Patient.DeductibleLeft -= deductible;
        Add(adjustments, "PR", "1", deductible);
        return deductible + Add(adjustments, "PR", "2", Cents((payable - deductible) * 0.20m));
    }

    private static decimal DeductibleLeft(SampleClaim claim, DemoPayer payer)
    {
        if (claim.Patient.DeductibleYear != claim.ServiceDay.Year)
        {
            claim.Patient.DeductibleYear = claim.ServiceDay.Year;
            claim.Patient.DeductibleLeft = payer.Line == PayerLine.Medicare ? 250m : 400m;
        }

        return claim.Patient.DeductibleLeft;
    }

    private static decimal Allowed(SampleLine line, DemoPayer payer, int units) =>
        Math.Min(Cents(line.Service.MedicareAllows * units * payer.PercentOfMedicare / 100m), line.Service.Charge * units);

    private static decimal Add(List<Adjustment> adjustments, string group, string carc, decimal amount)
    {
        if (amount != 0m)
        {
            adjustments.Add(new Adjustment(group, carc, amount));
        }

        return amount;
    }

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}
