using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Payers;

public sealed class ApplyWindowTests(ApplyWindowTests.Desk desk) : IClassFixture<ApplyWindowTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly WindowDraft Ninety = new()
    {
        Action = WindowAction.Appeal1,
        Anchor = WindowAnchor.InitialDenialNoticeDate,
        Amount = 90,
        Unit = WindowUnit.CalendarDay,
        Roll = DayRoll.None,
        Source = "Contract 4.2",
    };

    [Fact]
    public async Task Preview_equals_apply_equals_a_full_recompute_for_any_chain_of_changes()
    {
        var dice = new Random(4711);
        var (payer, other) = await PayersWithDenialsAsync(dice, 60);
        WindowAnchor[] anchors = [WindowAnchor.InitialDenialNoticeDate, WindowAnchor.NoticeDate, WindowAnchor.CheckDate, WindowAnchor.DosFrom, WindowAnchor.RemitDate];
        List<DateTimeOffset> moments = [DateTimeOffset.UtcNow];
        for (var round = 0; round < 25; round++)
        {
            var kind = dice.Next(7);
            var wish = kind == 1
                ? new WindowWish { PayerId = payer, Restore = dice.Next(2) == 0 ? WindowAction.Appeal1 : WindowAction.Reconsideration, AsOf = moments[dice.Next(moments.Count)] }
                : kind == 0
                ? new WindowWish { PayerId = payer, Remove = dice.Next(2) == 0 ? WindowAction.Appeal1 : WindowAction.Reconsideration }
                : new WindowWish
                {
                    PayerId = payer,
                    Draft = new()
                    {
                        Action = dice.Next(3) switch { 0 => WindowAction.Appeal1, 1 => WindowAction.Reconsideration, _ => WindowAction.CorrectedClaim },
                        Anchor = anchors[dice.Next(anchors.Length)],
                        Amount = dice.Next(1, 200),
                        Unit = (WindowUnit)dice.Next(2),
                        Roll = (DayRoll)dice.Next(3),
                        EffectiveFrom = dice.Next(2) == 0 ? null : new DateOnly(2026, 1, 1).AddDays(dice.Next(150)),
                        Source = "Letter of the day",
                    },
                };
            var before = await StateOf(other);

            var (preview, refused) = await desk.Get<PreviewWindow>().Run(new() { Wish = wish }, Actor.Desk, Stop);
            var (applied, _) = await desk.Get<ApplyWindow>().Run(new() { Wish = wish, PayerVersion = await VersionAsync(payer) }, Actor.Desk, Stop);

            Assert.Equal(refused is null, applied is not null);
            if (refused is not null) { continue; }

            moments.Add(DateTimeOffset.UtcNow);
            Assert.Equal(Told(preview!), Told(applied!));
            Assert.Equal(await Recompute(payer), await StateOf(payer));
            Assert.Equal(before, await StateOf(other));
        }
    }

    [Fact]
    public async Task The_sentence_says_how_many_move_become_overdue_and_are_in_time_again()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Elm Street");
        var payer = await rows.PayerAsync("Acme Health");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 100, On = today.AddDays(-100), Due = today.AddDays(40) });
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 30.50m, On = today.AddDays(-20), Due = today.AddDays(-5) });
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 7, On = today.AddDays(-20), Due = today.AddDays(-5), Open = false });

        var (impact, _) = await desk.Get<PreviewWindow>().Run(new() { Wish = new() { PayerId = payer, Draft = Ninety } }, Actor.Desk, Stop);

        Assert.Equal("2 deadlines move, 1 becomes overdue, 1 is in time again, $130.50 at stake.", impact!.Sentence);
        Assert.Equal([today.AddDays(-10), today.AddDays(70)], impact.Moves.Select(m => m.After.DueOn));
        Assert.All(impact.Moves, m => Assert.Equal($"payer-{payer}-appeal_1", m.After.RuleId));
    }

    [Fact]
    public async Task A_denial_that_waits_gets_its_clock_and_no_rank_and_one_of_another_payer_its_rank_and_no_clock()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Birch Lane");
        var (payer, other) = (await rows.PayerAsync("Cedar Health"), await rows.PayerAsync("Dune Mutual"));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        DenialRow mine = new() { Practice = practice, Payer = payer, Denied = 80, On = today.AddDays(-10), Due = today.AddDays(40) };
        var (worked, waits, beside) = (await rows.AddAsync(mine), await rows.AddAsync(mine), await rows.AddAsync(mine with { Payer = other }));
        await desk.ScalarAsync("update denial set state = 'waiting' where denial_id = $1 returning 1", waits);

        await desk.Get<ApplyWindow>().Run(new() { Wish = new() { PayerId = payer, Draft = Ninety }, PayerVersion = await VersionAsync(payer) }, Actor.Desk, Stop);

        const string How = "select (due_on - $2::date) || ' days, ' || case when score_parts = '{}' then 'no rank' else 'ranked' end || ', version ' || version from denial where denial_id = $1";
        Assert.Equal("80 days, ranked, version 2", await desk.ScalarAsync(How, worked, today));
        Assert.Equal("80 days, no rank, version 2", await desk.ScalarAsync(How, waits, today));
        Assert.Equal("40 days, ranked, version 1", await desk.ScalarAsync(How, beside, today));
    }

    [Fact]
    public async Task A_payer_that_someone_else_changed_meanwhile_is_refused_and_left_as_it_is()
    {
        var (payer, _) = await PayersWithDenialsAsync(new Random(1), 3);
        var seen = await VersionAsync(payer);
        await desk.Get<ApplyWindow>().Run(new() { Wish = new() { PayerId = payer, Draft = Ninety }, PayerVersion = seen }, Actor.Desk, Stop);
        var state = await StateOf(payer);

        var (impact, refusal) = await desk.Get<ApplyWindow>().Run(
            new() { Wish = new() { PayerId = payer, Draft = Ninety with { Amount = 30 } }, PayerVersion = seen }, Actor.Desk, Stop);

        Assert.Null(impact);
        Assert.Contains("Someone changed", refusal!.Sentence, StringComparison.Ordinal);
        Assert.Equal(state, await StateOf(payer));
    }

    [Fact]
    public async Task Versions_only_grow_and_the_journal_has_old_and_new()
    {
        var (payer, _) = await PayersWithDenialsAsync(new Random(2), 4);
        foreach (var days in new[] { 90, 45, 120 })
        {
            await desk.Get<ApplyWindow>().Run(
                new() { Wish = new() { PayerId = payer, Draft = Ninety with { Amount = days } }, PayerVersion = await VersionAsync(payer) }, Actor.Desk, Stop);
        }

        Assert.Equal(
            "1:90:retired 2:45:retired 3:120:in force",
            await desk.ScalarAsync(
                """
                select string_agg(rule_version || ':' || (body->'clocks'->0->>'amount') || ':' || case when retired_at is null then 'in force' else 'retired' end, ' ' order by rule_version)
                from window_rule where payer_id = $1
                """, payer));
        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from journal where action = 'payer.window_changed' and subject_id = $1", payer.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(3L, await desk.ScalarAsync(
            "select count(distinct subject_id) from journal where action = 'denial.deadline_moved' and subject_id in (select denial_id::text from denial where payer_id = $1) and old <> new", payer));
    }

    [Fact]
    public async Task Only_who_manages_payers_may_look_at_a_change_or_make_it()
    {
        var biller = new Actor(Guid.NewGuid(), "Bo", Roles.Of(Roles.Biller), null);
        var manager = biller with { Permissions = Roles.Of(Roles.Manager) };
        var wish = new WindowWish { PayerId = 1, Draft = Ninety };

        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<PreviewWindow>().Run(new() { Wish = wish }, biller, Stop));
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<ApplyWindow>().Run(new() { Wish = wish, PayerVersion = 1 }, manager, Stop));
    }

    private async Task<(int Payer, int Other)> PayersWithDenialsAsync(Random dice, int count)
    {
        var rows = new DenialRows(desk.Database);
        int[] practices = [await rows.PracticeAsync("Elm Street"), await rows.PracticeAsync("Oak Avenue", "Pacific/Honolulu")];
        int[] payers = [await rows.PayerAsync("Acme Health", "commercial"), await rows.PayerAsync("Borealis")];
        for (var i = 0; i < count; i++)
        {
            await rows.AddAsync(new()
            {
                Practice = practices[dice.Next(2)],
                Payer = payers[i % 3 == 2 ? 1 : 0],
                On = new DateOnly(2026, 1, 1).AddDays(dice.Next(150)),
                Denied = dice.Next(10, 400),
                Service = new DateOnly(2025, 12, 1).AddDays(dice.Next(60)),
                Category = dice.Next(2) == 0 ? "coding" : "timely_filing",
                Carc = dice.Next(2) == 0 ? "16" : "29",
            });
        }

        return (payers[0], payers[1]);
    }

    private async Task<int> VersionAsync(int payer) => (int)(await desk.ScalarAsync("select version from payer where payer_id = $1", payer))!;

    private static List<string> Told(WindowImpact impact) => [.. impact.Changes.Select(c => $"{c.Denial.DenialId} {c.After}"), impact.Sentence];

    /// <summary>The clocks as the rows hold them.</summary>
    private async Task<List<(long, StoredClock)>> StateOf(int payer)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        return [.. (await DenialClocks.OpenAsync(connection, null, [payer], false, Stop)).Select(d => (d.DenialId, d.Clock))];
    }

    /// <summary>The clocks worked out again from nothing but the tables.</summary>
    private async Task<List<(long, StoredClock)>> Recompute(int payer)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        var rules = await RulesInForce.LoadAsync(connection, null, Stop);
        return [.. (await DenialClocks.OpenAsync(connection, null, [payer], false, Stop)).Select(d => (d.DenialId, d.Under(rules.For(payer))))];
    }
}
