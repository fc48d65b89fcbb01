using System.Collections.Concurrent;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Queue;

public sealed class TakeNextTests(TakeNextTests.Desk desk) : IClassFixture<TakeNextTests.Desk>
{
    private const int Many = 2000;
    private const int Takers = 50;
    private static readonly DateOnly Today = new(2026, 5, 4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A desk with two payers; every test makes its own practice.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int[] Payers { get; private set; } = [];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Payers = [await Rows.PayerAsync("Acme Health"), await Rows.PayerAsync("Borealis")];
        }
    }

    [Fact]
    public async Task Fifty_takers_at_once_empty_the_queue_and_nobody_gets_what_another_has()
    {
        var practice = await desk.Rows.PracticeAsync("Elm Street");
        await desk.Rows.SeedAsync(practice, desk.Payers, Many, Today);
        var taken = new ConcurrentBag<(Guid Taker, long Denial)>();

        await Task.WhenAll(Enumerable.Range(0, Takers).Select(_ => Task.Run(() => TakeUntilEmptyAsync(Biller(practice), taken), Stop)));

        Assert.Equal(Many, taken.Count);
        Assert.Equal(Many, taken.Select(t => t.Denial).Distinct().Count());
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and (assigned_to is null or state <> 'in_work' or fence <> 1)", practice));
        Assert.Equal((long)Many, await desk.ScalarAsync("select count(*) from denial_step where practice_id = $1 and step = 'taken'", practice));
        Assert.Equal((long)Many, await desk.ScalarAsync("select count(distinct denial_id) from denial_step where practice_id = $1 and step = 'taken'", practice));
        Assert.Equal((long)Many, await desk.ScalarAsync("select count(*) from journal where practice_id = $1 and action = 'denial.taken'", practice));
        foreach (var one in taken.GroupBy(t => t.Taker))
        {
            Assert.Equal(
                (long)one.Count(),
                await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and assigned_to = $2 and denial_id = any($3)", practice, one.Key, one.Select(t => t.Denial).ToArray()));
        }
    }

    [Fact]
    public async Task The_best_free_denial_comes_first()
    {
        var practice = await desk.Rows.PracticeAsync("Best first");
        await desk.Rows.SeedAsync(practice, desk.Payers, 20, Today);
        await desk.ScalarAsync("update denial set rank_key = 100 + denial_id % 7 where practice_id = $1", practice);
        var biller = Biller(practice);
        var order = (await desk.Get<ListQueue>().Run(new() { Filter = new() }, biller, Stop)).Select(r => r.DenialId).ToList();

        var taken = new List<long>();
        while (await Take(biller, Guid.NewGuid()) is { } one) { taken.Add(one.DenialId); }

        Assert.Equal(20, taken.Count);
        Assert.Equal(order, taken);
    }

    [Fact]
    public async Task The_same_command_twice_gives_the_same_denial_and_takes_one()
    {
        var practice = await desk.Rows.PracticeAsync("Twice");
        await desk.Rows.SeedAsync(practice, desk.Payers, 10, Today);
        var (biller, command) = (Biller(practice), Guid.NewGuid());

        var first = await Take(biller, command);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Take(biller, command)));

        Assert.NotNull(first);
        Assert.All(again, one => Assert.Equal(first, one));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and assigned_to is not null", practice));
    }

    [Fact]
    public async Task One_command_sent_five_times_at_once_takes_one_denial()
    {
        var practice = await desk.Rows.PracticeAsync("Five clicks");
        await desk.Rows.SeedAsync(practice, desk.Payers, 10, Today);
        var (biller, command) = (Biller(practice), Guid.NewGuid());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Take(biller, command), Stop)));

        Assert.NotNull(Assert.Single(answers.Distinct()));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from denial_step where practice_id = $1", practice));
    }

    [Fact]
    public async Task A_command_id_already_used_for_something_else_takes_nothing()
    {
        var practice = await desk.Rows.PracticeAsync("Reused");
        await desk.Rows.SeedAsync(practice, desk.Payers, 10, Today);
        var (biller, command) = (Biller(practice), Guid.NewGuid());
        await Take(biller, command);

        var other = await desk.Get<TakeNext>().Run(new() { CommandId = command, Practice = practice }, biller, Stop);

        Assert.Null(other);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and assigned_to is not null", practice));
    }

    [Fact]
    public async Task Nobody_gets_a_denial_of_a_practice_they_do_not_see()
    {
        var (elm, oak) = (await desk.Rows.PracticeAsync("Elm"), await desk.Rows.PracticeAsync("Oak"));
        await desk.Rows.SeedAsync(elm, desk.Payers, 30, Today);
        await desk.Rows.SeedAsync(oak, desk.Payers, 5, Today);
        await desk.ScalarAsync("update denial set rank_key = 1000 where practice_id = $1", elm);
        var oaks = Biller(oak);

        var taken = new List<TakeNext.Taken>();
        while (await Take(oaks, Guid.NewGuid()) is { } one) { taken.Add(one); }

        Assert.Equal(5, taken.Count);
        Assert.All(taken, t => Assert.Equal(oak, t.PracticeId));
        Assert.Null(await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = elm }, oaks, Stop));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and assigned_to is not null", elm));
    }

    [Fact]
    public async Task What_waits_for_the_payer_or_is_closed_is_not_given_out()
    {
        var practice = await desk.Rows.PracticeAsync("Waiting");
        await desk.Rows.SeedAsync(practice, desk.Payers, 3, Today);
        await desk.ScalarAsync("update denial set state = 'waiting' where practice_id = $1 and patient_control_number = 'ACC1'", practice);
        await desk.ScalarAsync("update denial set state = 'written_off', is_open = false where practice_id = $1 and patient_control_number = 'ACC2'", practice);
        var biller = Biller(practice);

        Assert.NotNull(await Take(biller, Guid.NewGuid()));
        Assert.Null(await Take(biller, Guid.NewGuid()));
    }

    [Fact]
    public async Task Who_may_not_work_denials_is_refused()
    {
        var reader = Biller() with { Permissions = new HashSet<Permission> { Permission.SeeDenials } };

        await Assert.ThrowsAsync<NotPermittedException>(() => Take(reader, Guid.NewGuid()));
    }

    private async Task TakeUntilEmptyAsync(Actor taker, ConcurrentBag<(Guid Taker, long Denial)> taken)
    {
        while (await Take(taker, Guid.NewGuid()) is { } one) { taken.Add((taker.UserId!.Value, one.DenialId)); }
    }

    private Task<TakeNext.Taken?> Take(Actor actor, Guid command) => desk.Get<TakeNext>().Run(new() { CommandId = command }, actor, Stop);

    private static Actor Biller(params int[] practices)
        => new(Guid.NewGuid(), "Pat Biller", new HashSet<Permission> { Permission.SeeDenials, Permission.WorkDenials }, practices.ToHashSet());
}
