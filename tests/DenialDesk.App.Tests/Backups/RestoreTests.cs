using DenialDesk.App.Backups;
using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Tests.Backups;

/// <summary>A desk with imported files, backed up with the real pg_dump and brought back.</summary>
public sealed class RestoreTests(RestoreTests.Desk desk) : IClassFixture<RestoreTests.Desk>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("denialdesk-backup-").FullName;

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var name in new[] { "835-denied-as-processed.835", "835-second-payer.835" }) { await this.ImportAsync(name); }
        }
    }

    private DeskOptions Options(string? key = null) => new() { DataFolder = _folder, WatchedFolder = _folder, LogFolder = _folder, BackupKeyFile = key };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DeskAddress Address => new(desk.ConnectionString, isPrivate: true);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_comes_back_to_the_last_row_with_the_journal_whole_and_leaves_no_database_behind()
    {
        var file = await BackUpAsync("whole.dump");

        var outcome = await VerifyAsync(file);

        Assert.Empty(outcome.Faults);
        Assert.True(outcome.Manifest!.Content.Tables["public.denial"].Rows >= 2);
        Assert.Contains("adjudication.adjudication_only_grows", outcome.Manifest.Content.Objects["trigger"]);
        Assert.Contains("the journal whole", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal(0L, await desk.ScalarAsync(@"select count(*) from pg_database where datname like 'denialdesk\_scratch\_%'"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupManifest.PathOf(file)));
        Assert.Equal(2L, await desk.ScalarAsync("select count(distinct action) from journal where action in ('backup.made', 'backup.verified')"));
    }

    [Fact]
    public async Task A_lost_row_a_changed_cell_and_a_dropped_trigger_are_each_told()
    {
        var whole = BackupManifest.Parse(await File.ReadAllTextAsync(BackupManifest.PathOf(await BackUpAsync("before.dump")), Stop))!;
        await desk.ScalarAsync(
            """
            set session_replication_role = replica;
            delete from adjustment where ctid = (select max(ctid) from adjustment);
            update adjudication set charge = coalesce(charge, 0) + 0.01 where adjudication_id = (select max(adjudication_id) from adjudication);
            drop trigger remittance_only_grows on remittance;
            """);
        var file = await BackUpAsync("after.dump");
        var partial = BackupManifest.Parse(await File.ReadAllTextAsync(BackupManifest.PathOf(file), Stop))!;
        await File.WriteAllTextAsync(BackupManifest.PathOf(file), (whole with { DumpBytes = partial.DumpBytes, DumpSha256 = partial.DumpSha256 }).ToJson(), Stop);

        var outcome = await VerifyAsync(file);
        await desk.ScalarAsync("create trigger remittance_only_grows before update or delete or truncate on remittance for each statement execute function refuse_change()");

        Assert.Contains(outcome.Faults, f => f.StartsWith("The table public.adjustment has ", StringComparison.Ordinal) && f.EndsWith("1 row lost.", StringComparison.Ordinal));
        Assert.Contains(outcome.Faults, f => f.StartsWith("The table public.adjudication ", StringComparison.Ordinal) && f.Contains("at least one cell differs", StringComparison.Ordinal));
        Assert.Contains("One trigger is missing: remittance.remittance_only_grows.", outcome.Faults);
    }

    [Fact]
    public async Task A_locked_backup_shows_no_patient_comes_back_with_its_key_and_refuses_every_other()
    {
        var key = Path.Combine(_folder, "backup.key");
        await File.WriteAllBytesAsync(key, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), Stop);
        var file = Path.Combine(_folder, "locked.dump");
        var made = await new MakeBackup(desk.Database, Address, Options(key), TimeProvider.System).Run(new() { File = file }, Actor.Desk, Stop);
        Assert.Empty(made.Faults);
        Assert.Equal("DDBACKUP1"u8.ToArray(), (await File.ReadAllBytesAsync(file, Stop))[..9]);

        async Task<string> Told(string? keyFile) => (await new VerifyBackup(desk.Database, Address, Options(keyFile), TimeProvider.System).Run(new() { File = file }, Actor.Desk, Stop)).Sentence;
        Assert.Contains("Restored and verified", await Told(key), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "opened")));
        Assert.Contains("Name that key's file in DENIALDESK_BACKUP_KEY", await Told(null), StringComparison.Ordinal);
        var other = Path.Combine(_folder, "other.key");
        await File.WriteAllBytesAsync(other, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), Stop);
        Assert.Contains("DENIALDESK_BACKUP_KEY names the key", await Told(other), StringComparison.Ordinal);

        var manifest = BackupManifest.PathOf(file);
        var text = await File.ReadAllTextAsync(manifest, Stop);
        await File.WriteAllTextAsync(manifest, text.Replace("\"version\": \"", "\"version\": \"9", StringComparison.Ordinal), Stop);
        Assert.Contains("The manifest is not the one that was signed", await Told(key), StringComparison.Ordinal);
        var open = await BackUpAsync("open.dump");
        File.Copy(open, file, overwrite: true);
        File.Copy(BackupManifest.PathOf(open), manifest, overwrite: true);
        Assert.Contains("This backup is not signed", await Told(key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a byte flipped", "SHA-256")]
    [InlineData("cut off", "cut off")]
    [InlineData("no manifest", "is not beside the dump")]
    [InlineData("manifest damaged", "cannot be read")]
    [InlineData("no dump", "There is no file")]
    public async Task A_damaged_pair_is_refused_before_anything_of_it_is_run(string damage, string sentence)
    {
        var file = Path.Combine(_folder, "damaged.dump");
        var content = new byte[1_000];
        await File.WriteAllBytesAsync(file, content, Stop);
        var manifest = new BackupManifest("DenialDesk", "1", DateTimeOffset.UnixEpoch, "15", 1, "0:", content.Length, await DumpWriter.HashAsync(file, Stop), new([], [], []));
        var text = manifest.ToJson();
        if (damage == "a byte flipped") { content[500] ^= 1; }

        if (damage == "manifest damaged") { text = text[..^40]; }

        await File.WriteAllBytesAsync(file, damage == "cut off" ? content[..900] : content, Stop);
        if (damage != "no manifest") { await File.WriteAllTextAsync(BackupManifest.PathOf(file), text, Stop); }

        if (damage == "no dump") { File.Delete(file); }

        var (read, trouble) = await Restoration.CheckFileAsync(file, null, Stop);

        Assert.Null(read);
        Assert.Contains(sentence, trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_fills_a_new_database_once_and_nobody_is_signed_in_there()
    {
        await desk.ScalarAsync(
            """
            with u as (insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                       values (gen_random_uuid(), 'Pat', true, false, false, true, 0) returning id)
            insert into sign_in_session (session_id, user_id, began_at, last_active_at, method) select gen_random_uuid(), id, now(), now(), 'password' from u
            """);
        var file = await BackUpAsync("into.dump");
        var name = new NpgsqlConnectionStringBuilder(desk.ConnectionString).Database + "_back";
        var restore = new RestoreBackup(Address, Options(), TimeProvider.System);

        var first = await restore.Run(new() { File = file, Database = name }, Actor.Desk, Stop);
        var second = await restore.Run(new() { File = file, Database = name }, Actor.Desk, Stop);
        var unclear = await restore.Run(new() { File = file, Database = "x; drop database y" }, Actor.Desk, Stop);

        Assert.Empty(first.Faults);
        Assert.Contains("never writes over anything", second.Sentence, StringComparison.Ordinal);
        Assert.Contains("name may have", unclear.Sentence, StringComparison.Ordinal);
        await using (var there = Address.Open(name))
        {
            await using var open = there.CreateCommand("select (select count(*) from sign_in_session where ended_at is null) + (select count(*) from journal where action <> 'backup.restored' and journal_id = (select max(journal_id) from journal))");
            Assert.Equal(0L, await open.ExecuteScalarAsync(Stop));
            Assert.Empty((await JournalChain.VerifyAsync(there, [], Stop)).Faults);
        }

        await desk.ScalarAsync($"drop database {name} with (force)");
    }

    [Fact]
    public async Task The_drill_proves_the_restore_and_keeps_nothing()
    {
        var drill = new DrillRestore(desk.Database, Address, Options(), new(_folder), TimeProvider.System);
        var job = new RestoreDrillJob(drill, Options(), desk.Database, TimeProvider.System);

        var first = await job.RunAsync(new JobTurn([], (_, _) => { }), Stop);
        var asked = await job.RunAsync(new JobTurn([], (_, _) => { }) { ByHand = true }, Stop);

        Assert.Equal(0, first);      // the first file came today: the first night is still to come
        Assert.True(asked > 100);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Equal(true, await desk.ScalarAsync("select sound and dump_ms > 0 and restore_ms > 0 and verify_ms > 0 from backup_run where kind = 'drill' order by backup_id desc limit 1"));
    }

    [Fact]
    public async Task A_wrong_password_fails_in_a_sentence_that_does_not_hold_it()
    {
        var wrong = new DeskAddress(new NpgsqlConnectionStringBuilder(desk.ConnectionString) { Password = "Sesame-open-47" }.ConnectionString, isPrivate: true);

        var outcome = await new MakeBackup(desk.Database, wrong, Options(), TimeProvider.System).Run(new() { File = Path.Combine(_folder, "wrong.dump") }, Actor.Desk, Stop);

        Assert.StartsWith("pg_dump failed", outcome.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Sesame", outcome.Sentence + wrong, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from backup_run where told like '%Sesame%'"));
    }

    [Fact]
    public async Task An_account_from_which_rows_are_hidden_makes_no_backup()
    {
        var name = "limited_" + Guid.NewGuid().ToString("N")[..8];
        await desk.ScalarAsync($"create role {name} login password 'limited'; grant pg_read_all_data to {name}");
        var account = new NpgsqlConnectionStringBuilder(desk.ConnectionString) { Username = name, Password = "limited", Pooling = false }.ConnectionString;
        await using var limited = DeskConnection.Open(account);

        var outcome = await new MakeBackup(limited, new(account, isPrivate: true), Options(), TimeProvider.System).Run(new() { File = Path.Combine(_folder, "limited.dump") }, Actor.Desk, Stop);
        await desk.ScalarAsync($"drop role {name}");

        Assert.Contains("row-level security hides", outcome.Sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_client_too_old_for_the_server_is_told_by_name()
    {
        var (client, missing) = PostgresClient.Find(9_999);

        Assert.Null(client);
        Assert.Contains("postgresql-client-9999", missing, StringComparison.Ordinal);
    }

    private async Task<string> BackUpAsync(string name)
    {
        var file = Path.Combine(_folder, name);
        var outcome = await new MakeBackup(desk.Database, Address, Options(), TimeProvider.System).Run(new() { File = file }, Actor.Desk, Stop);
        Assert.Empty(outcome.Faults);
        return file;
    }

    private Task<BackupOutcome> VerifyAsync(string file) => new VerifyBackup(desk.Database, Address, Options(), TimeProvider.System).Run(new() { File = file }, Actor.Desk, Stop);
}
