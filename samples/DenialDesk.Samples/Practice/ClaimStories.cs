namespace DenialDesk.Samples.Practice;

/// <summary>Tells what becomes of each claim: sent, paid or refused, corrected, paid by the second payer, taken back.</summary>
internal sealed class ClaimStories(SeededNumbers numbers, RemitBook remits, DateOnly firstDay, DateOnly lastDay)
{
    private readonly Adjudicator _payer = new(numbers.Branch("adjudicator"));
    private readonly Dictionary<string, int> _claimNumbers = [];

    /// <summary>Everything sent to payers, in the order the stories were told.</summary>
    public List<Submission> Submissions { get; } = [];

    /// <summary>The day from which Medicare refuses injections and vitamin D that lack a listed diagnosis.</summary>
    public DateOnly NecessitySpikeFrom { get; } = firstDay.AddMonths(6);

    /// <summary>The day from which UnitedHealthcare wants an authorization for therapy and imaging.</summary>
    public DateOnly AuthorizationSpikeFrom { get; } = firstDay.AddMonths(7);

    /// <summary>The day from which the practice checks coverage at check-in: nine of ten such refusals stay away.</summary>
    public DateOnly CoverageCheckFrom { get; } = lastDay.AddDays(-125);

    /// <summary>The day from which Blue Cross refuses every second visit with modifier 25.</summary>
    public DateOnly ModifierSpikeFrom { get; } = lastDay.AddDays(-49);

    /// <summary>Tells one claim's story to its end or to the demo's last day.</summary>
    public void Tell(SampleClaim claim)
    {
        var payer = claim.Patient.Primary;
        var reason = Lately(claim, payer, PickRefusal(claim, payer));
        claim = claim with { Authorization = AuthorizationOf(claim, payer, reason) };
        var late = reason?.Category == "timely_filing" ? numbers.Between(100, 170) : numbers.Between(1, 4);
        if (payer == DemoPayer.Medicare && reason?.Category == "timely_filing")
        {
            claim = claim with { ServiceDay = claim.ServiceDay.AddDays(-372) }; // Medicare waits a year, so this visit was before the demo
            late = 373;
        }

        var sent = BatchDay(claim.ServiceDay.AddDays(late));
        if (sent > lastDay)
        {
            return;
        }

        Submissions.Add(new Submission(claim, payer, sent, '1'));
        if (reason?.Category == "duplicate")
        {
            TellDuplicate(claim, payer, sent, reason);
            return;
        }

        var first = _payer.Decide(claim, payer, NextNumber(payer, sent), sent.AddDays(1), reason) with { IsInitial = true };
        var day = remits.RemitDay(payer, sent.AddDays(1 + numbers.Between(payer.AnswersIn.Low, payer.AnswersIn.High)));
        if (payer == DemoPayer.Cigna && reason is null && numbers.Chance(0.12) && first.Paid > 40m)
        {
            first = WithInterest(first, ref day);
        }

        if (!remits.Post(payer, day, first))
        {
            return;
        }

        if (first.Denial is not null)
        {
            TellCorrection(first, day);
            return;
        }

        TellSecondPayer(first, day);
        if (first.Paid > 0 && claim.Patient.Secondary is null && numbers.Chance(0.016))
        {
            TellTakeback(first, day);
        }
        else if (first.Paid > 0 && numbers.Chance(0.006))
        {
            TellRateCorrection(first, day);
        }
    }

    /// <summary>The weekly batch (Friday) on or after a day.</summary>
    internal static DateOnly BatchDay(DateOnly day) => day.AddDays(((int)DayOfWeek.Friday - (int)day.DayOfWeek + 7) % 7);

    private DenialReason? PickRefusal(SampleClaim claim, DemoPayer payer)
    {
        if (payer == DemoPayer.Medicare && claim.ServiceDay >= NecessitySpikeFrom && claim.Lines.Any(line => line.Service.Code is "20610" or "82306") && numbers.Chance(0.34))
        {
            return DenialReason.NecessitySpike;
        }

        if (payer == DemoPayer.United && claim.ServiceDay >= AuthorizationSpikeFrom && claim.Lines.Any(line => line.Service.NeedsAuthorization) && numbers.Chance(0.16))
        {
            return DenialReason.AuthorizationSpike;
        }

        if (!numbers.Chance(0.110))
        {
            return null;
        }

        var authorized = claim.Lines.Any(line => line.Service.NeedsAuthorization);
        var reason = numbers.PickWeighted(DenialReason.All, reason => !reason.Lines.HasFlag(payer.Line) || (reason.OnlyAuthorized && !authorized) ? 0 : reason.Weight);
        return reason.Shape == DenialShape.SomeUnits && claim.Lines.All(line => line.Units == 1) ? reason with { Shape = DenialShape.OneLine } : reason;
    }

