using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class EveryClockTests
{
    private static readonly DateOnly Remitted = new(2026, 1, 5);
    private static readonly WindowContext Medicare = new() { Lob = "medicare_ffs", DenialCategory = "coding", Carcs = ["4"] };

    private static WindowEvents Events(DateOnly? service = null) => WindowEvents.OfDenial(Remitted, null, null, service ?? new(2025, 12, 1), null);

    [Fact]
    public void A_Medicare_denial_shows_its_first_appeal_running_and_the_later_levels_waiting()
    {
        var clocks = EveryClock.Of(ShippedWindowRules.All, Medicare, Events(), appealable: true, new(2026, 1, 10));

        var first = Assert.Single(clocks, c => c.Deadline.Action == WindowAction.Appeal1);
        Assert.Equal((ClockStanding.Running, new DateOnly(2026, 5, 11), 121), (first.Standing, first.Deadline.DueOn, first.DaysLeft));
        Assert.Equal(ClockStanding.Waiting, Assert.Single(clocks, c => c.Deadline.Action == WindowAction.Appeal2).Standing);
        Assert.Equal(ClockStanding.Waiting, Assert.Single(clocks, c => c.Deadline.Action == WindowAction.Appeal3).Standing);
        Assert.Equal(WindowAction.Appeal1, EveryClock.DiesFirst(clocks, ClockPath.Dispute)!.Deadline.Action);
    }

    [Fact]
    public void The_last_day_itself_runs_and_the_day_after_it_has_passed()
    {
        ClockStanding On(DateOnly today) => EveryClock.Of(ShippedWindowRules.All, Medicare, Events(), true, today).Single(c => c.Deadline.Action == WindowAction.Appeal1).Standing;

        Assert.Equal(ClockStanding.Running, On(new(2026, 5, 11)));
        Assert.Equal(ClockStanding.Passed, On(new(2026, 5, 12)));
    }

    [Fact]
    public void Without_a_right_of_appeal_only_the_ways_to_correct_run()
    {
        var clocks = EveryClock.Of(ShippedWindowRules.All, Medicare with { Rarcs = ["MA130"] }, Events(), appealable: false, new(2026, 1, 10));

        Assert.All(clocks.Where(c => c.Path == ClockPath.Dispute), c => Assert.Equal(ClockStanding.NoRight, c.Standing));
        Assert.Null(EveryClock.DiesFirst(clocks, ClockPath.Dispute));
        Assert.NotNull(EveryClock.DiesFirst(clocks, ClockPath.Correct));
        Assert.Empty(EveryClock.Collisions(clocks));
    }

    [Fact]
    public void An_appeal_that_lets_the_corrected_claim_s_clock_run_out_is_told()
    {
        WindowRule[] rules = [Rule(WindowAction.CorrectedClaim, 45), Rule(WindowAction.Appeal1, 120)];

        var told = Assert.Single(EveryClock.Collisions(EveryClock.Of(rules, new(), Events(), true, Remitted)));

        Assert.Equal("An appeal does not stop the corrected claim clock: it ends Thu 19 Feb 2026, 75 days before the first-level appeal's. If the claim may need correcting, correct it first.", told);
    }

    [Fact]
    public void A_correction_that_lets_the_appeal_s_clock_run_out_is_told()
    {
        WindowRule[] rules = [Rule(WindowAction.CorrectedClaim, 365), Rule(WindowAction.Appeal1, 60)];

        var told = Assert.Single(EveryClock.Collisions(EveryClock.Of(rules, new(), Events(), true, Remitted)));

        Assert.StartsWith("A corrected claim does not stop the first-level appeal clock: it ends Fri 6 Mar 2026, 305 days before the corrected claim's.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_steps_of_one_window_are_told()
    {
        WindowRule[] rules = [Rule(WindowAction.Reconsideration, 365) with { SharedGroup = "g" }, Rule(WindowAction.Appeal1, 365) with { SharedGroup = "g" }];

        var told = EveryClock.Collisions(EveryClock.Of(rules, new(), Events(), true, Remitted));

        Assert.Equal(["Reconsideration and first-level appeal share one window: the time the first takes is lost to the second."], told);
    }

    [Fact]
    public void Clocks_that_run_come_first_and_the_next_to_die_at_the_top()
    {
        WindowRule[] rules = [Rule(WindowAction.CorrectedClaim, 30), Rule(WindowAction.Reconsideration, 90), Rule(WindowAction.Appeal1, 60), Rule(WindowAction.Reopening, 1)];

        var clocks = EveryClock.Of(rules, new(), Events(), true, Remitted.AddDays(10));

        Assert.Equal([WindowAction.CorrectedClaim, WindowAction.Appeal1, WindowAction.Reconsideration, WindowAction.Reopening], clocks.Select(c => c.Deadline.Action));
        Assert.Equal([20, 50, 80, -9], clocks.Select(c => c.DaysLeft));
    }

    [Fact]
    public void No_denial_is_ever_without_a_clock_and_the_first_clock_is_always_among_them()
    {
        string?[] lobs = [null, .. ShippedWindowRules.All.SelectMany(rule => rule.Scope.Lob).Distinct()];
        string?[] payers = [null, .. ShippedWindowRules.All.Select(rule => rule.Scope.Payer).Distinct()];
        foreach (var (lob, payer) in lobs.SelectMany(l => payers.Select(p => (l, p))))
        {
            foreach (var (appealable, code) in (IEnumerable<(bool, string)>)[(true, "16"), (false, "16"), (true, "29"), (false, "50")])
            {
                var context = new WindowContext { Lob = lob, Payer = payer, Carcs = [code], DenialCategory = "coding" };
                var first = FirstClock.Of(ShippedWindowRules.All, context, Events(), appealable);

                var clocks = EveryClock.Of(ShippedWindowRules.All, context, Events(), appealable, Remitted);

                Assert.Contains(clocks, c => c.Deadline.DueOn is not null);
                Assert.True(clocks.Any(c => c.Deadline.DueOn == first.DueOn) || first.Action == WindowAction.TimelyFilingException, $"{lob} {payer} {code} {appealable}: {first.Sentence}");
            }
        }

        Assert.NotEmpty(EveryClock.Of([], new(), Events(), true, Remitted));
    }

    private static WindowRule Rule(WindowAction action, int days) => new()
    {
        Id = "r-" + action,
        Action = action,
        Clocks = [new() { Anchor = WindowAnchor.RemitDate, Amount = days, Unit = WindowUnit.CalendarDay }],
        Source = "made for the test",
    };
}
