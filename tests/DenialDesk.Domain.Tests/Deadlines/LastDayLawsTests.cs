using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

/// <summary>What holds of every last day, whatever the rule and whatever the days: tried on thousands of made-up rules through leap years, month ends and holidays.</summary>
public sealed class LastDayLawsTests
{
    private const int Tries = 4000;
    private static readonly WindowUnit[] _units = Enum.GetValues<WindowUnit>();
    private static readonly WindowAnchor[] _anchors =
        [WindowAnchor.NoticeDate, WindowAnchor.InitialDenialNoticeDate, WindowAnchor.RemitDate, WindowAnchor.CheckDate, WindowAnchor.DosFrom, WindowAnchor.DosThrough, WindowAnchor.NoticeReceiptDate];

    [Fact]
    public void The_safe_day_is_a_workday_and_never_after_the_last_day()
        => Try(1, (chance, rule, events) =>
        {
            var deadline = DeadlineRule.Compute(rule, events, new(chance.Next(0, 8), chance.Next(0, 6)));

            Assert.True(deadline.LastSafeDay <= deadline.DueOn, deadline.Sentence);
            Assert.True(BusinessDays.Is(deadline.LastSafeDay!.Value), deadline.Sentence);
        });

    [Fact]
    public void The_earliest_of_the_clocks_wins_and_where_the_latest_counts_it_is_that()
        => Try(2, (chance, rule, events) =>
        {
            var two = rule with { Clocks = [.. rule.Clocks, Clock(chance)] };
            var each = two.Clocks.Select(c => DeadlineRule.Compute(two with { Clocks = [c] }, events).DueOn).ToList();

            Assert.Equal(two.Combine == ClockChoice.Earliest ? each.Min() : each.Max(), DeadlineRule.Compute(two, events).DueOn);
        });

    [Fact]
    public void A_longer_window_and_a_later_notice_never_move_the_last_day_earlier()
        => Try(3, (chance, rule, events) =>
        {
            var due = DeadlineRule.Compute(rule, events).DueOn;
            var longer = rule with { Clocks = [.. rule.Clocks.Select(c => c with { Amount = c.Amount + 1 })] };
            var later = events with { Dates = events.Dates.ToDictionary(d => d.Key, d => d.Value.AddDays(1)) };

            Assert.True(DeadlineRule.Compute(longer, events).DueOn >= due);
            Assert.True(DeadlineRule.Compute(rule, later).DueOn >= due);
        });

    [Fact]
    public void A_proven_receipt_counts_from_its_own_day_and_nothing_is_presumed_on_top()
        => Try(4, (chance, rule, events) =>
        {
            var notice = events[WindowAnchor.NoticeDate]!.Value;
            var received = notice.AddDays(chance.Next(0, 9));
            var presumed = rule with { Clocks = [.. rule.Clocks.Select(c => c with { Anchor = WindowAnchor.NoticeReceiptDate, ReceiptPresumptionDays = chance.Next(0, 6) })] };
            var counted = DeadlineRule.Compute(rule with { Clocks = [.. rule.Clocks.Select(c => c with { Anchor = WindowAnchor.NoticeDate, ReceiptPresumptionDays = 0 })] }, Told(events, WindowAnchor.NoticeDate, received)).DueOn;

            Assert.Equal(counted, DeadlineRule.Compute(presumed, events with { ActualReceiptDate = received }).DueOn);
            Assert.Equal(counted, DeadlineRule.Compute(presumed, Told(events, WindowAnchor.NoticeReceiptDate, received)).DueOn);
        });

    [Fact]
    public void A_default_never_dies_before_the_notice_came_while_one_of_its_clocks_lives()
        => Try(5, (chance, rule, events) =>
        {
            var notice = events[WindowAnchor.InitialDenialNoticeDate]!.Value;
            var stands = rule with
            {
                Assumed = true,
                Combine = ClockChoice.Earliest,
                Roll = DayRoll.Previous,
                Clocks = [new() { Anchor = WindowAnchor.DosFrom, Amount = chance.Next(20, 120), Unit = WindowUnit.CalendarDay }, new() { Anchor = WindowAnchor.InitialDenialNoticeDate, Amount = 30, Unit = WindowUnit.CalendarDay }],
            };

            Assert.True(DeadlineRule.Compute(stands, events).DueOn >= notice, DeadlineRule.Compute(stands, events).Sentence);
        });

