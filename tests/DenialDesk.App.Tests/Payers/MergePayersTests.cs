using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Tests.Payers;

public sealed class MergePayersTests(MergePayersTests.Desk desk) : IClassFixture<MergePayersTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evidence_denials_and_figures_move_and_the_windows_of_the_payer_that_stays_hold()
    {
        var (from, into, practice) = await TwoPayersAsync();
        await desk.Get<ApplyWindow>().Run(
            new()
            {
                Wish = new() { PayerId = into, Draft = new() { Action = WindowAction.Appeal1, Anchor = WindowAnchor.RemitDate, Amount = 75, Unit = WindowUnit.CalendarDay, Roll = DayRoll.None, Source = "Contract" } },
                PayerVersion = 1,
            }, Actor.Desk, Stop);

        var (effect, _) = await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Actor.Desk, Stop);

        Assert.Equal((1L, 2L), (effect!.Evidence, effect.Denials));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial where payer_id = $1", from));
        Assert.Equal(into, await desk.ScalarAsync("select payer_id from payer_evidence where value = $1", $"E{from}"));
        Assert.Equal(into, await desk.ScalarAsync("select merged_into from payer where payer_id = $1", from));
        Assert.Equal(300.00m, await desk.ScalarAsync("select charge from payer_ratio where practice_id = $1 and payer_id = $2", practice, into));
        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from denial where payer_id = $1 and due_on = denied_on + 75", into));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'payer.merged' and subject_id = $1", from.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task What_the_office_made_for_the_payer_that_goes_holds_for_the_one_that_stays()
    {
        var (from, into, practice) = await TwoPayersAsync();
        await desk.ScalarAsync("insert into letter_template (name, payer_id) values ('Ours', $1)", from);
        await desk.ScalarAsync("insert into prevention_action (practice_id, title, payer_id, category, status, made_at, made_name, changed_at) values ($1, 'Ask first', $2, 'authorization', 'proposed', now(), 'Ann', now())", practice, from);

        await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Actor.Desk, Stop);

        Assert.Equal(into, await desk.ScalarAsync("select payer_id from letter_template where name = 'Ours' order by template_id desc limit 1"));
        Assert.Equal(into, await desk.ScalarAsync("select payer_id from prevention_action where practice_id = $1", practice));
    }

    [Fact]
    public async Task A_look_says_the_same_and_changes_nothing()
    {
        var (from, into, _) = await TwoPayersAsync();
        var look = await desk.Get<MergePayers>().Run(new() { From = from, Into = into, LookOnly = true }, Actor.Desk, Stop);

        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from denial where payer_id = $1", from));
        Assert.Null((await desk.Get<SeePayer>().Run(from, Actor.Desk, Stop)).MergedInto);

        var done = await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Actor.Desk, Stop);

        Assert.Equal(look.Effect!.Impact.Sentence, done.Effect!.Impact.Sentence);
        Assert.Equal((look.Effect.Denials, look.Effect.Evidence), (done.Effect.Denials, done.Effect.Evidence));
        Assert.Equal(into, (await desk.Get<SeePayer>().Run(from, Actor.Desk, Stop)).MergedInto);
    }

    [Fact]
    public async Task A_payer_is_not_merged_into_itself_or_twice()
    {
        var (from, into, _) = await TwoPayersAsync();
        await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Actor.Desk, Stop);

        Assert.Contains("into itself", (await desk.Get<MergePayers>().Run(new() { From = into, Into = into }, Actor.Desk, Stop)).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Contains("merged already", (await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Actor.Desk, Stop)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    private async Task<(int From, int Into, int Practice)> TwoPayersAsync()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Elm Street");
        var from = await rows.PayerAsync("Acme Hlth");
        var into = await rows.PayerAsync("Acme Health");
        await desk.ScalarAsync("insert into payer_evidence (kind, value, payer_id) values ('name', $1, $2)", $"E{from}", from);
        await desk.ScalarAsync("insert into payer_ratio values ($1, $2, 100, 60), ($1, $3, 200, 90)", practice, from, into);
        foreach (var (payer, open) in new[] { (from, true), (from, false), (into, true), (into, true) })
        {
            await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 50, Open = open, On = DateOnly.FromDateTime(DateTime.UtcNow) });
        }

        return (from, into, practice);
    }
}
