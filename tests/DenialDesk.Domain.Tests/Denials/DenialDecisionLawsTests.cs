using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Domain.Tests.Denials;

/// <summary>What holds for every claim whatever a payer sends, tried on two thousand random ones.</summary>
public sealed class DenialDecisionLawsTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly string[] Codes = [.. ShippedCodes.Tables.Carcs.Select(carc => carc.Code), "ZZ1", "", "045", "CO45"];
    private static readonly string[] Remarks = [.. ShippedCodes.Tables.Rarcs.Select(rarc => rarc.Code), "Q99", "", "n290 "];
    private static readonly IReadOnlyList<(AdjudicatedClaim Claim, ClaimDecision Decision)> Decided = Decide(2000);

    [Fact]
    public void Every_adjustment_ends_in_exactly_one_bucket_with_its_rule()
    {
        Assert.All(Decided, one =>
        {
            var sent = one.Claim.Adjustments.Concat(one.Claim.Lines.SelectMany(line => line.Adjustments));
            Assert.Equal(sent, one.Decision.Adjustments.Select(decided => decided.Adjustment));
            Assert.All(one.Decision.Adjustments, decided => Assert.NotEmpty(decided.Rule));
        });
    }

    [Fact]
    public void The_refused_amount_is_the_sum_of_the_denial_bucket_and_nothing_else()
    {
        Assert.All(Decided, one => Assert.Equal(
            one.Decision.Adjustments.Where(decided => decided.Bucket == Bucket.Denial).Sum(decided => decided.Adjustment.Amount ?? 0m),
            one.Decision.Denial?.DeniedAmount ?? 0m));
        Assert.All(Decided.Where(one => one.Decision.Denial is not null), one => Assert.True(one.Decision.Denial!.DeniedAmount > 0m));
    }

    [Fact]
    public void Reversals_forwards_and_predeterminations_open_nothing()
    {
        Assert.All(Decided.Where(one => one.Claim.StatusCode is "22" or "23" or "25"), one => Assert.Null(one.Decision.Denial));
    }

    [Fact]
    public void A_patient_is_billed_only_for_PR_without_a_later_payer_and_without_protection()
    {
        var billable = Decided.Where(one => one.Decision.Denial is { BillPatientAllowed: true }).ToList();

        Assert.NotEmpty(billable);
        Assert.All(billable, one =>
        {
            Assert.False(one.Claim.LaterPayerKnown);
            Assert.Empty(one.Decision.Denial!.PatientProtection);
            Assert.All(one.Decision.Denial.Lines.SelectMany(line => line.Reasons), reason => Assert.Equal("PR", reason.Group));
        });
    }

    [Fact]
    public void No_first_action_asks_for_what_is_not_allowed()
    {
        foreach (var (claim, decision) in Decided)
        {
            foreach (var reason in decision.Adjustments.Select(decided => decided.Reason).OfType<DenialReason>())
            {
                Assert.False(reason is { FirstAction: FirstAction.Appeal, Appealable: false });
                Assert.False(reason.FirstAction == FirstAction.BillPatient && (reason.Group != "PR" || claim.LaterPayerKnown));
                Assert.NotEqual(FirstAction.Post, reason.FirstAction);
            }

            Assert.False(decision.Denial is { FirstAction: FirstAction.BillPatient, BillPatientAllowed: false });
            Assert.False(decision.Denial is { FirstAction: FirstAction.Appeal, Appealable: false });
        }
    }

    [Fact]
    public void Only_plain_contract_cuts_are_written_off_without_a_person()
    {
        var automatic = Decided.SelectMany(one => one.Decision.Adjustments.Where(decided => AutomaticWriteOff.Allowed(decided, one.Decision.Flags, 50m))).ToList();

        Assert.NotEmpty(automatic);
        Assert.All(automatic, decided =>
        {
            Assert.Equal("CO", CodeForm.Group(decided.Adjustment.Group));
            Assert.Equal(Bucket.Contractual, decided.Bucket);
            Assert.InRange(decided.Adjustment.Amount!.Value, 0.01m, 50m);
        });
    }

    [Fact]
    public void The_same_claim_is_decided_the_same_way_twice()
    {
        var (claim, decision) = Decided[17];

        Assert.Equal(ClaimExample.Buckets(decision), ClaimExample.Buckets(DenialDecision.Decide(claim, ShippedCodes.Book, Today)));
        Assert.Equal(ClaimExample.Denial(decision), ClaimExample.Denial(DenialDecision.Decide(claim, ShippedCodes.Book, Today)));
    }

    [Fact]
    public void The_denial_carries_its_lines_and_leading_codes()
    {
        var claim = new AdjudicatedClaim
        {
            StatusCode = "1",
            Charge = 250m,
            Paid = 80m,
            RemarkCodes = ["MA01"],
            Lines =
            [
                new() { Index = 1, Charge = 100m, Paid = 80m, Adjustments = [new(1, 1, "CO", "45", 20m)] },
                new() { Index = 2, Charge = 50m, Paid = 0m, Adjustments = [new(2, 1, "CO", "16", 50m)], RemarkCodes = ["MA01", "N290"] },
                new() { Index = 3, Charge = 100m, Paid = 0m, Adjustments = [new(3, 1, "CO", "45", 30m), new(3, 2, "CO", "197", 70m)] },
            ],
        };

        var denial = DenialDecision.Decide(claim, ShippedCodes.Book, Today).Denial!;

        Assert.Equal(("CO", "197", null), (denial.LeadGroup, denial.LeadCarc, denial.LeadRarc));
        Assert.Equal([2, 3], denial.Lines.Select(line => line.LineIndex));
        Assert.Equal([50m, 70m], denial.Lines.Select(line => line.DeniedAmount));
        Assert.Equal("N290", denial.Lines[0].Reasons[0].Rarc);
        Assert.Equal(150m, denial.DeniedLineCharge);
        Assert.Equal(DenialExtent.Partial, denial.Extent);
        Assert.Null(denial.NoAppealBecause);
    }

    [Fact]
    public void A_denial_without_an_appeal_says_why()
    {
        Assert.Equal("MA130", NoAppeal("16", "N264", "MA130"));
        Assert.Equal("16 with N382", NoAppeal("16", "N382"));

        static string? NoAppeal(string carc, params string[] remarks) => DenialDecision.Decide(
            new AdjudicatedClaim { StatusCode = "1", Charge = 9m, Paid = 0m, Adjustments = [new(null, 1, "CO", carc, 9m)], RemarkCodes = remarks },
            ShippedCodes.Book, Today).Denial!.NoAppealBecause;
    }

    private static List<(AdjudicatedClaim Claim, ClaimDecision Decision)> Decide(int count)
    {
        var random = new Random(835);
        return [.. Enumerable.Range(0, count).Select(_ => Claim(random)).Select(claim => (claim, DenialDecision.Decide(claim, ShippedCodes.Book, Today)))];
    }

    private static AdjudicatedClaim Claim(Random random)
    {
        string[] statuses = ["1", "1", "1", "2", "3", "4", "19", "20", "22", "23", "25", "13", ""];
        var lines = Enumerable.Range(0, random.Next(4)).Select(i => new AdjudicatedLine
        {
            Index = i,
            Charge = Amount(random),
            Paid = random.Next(2) == 0 ? 0m : Amount(random),
            Adjustments = Adjustments(random, i),
            RemarkCodes = Some(random, Remarks),
        }).ToList();
        return new()
        {
            StatusCode = statuses[random.Next(statuses.Length)],
            Charge = Amount(random),
            Paid = random.Next(2) == 0 ? 0m : Amount(random),
            Adjustments = Adjustments(random, null),
            RemarkCodes = Some(random, Remarks),
            Lines = lines,
            LaterPayerKnown = random.Next(4) == 0,
            Forwarded = random.Next(8) == 0,
            EarlierCategory = random.Next(8) == 0 ? DenialCategory.Coding : null,
        };
    }

    private static List<AdjudicatedAdjustment> Adjustments(Random random, int? line)
    {
        string[] groups = ["CO", "CO", "PR", "PR", "OA", "PI", "CR", "co", "??"];
        return [.. Enumerable.Range(0, random.Next(3)).Select(i => new AdjudicatedAdjustment(
            line, i, groups[random.Next(groups.Length)], Codes[random.Next(Codes.Length)], Amount(random)))];
    }

    private static decimal? Amount(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => 0m,
        2 => -random.Next(1, 9_999) / 100m,
        _ => random.Next(1, 99_999) / 100m,
    };

    private static string[] Some(Random random, string[] from) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => from[random.Next(from.Length)])];
}
