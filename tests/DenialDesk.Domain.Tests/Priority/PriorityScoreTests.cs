using System.Diagnostics;
using System.Globalization;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Priority;

public sealed class PriorityScoreTests
{
    private const string Page = "priority.md";
    private const double HourPrice = 260;
    private static readonly DateOnly Today = new(2026, 3, 9);
    private static readonly PrioritySettings Quarter = new() { DueNowShare = .25 };

    public static TheoryData<string> Places => RuleTable.Names(Page, "Place");

    [Theory]
    [MemberData(nameof(Places))]
    public void The_worked_example_comes_out_as_written(string place)
    {
        var row = RuleTable.Row(Page, "Place", place);

        var ranked = PriorityScore.Rank(Example(), HourPrice, Today, Quarter)[int.Parse(place, CultureInfo.InvariantCulture) - 1];

        Assert.Equal(place, ranked.DenialId.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(row["Expected value"], ranked.Parts.ExpectedValue.ToString("0.00", CultureInfo.InvariantCulture));
        Assert.Equal(row["Dollars per hour"], ranked.Parts.DollarsPerHour.ToString("0", CultureInfo.InvariantCulture));
        Assert.Equal(row["Score"], ranked.Parts.Score.ToString("0", CultureInfo.InvariantCulture));
        Assert.Equal(row["Lane"], ranked.Lane.Text());
    }

    [Fact]
    public void Without_a_share_a_small_amount_due_now_does_not_lead()
    {
        var ranked = PriorityScore.Rank(Example(), HourPrice, Today, Quarter with { DueNowShare = 0 });

        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 3], ranked.Select(row => row.DenialId));
    }

    [Fact]
    public void When_the_team_keeps_up_everything_due_now_leads_whatever_it_is_worth()
    {
        var ranked = PriorityScore.Rank(Example(), hourPrice: 0, Today, Quarter with { DueNowShare = 0 });

        Assert.Equal([1, 2, 3], ranked.TakeWhile(row => row.Lane == PriorityLane.DueNow).Select(row => row.DenialId));
    }

    [Fact]
    public void A_denial_that_costs_more_than_it_returns_says_so()
    {
        var ranked = PriorityScore.Rank(Example(), HourPrice, Today, Quarter);

        Assert.Equal([3], ranked.Where(row => row.Parts.CostsMoreThanItReturns).Select(row => row.DenialId));
    }

    [Fact]
    public void After_the_due_day_nothing_is_urgent_and_nothing_leads()
    {
        var past = Facts(1, 100, .5, 10, workdays: -3) with { DueOn = Today.AddDays(-1) };
        var lastDay = past with { DueOn = Today };

        Assert.Equal((1.0, false), (PriorityScore.Parts(past, Today, Quarter).Urgency, PriorityScore.Parts(past, Today, Quarter).DueNow));
        Assert.Equal((1.5, true), (PriorityScore.Parts(lastDay, Today, Quarter).Urgency, PriorityScore.Parts(lastDay, Today, Quarter).DueNow));
    }

    [Fact]
    public void Equal_scores_stand_by_due_day_then_age_then_number()
    {
        var facts = Facts(9, 100, .5, 10, 40);
        PriorityFacts[] rows =
        [
            facts with { DenialId = 4 },
            facts with { DenialId = 3 },
            facts with { DenialId = 2, DeniedOn = facts.DeniedOn.AddDays(-1) },
            facts with { DenialId = 1, DueOn = facts.DueOn.AddDays(-1) },
        ];

        Assert.Equal([1, 2, 3, 4], PriorityScore.Rank(rows, HourPrice, Today, Quarter).Select(row => row.DenialId));
    }

    [Fact]
    public void An_hour_is_worth_nothing_while_the_team_keeps_up()
    {
        Assert.Equal(0, PriorityScore.HourPrice(Example(), Example(), Today, PrioritySettings.Default));
    }

    [Fact]
    public void An_hour_is_worth_what_the_last_reached_denial_brings()
    {
        var backlog = Enumerable.Range(1, 4000).Select(i => Facts(i, i, 1, 60, 40)).ToList();

        // 4,000 hours of backlog over 40 days are 100 hours a day; the team has 8, so it reaches the top 320 denials.
        Assert.Equal(4000 - 320 + 1, PriorityScore.HourPrice(backlog, [], Today, PrioritySettings.Default), 6);
    }

    [Fact]
    public void Many_denials_rank_without_quadratic_work()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(1, 20_000).Select(i => Facts(i, random.Next(20, 3000), random.NextDouble(), random.Next(8, 60), random.Next(-2, 200))).ToList();
        var watch = Stopwatch.StartNew();

        var ranked = PriorityScore.Rank(rows, PriorityScore.HourPrice(rows, rows, Today, Quarter), Today, Quarter);

        Assert.Equal(rows.Count, ranked.Select(row => row.DenialId).Distinct().Count());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void The_sort_key_puts_the_lane_first_and_then_the_score()
    {
        Assert.True(PriorityScore.RankKey(PriorityLane.DueNow, 0) > PriorityScore.RankKey(PriorityLane.Ordinary, 9_999_999_999));
        Assert.True(PriorityScore.RankKey(PriorityLane.Ordinary, 10.01) > PriorityScore.RankKey(PriorityLane.Ordinary, 10));
        Assert.True(PriorityScore.RankKey(PriorityLane.DueNow, double.PositiveInfinity) > 0);
    }

    [Fact]
    public void The_reason_is_said_in_plain_words()
    {
        var facts = Facts(1, 95, .80, 10, 3) with { DueOn = new(2026, 3, 13) };
        var odds = new ReversalEstimate(.80, .70, .88, 52, 41, .75) { Level = 4, Similar = .78 };
        var ranked = PriorityScore.Rank([facts], HourPrice, Today, Quarter)[0];

        Assert.Equal(
            "Last safe day Thu 12 Mar (3 workdays). About $76 expected: $95 × 80% (UHC · CO-16 · office visits: 41 of 52 reversed, similar denials 78%, range 70–88%). "
            + "About 10 minutes, so $456 per hour of your time; an hour is worth about $260 today. It leads because it is due now. "
            + "Skipping it today: still reachable tomorrow, lost after Fri 13 Mar.",
            PriorityReason.Sentence(facts, ranked, odds, new("UHC", "CO-16", "registration", "office visits"), HourPrice, Today));
    }

    [Fact]
    public void Odds_on_too_little_say_so_and_name_the_level_that_spoke()
    {
        var facts = Facts(1, 95, .45, 10, 30);
        var ranked = PriorityScore.Rank([facts], HourPrice, Today, Quarter)[0];
        var group = new OddsGroup("UHC", "CO-16", "registration", "office visits");

        Assert.Contains("(UHC · CO-16: no history yet, similar denials 75% (assumed), range 13–79%; too little data to lean on)",
            PriorityReason.Sentence(facts, ranked, new(.45, .13, .79, 0, 0, .75), group, HourPrice, Today), StringComparison.Ordinal);
        Assert.Contains("(all payers · registration: 3 of 4 reversed", PriorityReason.Sentence(facts, ranked, new(.45, .3, .6, 4, 3, .75) { Level = 1 }, group, HourPrice, Today), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_move_it_is_worked_out_by_the_same_rule()
    {
        var facts = Facts(7, 480, .42, 35, 40);
        var ranked = PriorityScore.Rank([facts], 2 * 345.6, Today, Quarter)[0];

        var moves = PriorityReason.Moves(facts, ranked, 2 * 345.6, Quarter);

        Assert.Equal(3, moves.Count);
        Assert.EndsWith("leads while the share for small amounts lasts.", moves[0], StringComparison.Ordinal);
        Assert.Equal("Amount: with $960 expected instead of $480 it would earn the price of an hour.", moves[1]);
        Assert.Equal("Minutes: in 18 minutes instead of 35 it would earn the price of an hour.", moves[2]);
    }

    [Fact]
    public void A_day_of_another_year_is_told_with_its_year()
    {
        var facts = Facts(7, 480, .42, 35, 40) with { LastSafeDay = new(2027, 10, 22), DueOn = new(2027, 10, 26) };
        var ranked = PriorityScore.Rank([facts], HourPrice, Today, Quarter)[0];

        Assert.StartsWith("Last safe day Fri 22 Oct 2027 (", PriorityReason.Sentence(facts, ranked, new(.42, .3, .6, 4, 3, .75), new("UHC", "CO-197", "authorization", "imaging"), HourPrice, Today), StringComparison.Ordinal);
        Assert.StartsWith("Deadline: from Tue 19 Oct 2027 on", PriorityReason.Moves(facts, ranked, HourPrice, Quarter, Today)[0], StringComparison.Ordinal);
    }

    private static List<PriorityFacts> Example() =>
        [.. RuleTable.Rows(Page, "Place").Select(row => Facts(
            int.Parse(row["Place"], CultureInfo.InvariantCulture),
            decimal.Parse(row["Expected payment"], CultureInfo.InvariantCulture),
            double.Parse(row["Odds"], CultureInfo.InvariantCulture),
            double.Parse(row["Minutes"], CultureInfo.InvariantCulture),
            int.Parse(row["Workdays left"], CultureInfo.InvariantCulture)))];

    private static PriorityFacts Facts(long id, decimal payment, double odds, double minutes, int workdays) =>
        new(id, payment, odds, minutes, BusinessDays.Add(Today, workdays), BusinessDays.Add(Today, workdays + 2), Today.AddDays(-7));
}
