using DenialDesk.App.Health;

namespace DenialDesk.App.Tests.Health;

public sealed class HealthRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 11, 12, 0, 0, TimeSpan.Zero);
    private static readonly FolderFacts Roomy = new(null, 80L << 30, 100L << 30);
    private static readonly JobFacts Watching = new("watch-folder", "Take files", false, TimeSpan.FromSeconds(30), Now.AddSeconds(-20), Now.AddSeconds(-20), TimeSpan.FromSeconds(1), null, false);
    private static readonly BackupFacts Fine = new(Now.AddHours(-8), true, "All there.", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), 1, 1);

    private static readonly HealthFacts Healthy = new(
        new(TimeSpan.FromMilliseconds(1), TimeSpan.Zero, 45, 45, 12, 100, 1L << 30, "15.6", true), Roomy, Roomy, new(Roomy, 0, null, Now.AddHours(-1)), [Watching],
        Now.AddDays(-90), Fine, Fine, Fine, true, null);

    [Fact]
    public void A_healthy_desk_has_nothing_to_do()
    {
        var items = HealthRule.Judge(Healthy, Now);

        Assert.All(items, i => Assert.True(i is { State: HealthState.Good, Do: null }, $"{i.Name}: {i.Told}"));
        Assert.Equal(items.Count, items.Select(i => i.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("slow", "Database", HealthState.Warning)]
    [InlineData("very slow", "Database", HealthState.Bad)]
    [InlineData("a second apart", "Clocks", HealthState.Warning)]
    [InlineData("six seconds behind", "Clocks", HealthState.Bad)]
    [InlineData("migration owed", "Schema", HealthState.Bad)]
    [InlineData("connections short", "Connections", HealthState.Warning)]
    [InlineData("connections gone", "Connections", HealthState.Bad)]
    [InlineData("disk low", "Data folder", HealthState.Warning)]
    [InlineData("disk full", "Data folder", HealthState.Bad)]
    [InlineData("no logs", "Log folder", HealthState.Bad)]
    [InlineData("no folder", "Watched folder", HealthState.Bad)]
    [InlineData("mail waits", "Mail", HealthState.Warning)]
    [InlineData("mail given up", "Mail", HealthState.Bad)]
    [InlineData("files wait", "Watched folder", HealthState.Bad)]
    [InlineData("job failed", "Job: Take files", HealthState.Bad)]
    [InlineData("job overdue", "Job: Take files", HealthState.Bad)]
    [InlineData("job never ran", "Job: Take files", HealthState.Warning)]
    [InlineData("backup old", "Backup", HealthState.Warning)]
    [InlineData("backup ancient", "Backup", HealthState.Bad)]
    [InlineData("backup failed", "Backup", HealthState.Bad)]
    [InlineData("no backup", "Backup", HealthState.Bad)]
    [InlineData("drill failed", "Restore drill", HealthState.Bad)]
    [InlineData("drill missed", "Restore drill", HealthState.Warning)]
    [InlineData("drill off", "Restore drill", HealthState.Warning)]
    [InlineData("no pg_dump", "Restore drill", HealthState.Bad)]
    public void Whatever_breaks_turns_its_own_line_and_says_what_to_do(string broken, string name, HealthState state)
    {
        var items = HealthRule.Judge(Broken(broken), Now);

        var item = Assert.Single(items, i => i.State != HealthState.Good);
        Assert.Equal((name, state), (item.Name, item.State));
        Assert.EndsWith(".", item.Do, StringComparison.Ordinal);
        Assert.Equal(state, HealthRule.Worst(items));
    }

    [Fact]
    public void A_new_desk_is_healthy_before_its_first_file_and_its_first_night()
        => Assert.Equal(HealthState.Good, HealthRule.Worst(HealthRule.Judge(Healthy with { SetUp = null, LastBackup = null, LastSoundBackup = null, LastDrill = null }, Now)));

    private static HealthFacts Broken(string what)
    {
        var (d, job) = (Healthy.Database, Watching);
        return what switch
        {
            "slow" => Healthy with { Database = d with { Ping = TimeSpan.FromMilliseconds(400) } },
            "very slow" => Healthy with { Database = d with { Ping = TimeSpan.FromSeconds(3) } },
            "a second apart" => Healthy with { Database = d with { Skew = TimeSpan.FromSeconds(1.5) } },
            "six seconds behind" => Healthy with { Database = d with { Skew = TimeSpan.FromSeconds(-6) } },
            "migration owed" => Healthy with { Database = d with { Applied = 44 } },
            "connections short" => Healthy with { Database = d with { Used = 75 } },
            "connections gone" => Healthy with { Database = d with { Used = 95 } },
            "disk low" => Healthy with { Data = new(null, 8L << 30, 100L << 30) },
            "disk full" => Healthy with { Data = new(null, 1L << 20, 100L << 30) },
            "no logs" => Healthy with { Logs = new("The desk cannot write there.", null, null) },
            "no folder" => Healthy with { Watch = Healthy.Watch with { Folder = new("The desk cannot write there.", null, null) } },
            "mail waits" => Healthy with { Mail = new(true, 1, 0, "The mail server answered 451.") },
            "mail given up" => Healthy with { Mail = new(true, 2, 3, "The mail server answered 451.") },
            "files wait" => Healthy with { Watch = Healthy.Watch with { Waiting = 3, OldestWaiting = Now.AddHours(-1) } },
            "job failed" => Healthy with { Jobs = [job with { Error = "It failed." }] },
            "job overdue" => Healthy with { Jobs = [job with { LastStarted = Now.AddMinutes(-10) }] },
            "job never ran" => Healthy with { Jobs = [job with { LastStarted = null }] },
            "backup old" => Healthy with { LastBackup = Fine with { At = Now.AddDays(-3) } },
            "backup ancient" => Healthy with { LastBackup = Fine with { At = Now.AddDays(-30) } },
            "backup failed" => Healthy with { LastBackup = Fine with { Sound = false } },
            "no backup" => Healthy with { LastBackup = null, LastSoundBackup = null },
            "drill failed" => Healthy with { LastDrill = Fine with { Sound = false } },
            "drill missed" => Healthy with { LastDrill = Fine with { At = Now.AddDays(-4) } },
            "drill off" => Healthy with { DrillOn = false },
            _ => Healthy with { ClientMissing = "Install it." },
        };
    }
}
