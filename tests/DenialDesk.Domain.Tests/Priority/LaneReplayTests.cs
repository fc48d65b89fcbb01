using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Priority;

public sealed class LaneReplayTests
{
    private static readonly DateOnly From = new(2026, 1, 5);
    private static readonly DateOnly To = new(2026, 4, 3);

    [Fact]
    public void A_team_that_keeps_up_pays_nothing_for_any_share()
    {
        var price = LaneReplay.Run(new(Denials(60, 40), From, To, new HashSet<long>()), new() { MinutesPerDay = 960 });

        Assert.Equal(LaneReplay.Shares, price.Shares.Select(s => s.Share));
        Assert.All(price.Shares, s => Assert.Equal((60, 0), (s.Worked, s.Expired)));
        Assert.All(price.Shares, s => Assert.Equal(1, s.BoundShare, 6));
        Assert.All(price.Shares, s => Assert.Equal(1, s.SoonShare));
        Assert.True(price.Load < .1);
    }

    [Fact]
    public void In_overload_a_larger_share_loses_fewer_denials_and_more_dollars()
    {
        var price = LaneReplay.Run(new(Denials(900, 12), From, To, new HashSet<long>()), new() { MinutesPerDay = 120 });

        Assert.True(price.Load > 1.3);
        Assert.True(price.Shares[0].Dollars > price.Shares[^1].Dollars);
        Assert.True(price.Shares[0].Expired > price.Shares[^1].Expired);
        Assert.All(price.Shares, s => Assert.InRange(s.BoundShare, .3, 1));
        Assert.InRange(price.Shares[0].BoundShare, .9, 1);
        Assert.All(price.Shares, s => Assert.Equal(900, s.Worked + s.Expired + Left(s, price)));
    }

    [Fact]
    public void A_day_is_worked_in_the_very_order_of_the_queue()
    {
        var denials = Denials(200, 3);
        var first = denials.Select(d => d with { FoundOn = From }).ToList();
        List<PriorityFacts> facts = [.. first.Select(d => d.Facts)];
        var settings = new PrioritySettings { MinutesPerDay = 100 };

        var replayed = LaneReplay.Run(new(first, From, From, new HashSet<long>()), settings);

        var minutes = 100.0;
        var queue = PriorityScore.Order(facts, facts, From, settings);
        var byHand = queue.Ranked.TakeWhile(r =>
        {
            var room = minutes > 0;
            minutes -= facts.Single(f => f.DenialId == r.DenialId).Minutes;
            return room;
        }).ToList();
        var share = replayed.Shares.Single(s => s.Share.Equals(.10));
        Assert.Equal(byHand.Count, share.Worked);
        Assert.Equal(byHand.Sum(r => (double)r.Parts.ExpectedValue), share.Dollars, 6);
        Assert.Equal(PriorityScore.HourPrice(facts, facts, From, settings), queue.HourPrice);
        Assert.Equal(PriorityScore.Rank(facts, queue.HourPrice, From, settings), queue.Ranked);
    }

    [Fact]
    public void What_was_open_before_counts_and_what_was_done_before_does_not()
    {
        var old = Denials(2, 40).Select(d => d with { FoundOn = From.AddDays(-20), Facts = d.Facts with { DueOn = To, LastSafeDay = To } }).ToList();

        var price = LaneReplay.Run(new(old, From, To, new HashSet<long> { old[0].Facts.DenialId }), PrioritySettings.Default);

        Assert.Equal(1, price.Denials);
        Assert.All(price.Shares, s => Assert.Equal(1, s.Worked));
    }

    [Fact]
    public void The_bound_is_what_a_clairvoyant_gets_who_may_split_work()
    {
        // Ten minutes a day; the dear one fills the first day, half of the cheap one fits into the second, whose window ends there.
        var bound = AttainableBound.Dollars([new(0, 0, 10, 100), new(0, 1, 20, 40)], [10, 10]);

        Assert.Equal(120, bound);
    }

    /// <summary>Still open and in time on the last day.</summary>
    private static int Left(ReplayedShare share, LanePrice price) => price.Denials - share.Worked - share.Expired;

    private static List<ReplayedDenial> Denials(int count, int days) =>
    [
        .. Enumerable.Range(1, count).Select(i =>
        {
            var found = BusinessDays.OnOrAfter(From.AddDays(i * 37 % 80));
            var due = found.AddDays(2 + days + (i * 13 % days));
            return new ReplayedDenial(new(i, 20 + (i * 7919 % 900), .2 + (i * 31 % 60 / 100.0), 8 + (i * 17 % 40), BusinessDays.OnOrBefore(due.AddDays(-2)), due, found), found);
        }),
    ];
}
