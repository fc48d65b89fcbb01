using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Payers;

public sealed class SeePayerTests(SeePayerTests.Desk desk) : IClassFixture<SeePayerTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shipped_windows_are_shown_unverified_until_the_practice_enters_its_own()
    {
        var payer = await new DenialRows(desk.Database).PayerAsync("Medicare Part B", "medicare_ffs");

        var before = (await desk.Get<SeePayer>().Run(payer, Actor.Desk, Stop)).View!;
        await desk.Get<ApplyWindow>().Run(
            new()
            {
                Wish = new() { PayerId = payer, Draft = new() { Action = WindowAction.Appeal1, Anchor = WindowAnchor.RemitDate, Amount = 120, Unit = WindowUnit.CalendarDay, Source = "MAC letter" } },
                PayerVersion = before.Version,
            }, Actor.Desk with { Name = "Ada" }, Stop);
        var after = (await desk.Get<SeePayer>().Run(payer, Actor.Desk, Stop)).View!;

        var shipped = before.Windows.Single(w => w.Action == WindowAction.Appeal1);
        Assert.Equal(("mcr-L1", false, true), (shipped.Rule.Id, shipped.Own, shipped.Unverified));
        Assert.Contains("120 days", WindowWords.Of(shipped.Rule), StringComparison.Ordinal);
        var own = after.Windows.Single(w => w.Action == WindowAction.Appeal1);
        Assert.Equal(($"payer-{payer}-appeal_1", true, false), (own.Rule.Id, own.Own, own.Unverified));
        Assert.Equal("Ada", after.History.Single().CreatedBy);
        Assert.Equal(before.Version + 1, after.Version);
    }

    [Fact]
    public async Task The_list_puts_the_payers_first_whose_deadlines_are_a_guess_by_dollars()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Elm Street");
        int[] payers = [await rows.PayerAsync("Ranked A"), await rows.PayerAsync("Ranked B"), await rows.PayerAsync("Ranked_C")];
        await rows.AddAsync(new() { Practice = practice, Payer = payers[0], Denied = 9_000, Assumed = false });
        await rows.AddAsync(new() { Practice = practice, Payer = payers[1], Denied = 40, Assumed = true });
        await rows.AddAsync(new() { Practice = practice, Payer = payers[2], Denied = 700, Assumed = true });

        var all = await desk.Get<ListPayers>().Run(new() { Text = "ranked" }, Actor.Desk, Stop);
        var guessed = await desk.Get<ListPayers>().Run(new() { Text = "ranked", AssumedOnly = true }, Actor.Desk, Stop);
        var literal = await desk.Get<ListPayers>().Run(new() { Text = "ranked_" }, Actor.Desk, Stop);
        var onDefault = await desk.Get<ListPayers>().OnDefaultAsync(Actor.Desk, Stop);
        var elsewhere = await desk.Get<ListPayers>().Run(new() { Text = "ranked" }, Actor.Desk with { PracticeIds = new HashSet<int>() }, Stop);

        Assert.Equal(["Ranked_C", "Ranked B", "Ranked A"], all.Select(p => p.Name));
        Assert.Equal(["Ranked_C", "Ranked B"], guessed.Select(p => p.Name));
        Assert.Equal(["Ranked_C"], literal.Select(p => p.Name));
        Assert.All(elsewhere, p => Assert.Equal(0, p.Open));
        Assert.True(onDefault >= 2);
        Assert.Equal(0, await desk.Get<ListPayers>().OnDefaultAsync(Actor.Desk with { PracticeIds = new HashSet<int>() }, Stop));
    }

    [Fact]
    public async Task Saying_what_a_payer_is_moves_its_deadlines_to_the_windows_of_that_kind()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Oak Avenue");
        var payer = await rows.PayerAsync("Contractor J15");
        var denial = await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 120, On = new(2026, 1, 5) });
        var input = new EditPayer.Input { PayerId = payer, Version = 1, Facts = new("Medicare J15", "medicare_ffs", null, null, null, null, null) };

        var (look, _) = await desk.Get<EditPayer>().Run(input with { LookOnly = true }, Actor.Desk, Stop);
        var name = await desk.ScalarAsync("select name from payer where payer_id = $1", payer);
        var (done, _) = await desk.Get<EditPayer>().Run(input, Actor.Desk, Stop);

        Assert.Equal("Contractor J15", name);
        Assert.Equal(look!.Sentence, done!.Sentence);
        Assert.Equal("mcr-L1 2026-05-11", await desk.ScalarAsync("select deadline_rule || ' ' || due_on from denial where denial_id = $1", denial));
        Assert.Contains("two capital letters", (await desk.Get<EditPayer>().Run(input with { Facts = input.Facts with { State = "Texas" } }, Actor.Desk, Stop)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_biller_reads_payers_and_does_not_change_them()
    {
        var biller = new Actor(Guid.NewGuid(), "Bo", Roles.Of(Roles.Biller), null);
        var payer = await new DenialRows(desk.Database).PayerAsync("Borealis");

        Assert.NotNull((await desk.Get<SeePayer>().Run(payer, biller, Stop)).View);
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<MergePayers>().Run(new() { From = payer, Into = 1 }, biller, Stop));
        await Assert.ThrowsAsync<NotPermittedException>(
            () => desk.Get<EditPayer>().Run(new() { PayerId = payer, Version = 1, Facts = new("B", null, null, null, null, null, null) }, biller, Stop));
    }
}
