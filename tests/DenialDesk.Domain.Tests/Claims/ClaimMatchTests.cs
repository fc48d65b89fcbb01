using System.Globalization;
using DenialDesk.Domain.Claims;

namespace DenialDesk.Domain.Tests.Claims;

public sealed class ClaimMatchTests
{
    private const string Page = "matching.md";

    private static readonly DateOnly May4 = new(2026, 5, 4);

    private static readonly AnsweredClaim Back = new()
    {
        Account = "CB200201",
        LastName = "RIVERA",
        MemberId = "W123456789",
        From = May4,
        To = May4,
        Charges = [283m],
        Payers = [1],
        PayerClaimNumbers = ["ICN900001"],
        LineNumbers = ["CB200201-1"],
    };

    private static readonly SentClaim Sent = new()
    {
        Id = 1,
        Account = "cb200201",
        LastName = "Rivera",
        MemberId = "W123456789",
        From = May4,
        To = May4,
        Charge = 283m,
        Payer = 1,
        LineNumbers = ["CB200201-1", "CB200201-2"],
    };

    public static TheoryData<string> Numbers => RuleTable.Names(Page, "What came back");

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Account_numbers_compare_as_the_page_says(string back)
    {
        var row = RuleTable.Row(Page, "What came back", back);

        Assert.Equal(row["Likeness"], ClaimMatch.Likeness(back.Replace("(zeros)", "00000000000000000000", StringComparison.Ordinal), row["What was sent"]).ToString());
    }

