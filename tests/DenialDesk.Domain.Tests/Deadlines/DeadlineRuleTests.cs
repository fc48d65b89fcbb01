using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class DeadlineRuleTests
{
    private const string Page = "deadlines.md";
    private static readonly DateOnly Notice = new(2026, 1, 5);
    private static readonly WindowEvents Events = WindowEvents.OfDenial(Notice, null, null, new(2025, 12, 1), null);

    public static TheoryData<string> Countings => RuleTable.Names(Page, "Counting");

    public static TheoryData<string> Badges => RuleTable.Names(Page, "Badge");

    [Theory]
    [MemberData(nameof(Countings))]
    public void Days_months_and_workdays_are_counted_as_written(string counting)
    {
        var row = RuleTable.Row(Page, "Counting", counting);
        var rule = Appeal("x", int.Parse(row["Amount"], System.Globalization.CultureInfo.InvariantCulture)) with
        {
            Clocks = [new()
            {
                Anchor = WindowAnchor.NoticeDate,
                Amount = int.Parse(row["Amount"], System.Globalization.CultureInfo.InvariantCulture),
                Unit = CodeNames.Read<WindowUnit>(row["Unit"]),
            }],
            Roll = CodeNames.Read<DayRoll>(row["Roll"]),
        };
        var events = WindowEvents.OfDenial(FirstClockExample.Day(row["From"])!.Value, null, null, null, null);

        Assert.Equal(row["Ends"], FirstClockExample.Day(DeadlineRule.Compute(rule, events).DueOn));
    }

    [Theory]
    [MemberData(nameof(Badges))]
    public void The_badge_says_how_near_it_is(string badge)
    {
        var row = RuleTable.Row(Page, "Badge", badge);

        var state = DueState.Of(FirstClockExample.Day(row["Due"])!.Value, FirstClockExample.Day(row["Today"])!.Value, row["Assumed"] == "yes");

        Assert.Equal(row["Nearness"], state.Nearness.Text());
        Assert.Equal(row["Text"], state.Text);
    }

    [Fact]
    public void Equally_close_rules_that_disagree_give_the_earlier_day_and_say_so()
    {
        var deadline = DeadlineRule.Compute([Appeal("long", 90), Appeal("short", 60)], WindowAction.Appeal1, new() { Lob = "commercial" }, Events)!;

        Assert.Equal(new DateOnly(2026, 3, 6), deadline.DueOn);
        Assert.True(deadline.Conflict);
        Assert.Equal(["long", "short"], deadline.ConflictingRules);
        Assert.Contains("conflicting rules (long, short)", deadline.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Equally_close_rules_that_agree_are_no_conflict()
    {
        var deadline = DeadlineRule.Compute([Appeal("one", 60), Appeal("two", 60)], WindowAction.Appeal1, new() { Lob = "commercial" }, Events)!;

        Assert.False(deadline.Conflict);
    }

    [Fact]
    public void A_contract_beats_everything_and_grants_what_a_code_takes_away()
    {
        var contract = Appeal("ours", 200) with { Scope = new() { Contract = "desk:7" } };
        var context = new WindowContext { Contract = "desk:7", Lob = "medicare_ffs", Rarcs = ["MA130"] };

        var deadline = DeadlineRule.Compute([.. ShippedWindowRules.All, contract], WindowAction.Appeal1, context, Events)!;

        Assert.Equal("ours", deadline.RuleId);
        Assert.False(deadline.NoRight);
    }

    [Fact]
    public void A_code_takes_the_right_away_and_says_what_to_do_instead()
    {
        var context = new WindowContext { Lob = "medicare_ffs", Rarcs = ["MA130"] };

        var deadline = DeadlineRule.Compute(ShippedWindowRules.All, WindowAction.Appeal1, context, Events)!;

        Assert.True(deadline.NoRight);
        Assert.Equal(WindowAction.TimelyFiling, deadline.Instead);
        Assert.StartsWith("No first-level appeal here: correct it and send a new claim instead", deadline.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_date_is_not_guessed_but_named()
    {
        var deadline = DeadlineRule.Compute(ShippedWindowRules.All, WindowAction.Appeal1, new() { PayerFamily = "Aetna", Lob = "commercial" }, Events)!;

        Assert.True(deadline.Assumed);
        Assert.Equal([WindowAnchor.PriorDecisionNoticeDate], deadline.Missing);
        Assert.Contains("rule aet-L1 cannot be counted yet, it needs the date of the decision before", deadline.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_denial_does_not_restart_the_clock_unless_the_rule_says_latest()
    {
        var again = WindowEvents.OfDenial(Notice.AddDays(60), Notice, null, null, null);

        Assert.Equal("mcr-L1", Compute("medicare_ffs", null).RuleId);
        Assert.Equal(new DateOnly(2026, 5, 11), Compute("medicare_ffs", null).DueOn);
        Assert.Equal(Notice.AddDays(60 + 180), Compute("commercial", "Cigna").DueOn);

        Deadline Compute(string lob, string? family) =>
            DeadlineRule.Compute(ShippedWindowRules.All, WindowAction.Appeal1, new() { Lob = lob, PayerFamily = family }, again)!;
    }

    [Fact]
    public void Transit_is_taken_off_only_where_the_payer_counts_the_day_it_receives()
    {
        var rule = Appeal("x", 60) with { CountsWhen = FilingCounts.Received };
        var mail = new SafetyMargin(TransitDays: 5, BufferWorkdays: 2);

        Assert.Equal(new DateOnly(2026, 2, 25), DeadlineRule.Compute(rule, Events, mail).LastSafeDay);
        Assert.Equal(new DateOnly(2026, 3, 4), DeadlineRule.Compute(rule with { CountsWhen = FilingCounts.Postmarked }, Events, mail).LastSafeDay);
    }

    [Fact]
    public void A_rule_outside_its_dates_does_not_apply()
    {
        var old = Appeal("old", 60) with { EffectiveTo = new(2025, 12, 31) };

        Assert.Null(DeadlineRule.Compute([old], WindowAction.Appeal1, new() { Lob = "commercial" }, Events));
    }

    [Fact]
    public void A_verified_rule_says_when_it_was_verified()
    {
        var rule = Appeal("x", 60) with { Source = "manual 4.2", VerifiedOn = new(2026, 3, 3) };

        Assert.Equal("Fri 6 Mar 2026 = notice 5 Jan + 60 days; rule x, manual 4.2, verified 3 Mar", DeadlineRule.Compute(rule, Events).Sentence);
    }

    private static WindowRule Appeal(string id, int days) => new()
    {
        Id = id,
        Action = WindowAction.Appeal1,
        Scope = new() { Lob = ["commercial"] },
        Clocks = [new() { Anchor = WindowAnchor.NoticeDate, Amount = days, Unit = WindowUnit.CalendarDay }],
    };
}
