using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Tests.People;

/// <summary>Eight views in four seals, tampered with by somebody who owns the database.</summary>
public sealed class ViewChainTests(Cluster cluster) : DeskFixture(cluster)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("denialdesk-views-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Views_that_nobody_touched_are_whole_and_leave_a_checkpoint()
    {
        await WriteAsync();

        var verdict = await VerifyAsync();

        Assert.Empty(verdict.Faults);
        Assert.Equal((8, 4L, 0L), ((int)verdict.Views.Views, verdict.Views.Head.SealNo, verdict.Views.Unsealed));
        Assert.Equal(verdict.Views.Head, (await new JournalCheckpoints(_folder.FullName).Views.ReadAsync(Stop))[^1]);
        Assert.Equal(0, await Get<SealViews>().Run(Actor.Desk, Stop));
    }

    [Theory]
    [InlineData("a person changed", "update read_journal set actor_name = 'Somebody else' where subject_id = '3a'", "not as they were sealed")]
    [InlineData("the ids of a list changed", "update read_journal set shown = '{1}' where subject_id = '3a'", "not as they were sealed")]
    [InlineData("a view deleted", "delete from read_journal where subject_id = '3a'", "not as they were sealed")]
    [InlineData("views and their seal deleted", "delete from read_journal where subject_id like '3%'; delete from read_seal where seal_no = 3", "are missing")]
    [InlineData("two views in each other's place", "update read_journal r set subject_id = case r.subject_id when '3a' then '4a' else '3a' end where r.subject_id in ('3a', '4a')", "not as they were sealed")]
    [InlineData("two seals in each other's place", "update read_seal set seal_no = -seal_no where seal_no in (2, 3); update read_seal set seal_no = case seal_no when -2 then 3 else 2 end where seal_no < 0", "does not follow")]
    [InlineData("the head moved", "update read_head set seal_no = 3", "The head names")]
    [InlineData("the head gone", "delete from read_head", "head of the journal of views is gone")]
    [InlineData("the newest cut off", "delete from read_journal where subject_id like '4%'; delete from read_seal where seal_no = 4; update read_head h set seal_no = s.seal_no, hash = s.hash, last_id = s.last_id from read_seal s where s.seal_no = 3", "cut off")]
    [InlineData("everything rewritten and sealed anew", """
        update read_journal set actor_name = 'Somebody else' where subject_id = '3a';
        delete from read_seal; update read_head set seal_no = 0, last_id = 0, hash = '\x';
        select seal_views((select max(read_id) from read_journal), 2)
        """, "a checkpoint names")]
    public async Task Tampering_is_found(string what, string sql, string sentence)
    {
        await WriteAsync();
        Assert.Empty((await VerifyAsync()).Faults);

        await using (var connection = await Database.OpenConnectionAsync(Stop))
        await using (var command = new NpgsqlCommand("set session_replication_role = replica; " + sql + "; set session_replication_role = default", connection))
        {
            await command.ExecuteNonQueryAsync(Stop);
        }

        // As the nightly verification of a copy does it: nothing is sealed by it.
        var checkpoints = await new JournalCheckpoints(_folder.FullName).Views.ReadAsync(Stop);
        var faults = (await JournalChain.VerifyAsync(Database, [], checkpoints, Stop)).Faults;
        Assert.True(faults.Any(f => f.Contains(sentence, StringComparison.Ordinal)), $"{what}: {string.Join(" | ", faults)}");
    }

    [Fact]
    public async Task A_view_that_is_still_being_written_is_waited_for_or_left_to_the_next_turn_and_holds_nobody_up()
    {
        await ViewAsync("1a");
        await using (var connection = await Database.OpenConnectionAsync(Stop))
        await using (var slow = await connection.BeginTransactionAsync(Stop))
        {
            await using var command = new NpgsqlCommand("insert into read_journal (at, actor_name, action, subject_kind, subject_id) values (now(), 'Pat', 'read.denial', 'denial', 'slow')", connection, slow);
            await command.ExecuteNonQueryAsync(Stop);
            await ViewAsync("1b");

            Assert.Equal(0, await Get<SealViews>().Run(Actor.Desk, Stop));
            await slow.CommitAsync(Stop);
        }

        Assert.Equal(3, await Get<SealViews>().Run(Actor.Desk, Stop));
        Assert.Empty((await VerifyAsync()).Faults);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Two views, then a seal, four times.</summary>
    private async Task WriteAsync()
    {
        for (var i = 1; i <= 4; i++)
        {
            await ViewAsync($"{i}a");
            await ViewAsync($"{i}b");
            Assert.Equal(2, await Get<SealViews>().Run(Actor.Desk, Stop));
        }
    }

    private Task ViewAsync(string subject)
        => ReadLog.AppendAsync(Database, Actor.Desk, DateTimeOffset.UtcNow, new ReadEntry("read.denial", "denial", subject, 1, [4, 5]), Stop);

    private Task<JournalVerdict> VerifyAsync()
        => new VerifyJournal(Database, new JournalCheckpoints(_folder.FullName), TimeProvider.System).Run(new(), Actor.Desk, Stop);
}
