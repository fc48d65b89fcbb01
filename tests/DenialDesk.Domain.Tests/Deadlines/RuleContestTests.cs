using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class RuleContestTests
{
    private static readonly DateOnly Remitted = new(2026, 1, 5);
    private static readonly WindowContext Here = new() { Contract = "desk:1", Payer = "Acme-TX", PayerFamily = "Acme", Lob = "commercial", State = "TX", DenialCategory = "coding", Carcs = ["4"] };
    private static readonly WindowEvents Events = WindowEvents.OfDenial(Remitted, null, null, new(2025, 12, 1), null);

    public static TheoryData<string, string, string> Losers => new()
    {
        { "family", "Loses", "is less specific: written for the payer's family, winner for this payer" },
        { "plain", "Loses", "is less specific: it agrees in 1 facet, winner in 2" },
        { "default", "Loses", "is only our default: winner was written down by somebody" },
        { "later", "Loses", "is not in force here: it holds for notices from 1 Mar 2026" },
        { "ended", "Loses", "is not in force here: it holds for notices to 31 Dec 2025" },
        { "services", "Loses", "is not in force here: it holds for services from 2 Dec 2025 to 31 Dec 2026" },
        { "network", "Loses", "asks for network par, and nobody has told the network here" },
        { "state", "Loses", "is for state NJ; here it is TX" },
        { "category", "Loses", "is for category timely filing or medical necessity; here it is coding" },
        { "reason", "Loses", "is only for reason 29 or 18" },
        { "remark", "Loses", "is only for remark MA130" },
        { "same", "Loses", "is as close as winner and gives the same day" },
        { "later day", "Conflicts", "is as close as winner and says otherwise: the earlier day is shown until somebody settles it" },
    };

    [Theory]
    [MemberData(nameof(Losers))]
    public void A_rule_that_did_not_win_says_why(string id, string outcome, string why)
    {
        WindowRule[] all =
        [
            Rule("winner", 60, new() { Payer = "Acme-TX", State = "TX" }), Rule("family", 30, new() { PayerFamily = "Acme" }), Rule("plain", 30, new() { Payer = "Acme-TX" }),
            Rule("default", 30, new()) with { Assumed = true }, Rule("later", 90, new() { Payer = "Acme-TX" }) with { EffectiveFrom = new(2026, 3, 1) },
            Rule("ended", 90, new() { Payer = "Acme-TX" }) with { EffectiveTo = new(2025, 12, 31) },
            Rule("services", 90, new() { Payer = "Acme-TX" }) with { EffectiveBasis = EffectiveBasis.Dos, EffectiveFrom = new(2025, 12, 2), EffectiveTo = new(2026, 12, 31) },
            Rule("network", 45, new() { Payer = "Acme-TX", Network = "par" }), Rule("state", 45, new() { Payer = "Acme-TX", State = "NJ" }),
            Rule("category", 45, new() { PayerFamily = "Acme", DenialCategory = ["timely_filing", "medical_necessity"] }), Rule("reason", 45, new() { Payer = "Acme-TX", Carc = ["29", "18"] }),
            Rule("remark", 45, new() { Payer = "Acme-TX", Rarc = ["MA130"] }), Rule("same", 60, new() { Payer = "Acme-TX", State = "TX" }),
            Rule("later day", 70, new() { Payer = "Acme-TX", State = "TX" }),
        ];
        WindowRule[] rules = [all[0], all.Single(r => r.Id == id)];

        var contest = RuleContest.Of(rules, WindowAction.Appeal1, Here, Events);

        Assert.Equal("winner", contest.Winner!.Rule.Id);
        var loser = Assert.Single(contest.Others);
        Assert.Equal((outcome, why), (loser.Outcome.ToString(), loser.Why));
    }

    [Fact]
    public void Rules_of_other_payers_plans_and_states_are_counted_not_listed()
    {
        var contest = RuleContest.Of(
            [Rule("mine", 60, new() { Payer = "Acme-TX" }), Rule("other payer", 9, new() { Payer = "Bright" }), Rule("other family", 9, new() { PayerFamily = "Bright" }), Rule("Medicare", 9, new() { Lob = ["medicare_ffs"] }), Rule("New Jersey", 9, new() { State = "NJ" })],
            WindowAction.Appeal1, Here, Events);

        Assert.Equal(("mine", 1, 4), (contest.Winner!.Rule.Id, contest.Rules.Count, contest.Elsewhere));
    }

    [Fact]
    public void A_reason_that_takes_the_right_away_wins_and_an_agreement_of_the_practice_wins_over_it()
    {
        var none = Rule("no right", 0, new() { Lob = ["commercial"], Carc = ["4"] }) with { Right = WindowRight.None, Clocks = [], Instead = WindowAction.TimelyFiling };
        var payer = Rule("payer", 60, new() { Payer = "Acme-TX" });
        var own = Rule("own", 90, new() { Contract = "desk:1" });

        var refused = RuleContest.Of([none, payer], WindowAction.Appeal1, Here, Events);
        var granted = RuleContest.Of([none, payer, own], WindowAction.Appeal1, Here, Events);

        Assert.Equal("takes the right away because of reason 4, which counts before every window but an agreement's", refused.Winner!.Why);
        Assert.Equal("gives way to no right, which takes the right away because of reason 4", refused.Others.Single().Why);
        Assert.Equal("is the closest: written for the practice's own agreement with this payer", granted.Winner!.Why);
        Assert.Contains(granted.Others, r => r.Why == "would take the right away, but own, an agreement of the practice, grants it");
    }

    [Fact]
    public void The_closest_rule_that_cannot_be_counted_yet_loses_to_the_default_that_stands_in()
    {
        var waits = Rule("waits", 60, new() { Payer = "Acme-TX" }) with { Clocks = [new() { Anchor = WindowAnchor.PriorDecisionNoticeDate, Amount = 60, Unit = WindowUnit.CalendarDay }] };

        var contest = RuleContest.Of([waits, Rule("default", 30, new()) with { Assumed = true }], WindowAction.Appeal1, Here, Events);

        Assert.Equal((RuleOutcome.StandsIn, "default"), (contest.Winner!.Outcome, contest.Winner.Rule.Id));
        Assert.Equal("is the closest, but cannot be counted yet, it needs the date of the decision before", contest.Others.Single().Why);
    }

    [Fact]
    public void For_every_shipped_payer_and_step_the_winner_is_the_rule_the_deadline_names()
    {
        foreach (var scope in ShippedWindowRules.All.Select(r => r.Scope).Distinct())
        {
            var context = new WindowContext { Payer = scope.Payer, PayerFamily = scope.PayerFamily, Lob = scope.Lob.Count > 0 ? scope.Lob[0] : null, State = scope.State, Funding = scope.Funding, Network = scope.Network, Carcs = ["29"] };
            foreach (var action in Enum.GetValues<WindowAction>())
            {
                var deadline = DeadlineRule.Compute(ShippedWindowRules.All, action, context, Events);

                var contest = RuleContest.Of(ShippedWindowRules.All, action, context, Events);

                Assert.Equal(deadline?.RuleId, contest.Winner?.Rule.Id);
                Assert.Equal(deadline?.Conflict == true, contest.Conflict);
                Assert.Equal(ShippedWindowRules.All.Count(r => r.Action == action), contest.Rules.Count + contest.Elsewhere);
                Assert.All(contest.Rules, r => Assert.NotEmpty(r.Why));
            }
        }
    }

    private static WindowRule Rule(string id, int days, WindowScope scope) => new()
    {
        Id = id,
        Action = WindowAction.Appeal1,
        Scope = scope,
        Clocks = [new() { Anchor = WindowAnchor.RemitDate, Amount = days, Unit = WindowUnit.CalendarDay }],
        Source = "made for the test",
    };
}