    [Fact]
    public void Months_keep_the_day_or_take_the_months_last_one_and_workdays_are_as_many_as_asked()
        => Try(6, (chance, rule, events) =>
        {
            var (from, amount) = (events[WindowAnchor.NoticeDate]!.Value, chance.Next(1, 30));
            DateOnly End(WindowUnit unit) => DeadlineRule.Compute(rule with { Roll = DayRoll.None, Calendar = WorkCalendar.UsFederal, Clocks = [new() { Anchor = WindowAnchor.NoticeDate, Amount = amount, Unit = unit }] }, events).DueOn!.Value;
            var month = new DateOnly(from.Year, from.Month, 1).AddMonths(amount);

            Assert.Equal(new DateOnly(month.Year, month.Month, Math.Min(from.Day, DateTime.DaysInMonth(month.Year, month.Month))), End(WindowUnit.Month));
            Assert.Equal(new DateOnly(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month)), End(WindowUnit.MonthsAfterMonthEnd));
            Assert.Equal(from.AddDays(amount), End(WindowUnit.CalendarDay));
            Assert.Equal(amount, BusinessDays.Count(from, End(WindowUnit.BusinessDay)));
            Assert.True(BusinessDays.Is(End(WindowUnit.BusinessDay)));
        });

    [Fact]
    public void Every_closed_day_leaves_as_much_time_or_less()
        => Try(7, (chance, _, events) =>
        {
            var (today, closed) = (events[WindowAnchor.NoticeDate]!.Value, new HashSet<DateOnly>());
            var safe = BusinessDays.OnOrBefore(today.AddDays(chance.Next(7, 40)));
            var (start, left) = (safe, OfficeDays.Left(today, safe, closed));
            for (var i = 0; i < 6; i++)
            {
                closed.Add(today.AddDays(chance.Next(0, 45)));

                Assert.True(OfficeDays.StartBy(safe, closed) <= start);
                Assert.True(OfficeDays.Left(today, safe, closed) <= left);
                (start, left) = (OfficeDays.StartBy(safe, closed), OfficeDays.Left(today, safe, closed));
            }
        });

    [Fact]
    public void Every_denial_has_a_first_clock_with_a_safe_day_that_is_not_after_its_last_day()
        => Try(8, (chance, _, events) =>
        {
            var scope = ShippedWindowRules.All[chance.Next(ShippedWindowRules.All.Count)].Scope;
            var context = new WindowContext { Payer = scope.Payer, PayerFamily = scope.PayerFamily, Lob = scope.Lob.Count > 0 ? scope.Lob[0] : null, State = scope.State, Network = scope.Network, DenialCategory = "authorization" };
            var first = FirstClock.Of(ShippedWindowRules.All, context, events, chance.Next(3) > 0);

            Assert.True(first.LastSafeDay <= first.DueOn, first.Sentence);
        });

    private static void Try(int seed, Action<Random, WindowRule, WindowEvents> law)
    {
        var chance = new Random(seed);
        for (var i = 0; i < Tries; i++)
        {
            var notice = new DateOnly(2023, 12, 1).AddDays(chance.Next(3400));
            var first = notice.AddDays(-chance.Next(2) * chance.Next(120));
            var service = first.AddDays(-chance.Next(10, 200));
            var rule = new WindowRule
            {
                Id = "made-up",
                Action = WindowAction.Appeal1,
                Clocks = [Clock(chance)],
                Combine = chance.Next(2) == 0 ? ClockChoice.Earliest : ClockChoice.Latest,
                Roll = (DayRoll)chance.Next(3),
                Calendar = (WorkCalendar)chance.Next(Enum.GetValues<WorkCalendar>().Length),
                CountsWhen = chance.Next(2) == 0 ? FilingCounts.Postmarked : FilingCounts.Received,
            };
            law(chance, rule, WindowEvents.OfDenial(notice, first, notice, service, service.AddDays(chance.Next(5))));
        }
    }

    private static WindowClock Clock(Random chance) => new()
    {
        Anchor = _anchors[chance.Next(_anchors.Length)],
        Amount = chance.Next(1, 120) / (chance.Next(3) == 0 ? 1 : 5) + 1,
        Unit = _units[chance.Next(_units.Length)],
        ReceiptPresumptionDays = chance.Next(4) == 0 ? 5 : 0,
    };

    private static WindowEvents Told(WindowEvents events, WindowAnchor anchor, DateOnly day)
        => events with { Dates = new Dictionary<WindowAnchor, DateOnly>(events.Dates) { [anchor] = day } };
}
