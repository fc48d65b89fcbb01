using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class ExpiryRuleTests
{
    private static readonly DateOnly Day = new(2026, 5, 11);

    public static TheoryData<string> Examples => RuleTable.Names("flags.md", "Example");

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_denial_expires_only_when_every_way_is_over_for_certain(string example)
    {
        var row = RuleTable.Row("flags.md", "Example", example);

        var last = ExpiryRule.Last(CodeNames.Read<DenialState>(row["State"]), row["Filed"] == "yes", [.. row["Clocks"].Split("; ").Select((c, i) => Clock(c.Split(' '), i))]);

        Assert.Equal(row["Expires"] == "yes", last is not null);
    }

    [Fact]
    public void The_last_clock_is_the_one_that_passed_last_and_the_sentence_names_it()
    {
        DenialClock[] clocks = [Clock(["correct", "passed"], 0), Clock(["dispute", "passed"], 5), Clock(["dispute", "waiting"], 0)];

        var last = ExpiryRule.Last(DenialState.New, false, clocks)!;

        Assert.Equal(Day.AddDays(5), last.Deadline.DueOn);
        Assert.Equal("Nobody decided by Sat 16 May 2026, the last day of the first-level appeal; 2 clocks are over.", ExpiryRule.Sentence(last, clocks));
    }

    [Fact]
    public void Over_every_shipped_rule_and_any_day_nothing_expires_while_a_clock_runs_is_assumed_or_is_in_conflict()
    {
        var dice = new Random(20260511);
        var expired = 0;
        foreach (var scope in ShippedWindowRules.All.Select(r => r.Scope).Distinct())
        {
            for (var round = 0; round < 12; round++)
            {
                var remitted = new DateOnly(2026, 1, 5).AddDays(dice.Next(300));
                var context = new WindowContext
                {
                    Payer = scope.Payer,
                    PayerFamily = scope.PayerFamily,
                    Lob = scope.Lob.Count > 0 ? scope.Lob[0] : null,
                    State = scope.State,
                    Network = scope.Network,
                    Funding = scope.Funding,
                    DenialCategory = dice.Next(2) == 0 ? "coding" : "authorization",
                    Carcs = [dice.Next(2) == 0 ? "16" : "29"],
                    DisputeType = dice.Next(2) == 0 ? "clinical" : "payment",
                };
                var events = WindowEvents.OfDenial(remitted, null, null, remitted.AddDays(-dice.Next(400)), null);
                var today = remitted.AddDays(dice.Next(1500));
                var clocks = EveryClock.Of(ShippedWindowRules.All, context, events, dice.Next(3) > 0, today, new() { Promise = dice.Next(4) == 0 ? new(1, remitted.AddDays(dice.Next(300)), remitted, PromiseChannel.Call, "") : null });

                if (ExpiryRule.Last((DenialState)dice.Next(3), dice.Next(4) == 0, clocks) is not { } last) { continue; }

                expired++;
                Assert.True(last.Deadline.DueOn < today);
                Assert.All(clocks, c => Assert.NotEqual(ClockStanding.Running, c.Standing));
                Assert.False(last.Deadline.Assumed);
                foreach (var path in clocks.Where(c => c.Path != ClockPath.Other && c.Standing == ClockStanding.Passed).GroupBy(c => c.Path))
                {
                    Assert.Contains(path, c => !c.Deadline.Assumed);
                    Assert.DoesNotContain(path, c => c.Deadline is { Assumed: false, Conflict: true });
                    Assert.All(path.Where(c => !c.Deadline.Assumed), c => Assert.True(c.Deadline.DueOn <= last.Deadline.DueOn));
                }
            }
        }

        Assert.True(expired > 20, $"only {expired} expired: the property was hardly tried");
    }

    private static DenialClock Clock(string[] words, int days)
    {
        var path = words[0] switch { "correct" => ClockPath.Correct, "dispute" => ClockPath.Dispute, _ => ClockPath.Other };
        var standing = words[1] switch
        {
            "running" => ClockStanding.Running,
            "passed" => ClockStanding.Passed,
            "waiting" => ClockStanding.Waiting,
            "missing" => ClockStanding.DayMissing,
            "unknown" => ClockStanding.WindowUnknown,
            _ => ClockStanding.NoRight,
        };
        DateOnly? due = standing is ClockStanding.Passed or ClockStanding.Running ? Day.AddDays(days) : null;
        var deadline = new Deadline
        {
            Action = path == ClockPath.Correct ? WindowAction.CorrectedClaim : WindowAction.Appeal1,
            RuleId = "r",
            Version = 1,
            Sentence = "",
            DueOn = due,
            Assumed = words.Contains("assumed"),
            Conflict = words.Contains("conflict"),
        };
        return new(path, standing, deadline, null, null);
    }
}
