using System.Data;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Tests.People;

/// <summary>A journal of six commands, tampered with in every way we could think of by somebody who owns the database.</summary>
public sealed class VerifyJournalTests(Cluster cluster) : DeskFixture(cluster)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("denialdesk-journal-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_journal_that_nobody_touched_is_whole_and_leaves_a_checkpoint()
    {
        var before = await VerifyAsync();
        await WriteAsync();

        var after = await VerifyAsync();

        Assert.Empty(after.Faults);
        Assert.Equal(before.Entries + 12, after.Entries);
        Assert.Equal(before.Head.SealNo + 6, after.Head.SealNo);
        Assert.Equal(after.Head, (await new JournalCheckpoints(_folder.FullName).ReadAsync(Stop))[^1]);
        Assert.Equal(after.Head, JournalCheckpoint.Parse(after.Head.ToString()));
    }

    [Theory]
    [InlineData("an action changed", "update journal set action = 'denial.nothing' where subject_id = '3a'", "not as they were sealed")]
    [InlineData("a person changed", "update journal set actor_name = 'Somebody else' where subject_id = '3a'", "not as they were sealed")]
    [InlineData("a moment changed", "update journal set at = at + interval '1 microsecond' where subject_id = '3a'", "not as they were sealed")]
    [InlineData("the state before changed", """update journal set old = '{"amount": 2}' where subject_id = '3a'""", "not as they were sealed")]
    [InlineData("the practice emptied", "update journal set practice_id = 7 where subject_id = '3a'", "not as they were sealed")]
    [InlineData("an entry deleted", "delete from journal where subject_id = '3a'", "not as they were sealed")]
    [InlineData("entries and their seal deleted", "with gone as (delete from journal where subject_id like '3%' returning group_id) delete from journal_seal where group_id in (select group_id from gone)", "are missing")]
    [InlineData("two entries in each other's place", "update journal j set subject_id = case j.subject_id when '3a' then '4a' else '3a' end where j.subject_id in ('3a', '4a')", "not as they were sealed")]
    [InlineData("two seals in each other's place", "update journal_seal set seal_no = -seal_no; update journal_seal set seal_no = case -seal_no when (select seal_no from journal_head) - 1 then (select seal_no from journal_head) - 2 when (select seal_no from journal_head) - 2 then (select seal_no from journal_head) - 1 else -seal_no end", "does not follow")]
    [InlineData("an entry slipped in without a seal", "insert into journal (at, actor_name, action, subject_kind, subject_id) values (now(), 'Pat', 'denial.closed', 'denial', '9')", "no seal")]
    [InlineData("an entry slipped in under a seal", "insert into journal (at, actor_name, action, subject_kind, subject_id, group_id) select now(), 'Pat', 'denial.closed', 'denial', '9', group_id from journal where subject_id = '3a'", "not as they were sealed")]
    [InlineData("the head moved", "update journal_head set seal_no = seal_no - 1", "The head names")]
    [InlineData("the newest cut off", "with cut as (delete from journal_seal where seal_no = (select seal_no from journal_head) returning group_id), gone as (delete from journal where group_id in (select group_id from cut)) update journal_head h set seal_no = s.seal_no, hash = s.hash from journal_seal s where s.seal_no = h.seal_no - 1", "cut off")]
    [InlineData("everything rewritten and sealed anew", """
        update journal set actor_name = 'Somebody else' where subject_id = '3a';
        do $$ declare s record; last bytea := '\x'; begin
          for s in select * from journal_seal order by seal_no loop
            update journal_seal set content = journal_content(s.group_id), hash = journal_seal_hash(last, s.seal_no, s.entries, journal_content(s.group_id)) where seal_no = s.seal_no returning hash into last;
          end loop;
          update journal_head set hash = last; end $$
        """, "a checkpoint names")]
    public async Task Tampering_is_found(string what, string sql, string sentence)
    {
        await WriteAsync();
        Assert.Empty((await VerifyAsync()).Faults);

        await TamperAsync(sql);

        var faults = (await VerifyAsync()).Faults;
        Assert.True(faults.Any(f => f.Contains(sentence, StringComparison.Ordinal)), $"{what}: {string.Join(" | ", faults)}");
    }

    [Fact]
    public async Task Entries_of_a_command_that_fails_leave_no_seal()
    {
        var before = await VerifyAsync();
        await using (var connection = await Database.OpenConnectionAsync(Stop))
        await using (var transaction = await connection.BeginTransactionAsync(Stop))
        {
            await Journal.AppendAsync(connection, transaction, Actor.Desk, DateTimeOffset.UtcNow, Stop, new JournalEntry("denial.assigned", "denial", "1", 1));
            await transaction.RollbackAsync(Stop);
        }

        var after = await VerifyAsync();

        Assert.Empty(after.Faults);
        Assert.Equal(before.Head, after.Head);
    }

    [Fact]
    public async Task Commands_at_the_same_time_make_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => AppendAsync(i)));

        var verdict = await VerifyAsync();

        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Entries >= 48);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task WriteAsync()
    {
        for (var i = 1; i <= 6; i++) { await AppendAsync(i); }
    }

    /// <summary>One command with two entries.</summary>
    private async Task AppendAsync(int i)
    {
        await using var connection = await Database.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, Stop);
        await Journal.AppendAsync(
            connection, transaction, Actor.Desk, DateTimeOffset.UtcNow, Stop, new JournalEntry("denial.assigned", "denial", $"{i}a", 1, new { Amount = 1 }, new { Amount = 2 }), new JournalEntry("denial.noted", "denial", $"{i}b"));
        await transaction.CommitAsync(Stop);
    }

    private Task<JournalVerdict> VerifyAsync()
        => new VerifyJournal(Database, new JournalCheckpoints(_folder.FullName), TimeProvider.System).Run(new(), Actor.Desk, Stop);

    private async Task TamperAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync(Stop);
        await using var command = new NpgsqlCommand("set session_replication_role = replica; " + sql + "; set session_replication_role = default", connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