    /// <summary>What changed in the last months, by the claim's own number and not by chance, so that the months before stay as they are.</summary>
    private DenialReason? Lately(SampleClaim claim, DemoPayer payer, DenialReason? reason)
        => reason?.Category == "eligibility" && claim.ServiceDay >= CoverageCheckFrom && Mark(claim) % 10 != 0 ? null
            : reason is null && payer == DemoPayer.BlueCross && claim.ServiceDay >= ModifierSpikeFrom && claim.Lines[0].Modifiers.Contains("25") && Mark(claim) % 2 == 0 ? DenialReason.ModifierSpike
            : reason;

    /// <summary>Claims refused for want of an authorization seldom have one; since UnitedHealthcare asks for it, its other claims mostly do.</summary>
    private static string? AuthorizationOf(SampleClaim claim, DemoPayer payer, DenialReason? reason)
        => reason?.Category == "authorization" ? Mark(claim) % 7 == 0 ? claim.Authorization : null
            : payer == DemoPayer.United && claim.Authorization is null && Mark(claim) % 12 != 0 && claim.Lines.Any(line => line.Service.NeedsAuthorization) ? "A" + claim.Id[2..].PadLeft(8, '7')
            : claim.Authorization;

    private static int Mark(SampleClaim claim) => claim.Id.Aggregate(17, (mark, letter) => ((mark * 31) + letter) % 1_000_003);

    /// <summary>The practice sends a slow claim twice: the first copy is paid, the second refused as a duplicate.</summary>
    private void TellDuplicate(SampleClaim claim, DemoPayer payer, DateOnly sent, DenialReason reason)
    {
        var day = remits.RemitDay(payer, sent.AddDays(1 + payer.AnswersIn.High));
        var first = _payer.Decide(claim, payer, NextNumber(payer, sent), sent.AddDays(1), null) with { IsInitial = true };
        remits.Post(payer, day, first);
        TellSecondPayer(first, day);

        var again = BatchDay(sent.AddDays(7));
        if (again <= lastDay)
        {
            Submissions.Add(new Submission(claim, payer, again, '1'));
            var copy = _payer.Decide(claim, payer, NextNumber(payer, again), again.AddDays(1), reason);
            remits.Post(payer, remits.RemitDay(payer, day.AddDays(numbers.Between(1, 9))), copy);
        }
    }

    /// <summary>The practice corrects most refused claims; the payer then pays, upholds or stays silent.</summary>
    private void TellCorrection(Adjudication refused, DateOnly refusedOn)
    {
        var reason = refused.Denial!;
        if (!numbers.Chance(ChanceOfAttempt(reason.Category)))
        {
            return;
        }

        var payer = refused.Payer;
        var sent = BatchDay(refusedOn.AddDays(numbers.Between(3, 34)));
        if (sent > lastDay)
        {
            return;
        }

        var asNew = reason.Remarks.Contains("MA130") || payer == DemoPayer.Medicare;
        Submissions.Add(new Submission(refused.Claim, payer, sent, asNew ? '1' : '7', asNew ? null : refused.ClaimNumber));
        var overturned = numbers.Chance(ChanceOfOverturn(reason.Category));
        if (!overturned && numbers.Chance(0.35))
        {
            return;
        }

        var day = remits.RemitDay(payer, sent.AddDays(1 + numbers.Between(payer.AnswersIn.Low, payer.AnswersIn.High)));
        var next = overturned ? null : numbers.Chance(0.4) ? reason.Upheld : reason;
        var again = _payer.Decide(refused.Claim, payer, NextNumber(payer, sent), sent.AddDays(1), next) with { PriorClaimNumber = refused.ClaimNumber };
        var posted = overturned && payer.ReversesDenials && !asNew
            ? remits.Post(payer, day, refused.Reversed("N689"), again)
            : remits.Post(payer, day, again);
        if (posted && overturned)
        {
            TellSecondPayer(again, day);
        }
    }

