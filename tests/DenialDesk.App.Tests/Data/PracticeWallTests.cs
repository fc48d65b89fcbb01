using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Tests.Data;

/// <summary>Two practices on one desk: what works for one of them never reads or writes a row of the other, whatever its SQL says.</summary>
public sealed class PracticeWallTests(PracticeWallTests.Desk desk) : IClassFixture<PracticeWallTests.Desk>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private DeskSource Source => desk.Get<DeskSource>();

    [Fact]
    public async Task A_select_without_a_filter_finds_the_person_s_own_practice_only()
    {
        Assert.Equal([desk.Ours, desk.Theirs], (await PracticesInAsync("denial", null)).Order());
        Assert.Equal([desk.Ours], await PracticesInAsync("denial", desk.Ours));
        Assert.Equal([desk.Theirs], await PracticesInAsync("adjudication", desk.Theirs));
        Assert.Empty(await PracticesInAsync("denial", -1));
    }

    [Fact]
    public async Task Every_table_with_a_practice_is_behind_the_wall()
    {
        Assert.Equal(0L, await desk.ScalarAsync(
            """
            select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            where a.attname = 'practice_id' and not a.attisdropped and not (c.relrowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid))
            """));
        Assert.True((long)(await desk.ScalarAsync("select count(*) from pg_policy where polname = 'practice_wall'"))! > 30);
    }

    [Fact]
    public async Task Nothing_is_written_into_another_practice()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => AsAsync(desk.Ours, $"insert into claim (practice_id, claim_key, patient_control_number, created_at) values ({desk.Theirs}, 'x', 'x', now())"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(0, await AsAsync(desk.Ours, $"update denial set denied_amount = 0 where practice_id = {desk.Theirs}"));
        Assert.Equal(0, await AsAsync(desk.Ours, $"delete from payer_ratio where practice_id = {desk.Theirs}"));
    }

    [Fact]
    public async Task A_connection_that_is_used_again_and_again_keeps_its_wall()
    {
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal([desk.Ours], await PracticesInAsync("denial", desk.Ours));
            Assert.Equal(2, (await PracticesInAsync("denial", null)).Count);
        }
    }

    [Fact]
    public async Task People_of_two_practices_at_the_same_moment_do_not_see_each_other_s_rows()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => (Asked: i % 2 == 0 ? desk.Ours : desk.Theirs, Got: await PracticesInAsync("denial", i % 2 == 0 ? desk.Ours : desk.Theirs))));

        Assert.All(found, f => Assert.Equal([f.Asked], f.Got));
    }

    [Fact]
    public async Task Use_cases_of_a_walled_person_work_and_their_wall_ends_with_them()
    {
        var some = Actor.Desk with { UserId = desk.Person, Name = "Ann", PracticeIds = new HashSet<int> { desk.Ours } };

        Assert.Equal(1, (await desk.Get<CountQueue>().Run(new(), some, Stop)).Found.Denials);
        Assert.NotNull(await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Ours, DenialId = desk.OurDenial }, some, Stop));
        Assert.Null(await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Theirs, DenialId = desk.TheirDenial }, some, Stop));
        var noted = await desk.Get<AddNote>().Run(new() { PracticeId = desk.Ours, DenialId = desk.OurDenial, CommandId = Guid.NewGuid(), Text = "Called the payer." }, some, Stop);
        Assert.Null(noted.Refusal);
        Assert.Null(PracticeWall.Practices);
        Assert.Equal(2, (await desk.Get<CountQueue>().Run(new(), Actor.Desk, Stop)).Found.Denials);
    }

    [Fact]
    public void Duties_of_the_whole_desk_lift_the_wall_and_no_other_permission_does()
    {
        var some = Actor.Desk with { PracticeIds = new HashSet<int> { 7, 3 } };
        foreach (var permission in Enum.GetValues<Permission>())
        {
            some.Must(permission);
            Assert.Equal(Roles.OfTheWholeDesk.Contains(permission) ? null : "3,7", PracticeWall.Practices);
        }

        Actor.Desk.Must(Permission.SeeDenials);
        Assert.Null(PracticeWall.Practices);
    }

    [Fact]
    public void Every_use_case_takes_its_connections_behind_the_wall()
    {
        // The journal's chain is read whole, and a backup holds every row or is none; both are duties of the whole desk.
        string[] whole = ["VerifyJournal.cs", "MakeBackup.cs", "DrillRestore.cs", "VerifyBackup.cs", "RestoreBackup.cs"];
        var past = Directory.EnumerateFiles(Path.Combine(SampleFiles.RepositoryRoot(), "src", "DenialDesk.App"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !whole.Contains(Path.GetFileName(f)))
            .Where(f => File.ReadAllText(f) is var text && text.Contains("actor.Must", StringComparison.Ordinal) && text.Contains("NpgsqlDataSource ", StringComparison.Ordinal));

        Assert.Empty(past.Select(Path.GetFileName));
    }

    private async Task<List<int>> PracticesInAsync(string table, int? practice)
    {
        PracticeWall.Raise(practice is { } one ? new HashSet<int> { one } : null);
        await using var command = Source.CreateCommand($"select distinct practice_id from {table}");
        await using var rows = await command.ExecuteReaderAsync(Stop);
        var found = new List<int>();
        while (await rows.ReadAsync(Stop)) { found.Add(rows.GetInt32(0)); }

        return found;
    }

    private async Task<int> AsAsync(int practice, string sql)
    {
        PracticeWall.Raise(new HashSet<int> { practice });
        await using var connection = await Source.OpenConnectionAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(Stop);
    }

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        public int Ours { get; private set; }

        public int Theirs { get; private set; }

        public long OurDenial { get; private set; }

        public long TheirDenial { get; private set; }

        public Guid Person { get; } = Guid.NewGuid();

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var rows = new DenialRows(Database);
            var payer = await rows.PayerAsync("Wall Health");
            (Ours, Theirs) = (await rows.PracticeAsync("Ours"), await rows.PracticeAsync("Theirs"));
            OurDenial = await rows.AddAsync(new() { Practice = Ours, Payer = payer, Denied = 10m });
            TheirDenial = await rows.AddAsync(new() { Practice = Theirs, Payer = payer, Denied = 20m });
            await ScalarAsync(
                "insert into identity_users (id, user_name, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count) values ($1, 'ann', 'Ann', true, false, false, false, 0)",
                Person);
        }
    }
}