    [Fact]
    public void The_same_number_of_the_same_patient_is_a_match_with_its_resubmissions()
    {
        var decision = ClaimMatch.Decide(Back, [Sent, Sent with { Id = 2, Charge = 290m }, Sent with { Id = 3, Account = "CB200202", LineNumbers = [] }]);

        Assert.Equal(MatchMethod.Account, decision.Method);
        Assert.Equal([1L, 2L], decision.Submissions.Select(w => w.Sent.Id).Order());
        Assert.Contains("The account number is the same.", MatchWords.Of(decision.Submissions[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_number_of_another_patient_is_no_match()
    {
        var other = Sent with { LastName = "OKAFOR", MemberId = "Z000000001" };

        var decision = ClaimMatch.Decide(Back, [other]);

        Assert.Null(decision.Method);
        Assert.Contains("another one", MatchWords.Of(Assert.Single(decision.Ranked)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_alone_with_nothing_that_agrees_is_no_match()
        => Assert.Null(ClaimMatch.Decide(Back with { LastName = "", MemberId = "", From = null, To = null, Charges = [1m] }, [Sent]).Method);

    [Fact]
    public void A_cut_number_matches_only_when_one_claim_fits()
    {
        var cut = Back with { Account = "GRP00120260504012", LineNumbers = [] };
        var sent = Sent with { Account = "GRP00120260504012-345", LineNumbers = [] };

        Assert.Equal(MatchMethod.AlteredAccount, ClaimMatch.Decide(cut, [sent]).Method);

        var two = ClaimMatch.Decide(cut, [sent, sent with { Id = 2, Account = "GRP00120260504012-346" }]);
        Assert.Null(two.Method);
        Assert.True(two.Ambiguous);
        Assert.Equal(2, two.Ranked.Count);
    }

    [Fact]
    public void A_damaged_number_is_bridged_by_the_payers_own_number()
    {
        var damaged = Back with { Account = "X", LineNumbers = [] };

        Assert.Equal(MatchMethod.PayerNumber, ClaimMatch.Decide(damaged, [Sent with { PayerClaimNumbers = ["icn-900001"] }]).Method);
        Assert.Null(ClaimMatch.Decide(damaged with { LastName = "", MemberId = "", Charges = [] }, [Sent with { PayerClaimNumbers = ["ICN900001"] }]).Method);
    }

    [Fact]
    public void All_line_control_numbers_of_one_submission_are_a_match_and_some_are_not()
    {
        var damaged = Back with { Account = "0", MemberId = "" };

        Assert.Equal(MatchMethod.LineNumbers, ClaimMatch.Decide(damaged, [Sent]).Method);
        Assert.Null(ClaimMatch.Decide(damaged with { LineNumbers = ["CB200201-1", "CB200999-1"] }, [Sent]).Method);
    }

    [Fact]
    public void A_line_control_number_that_only_counts_lines_proves_nothing()
        => Assert.Null(ClaimMatch.Decide(Back with { Account = "0", MemberId = "", LineNumbers = ["1"] }, [Sent with { LineNumbers = ["1"] }]).Method);

    [Fact]
    public void Payer_member_days_and_charge_match_only_together_and_only_when_the_claim_is_free()
    {
        var bare = Back with { Account = "NOT AVAILABLE", LineNumbers = [] };

        Assert.Equal(MatchMethod.Facts, ClaimMatch.Decide(bare, [Sent]).Method);
        Assert.Null(ClaimMatch.Decide(bare, [Sent with { Payer = null }]).Method);
        Assert.Null(ClaimMatch.Decide(bare, [Sent with { Charge = 284m }]).Method);
        Assert.Null(ClaimMatch.Decide(bare, [Sent with { To = May4.AddDays(1) }]).Method);
        Assert.Null(ClaimMatch.Decide(bare, [Sent with { Taken = true }]).Method);
        Assert.Null(ClaimMatch.Decide(bare, [Sent, Sent with { Id = 2, Account = "CB200888" }]).Method);
    }

    [Fact]
    public void The_order_of_candidates_changes_nothing()
    {
        SentClaim[] sent = [Sent, Sent with { Id = 2 }, Sent with { Id = 3, Account = "CB200777" }, Sent with { Id = 4, Account = "00CB200201" }];

        var there = ClaimMatch.Decide(Back, sent);
        var back = ClaimMatch.Decide(Back, sent.Reverse());

        Assert.Equal(there.Method, back.Method);
        Assert.Equal(there.Ranked.Select(w => w.Sent.Id), back.Ranked.Select(w => w.Sent.Id));
        Assert.Equal(there.Submissions.Select(w => w.Sent.Id), back.Submissions.Select(w => w.Sent.Id));
    }

    [Fact]
    public void Everything_that_can_match_shares_a_key()
    {
        (AnsweredClaim Back, SentClaim Sent)[] pairs =
        [
            (Back, Sent), (Back with { Account = "00CB-200201" }, Sent), (Back with { Account = "GRP001202605040" }, Sent with { Account = "GRP001202605040123" }),
            (Back with { Account = "X", LineNumbers = [] }, Sent with { PayerClaimNumbers = ["ICN900001"] }), (Back with { Account = "0" }, Sent),
            (Back with { Account = "", LineNumbers = [] }, Sent),
        ];

        Assert.All(pairs, p =>
        {
            Assert.NotNull(ClaimMatch.Decide(p.Back, [p.Sent]).Method);
            Assert.NotEmpty(MatchKeys.Of(p.Back).Intersect(MatchKeys.Of(p.Sent)));
        });
    }

    public static TheoryData<string> Usual => RuleTable.Names(Page, "Learned");

    [Theory]
    [MemberData(nameof(Usual))]
    public void The_usual_days_of_a_payer_are_as_the_page_says(string learned)
    {
        var row = RuleTable.Row(Page, "Learned", learned);
        int? days = learned.StartsWith("none", StringComparison.Ordinal) ? null : int.Parse(learned.Split(' ')[0], CultureInfo.InvariantCulture);

        Assert.Equal(int.Parse(row["Usual days"], CultureInfo.InvariantCulture), UsualAnswer.Days(days, long.Parse(row["Answered claims"], CultureInfo.InvariantCulture)));
    }
}
