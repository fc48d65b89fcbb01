using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Tests.Payers;

public sealed class WindowRevisionTests
{
    private static readonly DateOnly Today = new(2026, 5, 11);

    [Fact]
    public void A_window_for_every_denial_takes_the_place_of_the_one_before()
    {
        var old = Rule(60, null, 1);

        var change = WindowRevision.Of([old], Rule(90, null, 0), _ => 1);

        Assert.Equal([old], change.Retired);
        Assert.Equal((2, 90), (change.Added.Single().Version, change.Added.Single().Clocks[0].Amount));
        Assert.Equal(change.Added, change.ApplyTo([old]));
    }

    [Fact]
    public void A_window_from_a_day_on_leaves_the_old_one_to_earlier_denials()
    {
        var old = Rule(60, null, 1);

        var change = WindowRevision.Of([old], Rule(90, new(2026, 6, 1), 0), id => id == old.Id ? 1 : 0);

        Assert.Equal([old], change.Retired);
        Assert.Equal([(old.Id, 2, new DateOnly(2026, 5, 31)), ("payer-7-appeal_1-from-2026-06-01", 1, DateOnly.MaxValue)],
            change.Added.Select(r => (r.Id, r.Version, r.EffectiveTo ?? DateOnly.MaxValue)));
    }

    [Fact]
    public void A_later_window_is_replaced_and_an_earlier_one_is_left_alone()
    {
        var ended = Rule(30, null, 2) with { EffectiveTo = new(2025, 12, 31) };
        var later = Rule(45, new(2026, 3, 1), 1);

        var change = WindowRevision.Of([ended, later], Rule(90, new(2026, 1, 1), 0), _ => 0);

        Assert.Equal([later], change.Retired);
        Assert.Equal(["payer-7-appeal_1-from-2026-01-01"], change.Added.Select(r => r.Id));
        Assert.Equal([ended, change.Added[0]], change.ApplyTo([ended, later]));
    }

    [Fact]
    public void Other_steps_are_not_touched()
    {
        var other = Rule(60, null, 1) with { Id = "payer-7-corrected_claim", Action = WindowAction.CorrectedClaim };

        Assert.Empty(WindowRevision.Of([other], Rule(90, null, 0), _ => 0).Retired);
        Assert.Empty(WindowRevision.Removing([other], WindowAction.Appeal1).Retired);
        Assert.Equal([other], WindowRevision.Removing([other], WindowAction.CorrectedClaim).Retired);
    }

    private static WindowRule Rule(int days, DateOnly? from, int version) => new WindowDraft
    {
        Action = WindowAction.Appeal1,
        Anchor = WindowAnchor.InitialDenialNoticeDate,
        Amount = days,
        Unit = WindowUnit.CalendarDay,
        Source = "Contract 4.2",
        EffectiveFrom = from,
    }.ToRule(7, version, Today, "Ada");
}
