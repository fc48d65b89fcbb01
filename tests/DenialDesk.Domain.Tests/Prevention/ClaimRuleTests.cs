using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

/// <summary>What a rule says of a claim, how it is tried, and what is drafted.</summary>
public sealed class ClaimRuleTests
{
    private static readonly CheckedClaim Claim = new()
    {
        PayerId = 12,
        Lines = [new("99213", ["25"]), new("97110", ["GP"])],
        Authorization = false,
        Place = "11",
        Diagnoses = ["M545", "R262"],
        Provider = "1999999984",
        AgeDays = 60,
    };

    [Fact]
    public void Conditions_hold_or_not_as_written()
    {
        foreach (var row in RuleTable.Rows("pre-submission.md", "Fact"))
        {
            string[] values = row["With"].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            RuleCondition[] conditions = [new(CodeNames.Read<RuleFact>(row["Fact"]), CodeNames.Read<RuleTest>(row["Compared"]), values)];

            Assert.Equal((row["Fact"], row["With"], row["Says"]), (row["Fact"], row["With"], ClaimRule.Judge(conditions, Claim).Text()));
        }
    }

    [Fact]
    public void A_modifier_is_looked_for_on_the_lines_the_rule_names()
    {
        RuleCondition therapy = new(RuleFact.Procedure, RuleTest.Is, ["971"]);

        Assert.Equal(RuleAnswer.Hit, ClaimRule.Judge([therapy, new(RuleFact.Modifier, RuleTest.IsNot, ["25"])], Claim));
        Assert.Equal(RuleAnswer.Passes, ClaimRule.Judge([therapy, new(RuleFact.Modifier, RuleTest.IsNot, ["GP", "GO"])], Claim));
        Assert.Equal(RuleAnswer.Hit, ClaimRule.Judge([therapy, new(RuleFact.Modifier, RuleTest.Is, ["gp"])], Claim));
    }

    [Fact]
    public void What_is_not_known_is_not_judged_unless_something_else_lets_the_claim_pass()
    {
        RuleCondition referral = new(RuleFact.Referral, RuleTest.Missing, []);

        Assert.Equal(RuleAnswer.Unknown, ClaimRule.Judge([referral], Claim));
        Assert.Equal(RuleAnswer.Passes, ClaimRule.Judge([referral, new(RuleFact.Payer, RuleTest.Is, ["13"])], Claim));
    }

    [Fact]
    public void A_rule_that_cannot_be_meant_is_refused()
    {
        Assert.Equal("conditions", ClaimRule.Check([])!.Code);
        Assert.Equal("too_wide", ClaimRule.Check([new(RuleFact.Payer, RuleTest.Is, ["12"])])!.Code);
        Assert.Equal("values", ClaimRule.Check([new(RuleFact.Place, RuleTest.Is, [" "])])!.Code);
        Assert.Equal("test", ClaimRule.Check([new(RuleFact.Place, RuleTest.Missing, [])])!.Code);
        Assert.Equal("number", ClaimRule.Check([new(RuleFact.AgeDays, RuleTest.AtLeast, ["soon"])])!.Code);
        Assert.Null(ClaimRule.Check([new(RuleFact.Authorization, RuleTest.Missing, [])]));
    }

    [Fact]
    public void Conditions_read_as_a_sentence()
    {
        RuleCondition[] conditions = [new(RuleFact.Payer, RuleTest.Is, ["12"]), new(RuleFact.Procedure, RuleTest.Is, ["971", "97530"]), new(RuleFact.Authorization, RuleTest.Missing, []), new(RuleFact.AgeDays, RuleTest.AtLeast, ["80"])];

        Assert.Equal("Payer Alder; Procedure 971… or 97530; Authorization number missing; Days since the service 80 or more", ClaimRule.Words(conditions, new Dictionary<string, string> { ["12"] = "Alder" }));
    }

    [Fact]
    public void A_trial_counts_what_was_caught_and_what_was_stopped_for_nothing()
    {
        RuleCondition[] rule = [new(RuleFact.Authorization, RuleTest.Missing, [])];
        TriedClaim[] claims =
        [
            .. Many(41, false, true), .. Many(6, true, true), .. Many(3, false, false), .. Many(200, true, false),
            new(Claim with { Authorization = null }, true),
        ];

        var trial = RuleTrial.Of(rule, claims);

        Assert.Equal("caught 41 of 47, 3 false alarms", trial.Sentence);
        Assert.Equal((250, 1), (trial.Judged, trial.Unknown));
    }

    [Fact]
    public void A_draft_names_payer_and_procedures_and_what_sets_refused_claims_apart()
    {
        var draft = RuleDraft.Of(12, [.. Many(10, false, true), .. Many(1, true, true), .. Many(50, true, false), .. Many(2, false, false)]);

        Assert.Equal("Payer 12; Procedure 971…; Authorization number missing", ClaimRule.Words(draft, new Dictionary<string, string> { ["12"] = "12" }));
        Assert.Empty(RuleDraft.Of(12, [.. Many(2, false, true), .. Many(50, true, false)]));
    }

    [Fact]
    public void A_rule_warns_only_after_it_ran_in_shadow()
    {
        Assert.Equal("not_shadowed", RuleStates.Refuse(RuleState.Draft, RuleState.Warn)!.Code);
        Assert.Null(RuleStates.Refuse(RuleState.Draft, RuleState.Shadow));
        Assert.Null(RuleStates.Refuse(RuleState.Shadow, RuleState.Warn));
        Assert.Equal("state", RuleStates.Refuse(RuleState.Off, RuleState.Shadow)!.Code);
    }

    [Fact]
    public void Odds_of_a_small_family_stay_near_its_payer()
    {
        Assert.Equal(.1, RefusalOdds.Of((0, 0), (0, 0), (0, 0)), 3);
        Assert.Equal(.2, RefusalOdds.Of((0, 0), (200, 1000), (200, 1000)), 3);
        Assert.Equal((1 + (30 * .2)) / 31, RefusalOdds.Of((1, 1), (200, 1000), (200, 1000)), 3);
        Assert.InRange(RefusalOdds.Of((500, 1000), (600, 2000), (1000, 10_000)), .48, .5);
    }

    private static IEnumerable<TriedClaim> Many(int count, bool authorized, bool denied)
        => Enumerable.Repeat(new TriedClaim(Claim with { Lines = [new("97110", ["GP"])], Authorization = authorized }, denied), count);
}
