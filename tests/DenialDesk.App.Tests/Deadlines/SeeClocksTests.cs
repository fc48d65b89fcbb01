using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Tests.Deadlines;

public sealed class SeeClocksTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_denial_has_its_own_first_clock_among_all_of_them_and_a_closed_one_has_none()
    {
        await DenyAsync();
        var rule = (string)(await ScalarAsync("select deadline_rule from denial"))!;

        var view = await SeeAsync(Actor.Desk);

        Assert.Equal(await ScalarAsync("select due_on from denial"), view!.Clocks.First(c => c.Deadline.RuleId == rule).Deadline.DueOn);
        Assert.All(view.Clocks.Where(c => c.Standing is ClockStanding.Running or ClockStanding.Passed), c => Assert.NotEmpty(c.Deadline.Sentence));
        await ScalarAsync("update denial set state = 'written_off', is_open = false, outcome = 'write_off', closed_at = now() returning 1");
        Assert.Null(await SeeAsync(Actor.Desk));
    }

    [Fact]
    public async Task Another_practice_s_denial_shows_no_clocks()
    {
        await DenyAsync();

        Assert.Null(await SeeAsync(new(Guid.NewGuid(), "Elsewhere", Actor.Desk.Permissions, new HashSet<int> { 4711 })));
    }

    [Fact]
    public async Task Each_clock_tells_which_rule_won_and_a_promise_of_the_payer_is_a_clock_from_the_moment_it_is_kept()
    {
        await DenyAsync();
        var today = (await SeeAsync(Actor.Desk))!.Today;
        var promise = new RecordPromise.Input
        {
            CommandId = Guid.NewGuid(),
            PracticeId = (int)(await ScalarAsync("select practice_id from denial"))!,
            DenialId = (long)(await ScalarAsync("select denial_id from denial"))!,
            AnswerBy = today.AddDays(20),
            ToldOn = today,
            How = PromiseChannel.Portal,
            Reference = "P-9",
        };

        Assert.True((await Get<RecordPromise>().Run(promise, Actor.Desk, Stop)).Done);
        Assert.True((await Get<RecordPromise>().Run(promise, Actor.Desk, Stop)).Done);
        Assert.Equal("promise_backwards", (await Get<RecordPromise>().Run(promise with { CommandId = Guid.NewGuid(), AnswerBy = today.AddDays(-1) }, Actor.Desk, Stop)).Refusal?.Code);

        var view = await SeeAsync(Actor.Desk);
        Assert.Equal(1L, await ScalarAsync("select count(*) from payer_promise"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'denial.promised'"));
        Assert.Equal(today.AddDays(20), view!.Clocks.Single(c => c.Deadline.Action == WindowAction.PromisedAnswer).Deadline.DueOn);
        Assert.All(view.Clocks.Where(c => c.Rule is not null), c => Assert.Equal(c.Deadline.RuleId, view.Contests[c.Deadline.Action].Winner!.Rule.Id));
    }

    private async Task DenyAsync()
        => await this.ImportAsync("denied.835", await File.ReadAllBytesAsync(Path.Combine(SampleFiles.Folder, "835-denied-line-on-paid-claim.835"), Stop));

    private async Task<ClocksView?> SeeAsync(Actor actor)
        => await new SeeClocks(Database, TimeProvider.System).Run(
            new() { PracticeId = (int)(await ScalarAsync("select practice_id from denial"))!, DenialId = (long)(await ScalarAsync("select denial_id from denial"))! }, actor, Stop);
}