    private void TellSecondPayer(Adjudication first, DateOnly firstPaidOn)
    {
        var second = first.Claim.Patient.Secondary;
        if (second is null || first.PatientShare <= 0 || firstPaidOn > lastDay)
        {
            return;
        }

        var sent = first.ForwardedTo is not null ? firstPaidOn.AddDays(1) : BatchDay(firstPaidOn.AddDays(numbers.Between(2, 9)));
        if (first.ForwardedTo is null && sent <= lastDay)
        {
            Submissions.Add(new Submission(first.Claim, second, sent, '1', EarlierPayer: first));
        }

        var reason = numbers.Chance(0.04) ? DenialReason.OnSecondary : null;
        var decision = _payer.DecideSecond(first.Claim, second, NextNumber(second, sent), sent.AddDays(1), first, reason);
        remits.Post(second, remits.RemitDay(second, sent.AddDays(numbers.Between(7, 16))), decision);
    }

    /// <summary>Weeks later the payer wants its money back: reversal and refusal, at once or by a later PLB.</summary>
    private void TellTakeback(Adjudication paid, DateOnly paidOn)
    {
        var payer = paid.Payer;
        var day = remits.RemitDay(payer, paidOn.AddDays(numbers.Between(45, 150)));
        var reason = numbers.PickWeighted(DenialReason.ForTakebacks, reason => reason.Weight);
        var refused = _payer.Decide(paid.Claim, payer, NextNumber(payer, day), paid.Received, reason) with { PriorClaimNumber = paid.ClaimNumber };
        if (!remits.Post(payer, day, paid.Reversed("N687"), refused) || !payer.RecoversLater)
        {
            return;
        }

        var takenBack = paid.Paid - refused.Paid;
        remits.Adjust(payer, day, new ProviderAdjustment("WO", paid.ClaimNumber, -takenBack));
        remits.Adjust(payer, remits.RemitDay(payer, day.AddDays(28)), new ProviderAdjustment("WO", paid.ClaimNumber, takenBack));
    }

    /// <summary>The payer loads a better rate and pays the claim anew: reversal and correction in one transaction.</summary>
    private void TellRateCorrection(Adjudication paid, DateOnly paidOn)
    {
        var payer = paid.Payer;
        var day = remits.RemitDay(payer, paidOn.AddDays(numbers.Between(30, 90)));
        var better = payer with { PercentOfMedicare = payer.PercentOfMedicare + 6 };
        var again = _payer.Decide(paid.Claim, better, paid.ClaimNumber, paid.Received, null) with { Payer = payer, ClaimRemarks = ["N419"], ForwardedTo = null };
        remits.Post(payer, day, paid.Reversed("N689"), again with { Status = "1" });
    }

    /// <summary>Cigna pays this one past its clock and adds interest, in AMT*I and again in PLB.</summary>
    private Adjudication WithInterest(Adjudication paid, ref DateOnly day)
    {
        day = remits.RemitDay(paid.Payer, day.AddDays(numbers.Between(20, 40)));
        var interest = Math.Round(paid.Paid * 0.018m, 2, MidpointRounding.AwayFromZero);
        remits.Adjust(paid.Payer, day, new ProviderAdjustment("L6", paid.ClaimNumber, -interest));
        return paid with { Interest = interest };
    }

    private string NextNumber(DemoPayer payer, DateOnly day)
    {
        var number = _claimNumbers[payer.Tag] = _claimNumbers.GetValueOrDefault(payer.Tag) + 1;
        return payer.Line == PayerLine.Medicare ? $"11{day:yy}{day.DayOfYear:000}{number:000000}" : $"{payer.Tag[..1].ToUpperInvariant()}{day:yyMMdd}{number:00000}";
    }

    private static double ChanceOfAttempt(string category) => category switch
    {
        "timely_filing" or "non_covered" => 0.30,
        "bundling" or "medical_necessity" or "eligibility" => 0.70,
        _ => 0.86,
    };

    private static double ChanceOfOverturn(string category) => category switch
    {
        "billing_error" or "coding" => 0.84,
        "registration" or "documentation" => 0.72,
        "authorization" or "medical_necessity" => 0.48,
        "cob" or "credentialing" => 0.60,
        "eligibility" => 0.45,
        "timely_filing" or "non_covered" => 0.15,
        _ => 0.40,
    };
}
