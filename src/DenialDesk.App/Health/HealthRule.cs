using System.Globalization;

namespace DenialDesk.App.Health;

/// <summary>Judges what was measured: the state of each thing, what it means, and what to do. Pure; the limits are in docs/operations.md.</summary>
public static class HealthRule
{
    /// <summary>A round trip to the database above this slows every page down.</summary>
    public static readonly TimeSpan SlowPing = TimeSpan.FromMilliseconds(250);

    /// <summary>Clocks further apart than this make times in lists doubtful; five times as far, last days.</summary>
    public static readonly TimeSpan Skewed = TimeSpan.FromSeconds(1);

    /// <summary>A backup older than this is a warning; four times as old is bad.</summary>
    public static readonly TimeSpan OldBackup = TimeSpan.FromHours(48);

    /// <summary>A drill older than this is a warning: two nights were missed.</summary>
    public static readonly TimeSpan OldDrill = TimeSpan.FromHours(50);

    /// <summary>A file that lies in the watched folder longer than this is not being taken.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Every item, in the order of the page.</summary>
    public static IReadOnlyList<HealthItem> Judge(HealthFacts facts, DateTimeOffset now) =>
    [
        Answers(facts.Database), Clock(facts.Database), Schema(facts.Database), Connections(facts.Database),
        Folder("Data folder", facts.Data, "the private database, keys and drills live there"), Folder("Log folder", facts.Logs, "without it nobody can find out what failed"),
        Watched(facts.Watch, now), Mail(facts.Mail), .. facts.Jobs.Select(j => Job(j, now)), Backup(facts, now), Drill(facts, now),
    ];

    /// <summary>The worst state among the items.</summary>
    public static HealthState Worst(IEnumerable<HealthItem> items) => items.Select(i => i.State).DefaultIfEmpty(HealthState.Good).Max();

    private static HealthItem Answers(DatabaseFacts d)
    {
        var where = d.IsPrivate ? "The desk's own PostgreSQL" : "PostgreSQL on a server of yours,";
        var told = string.Create(American, $"{where} {d.Version} answers in {d.Ping.TotalMilliseconds:0.0} ms; the database has {Size(d.Bytes)}.");
        return d.Ping <= SlowPing ? new("Database", HealthState.Good, told)
            : new("Database", d.Ping > 8 * SlowPing ? HealthState.Bad : HealthState.Warning, told, "Pages are slow while the database is. See what else works on its machine, and whether its disk is busy.");
    }

    private static HealthItem Clock(DatabaseFacts d)
    {
        var apart = d.Skew.Duration();
        var told = string.Create(American, $"The clocks of desk and database are {apart.TotalSeconds:0.00} s apart.");
        return apart <= Skewed ? new("Clocks", HealthState.Good, told)
            : new("Clocks", apart > 5 * Skewed ? HealthState.Bad : HealthState.Warning, told, "Let both machines keep time by NTP. Deadlines are counted by the desk's clock.");
    }

    private static HealthItem Schema(DatabaseFacts d)
        => d.Applied == d.Known ? new("Schema", HealthState.Good, $"The tables are at version {d.Applied}, the one this program needs.")
            : new("Schema", HealthState.Bad, $"The tables are at version {d.Applied}, this program needs {d.Known}.", d.Applied < d.Known ? "Restart the desk: it brings the tables up to date when it starts." : "Start the newer program.");

    private static HealthItem Connections(DatabaseFacts d)
    {
        var told = $"{d.Used} of {d.Allowed} connections of the server are in use.";
        return d.Used * 10 < d.Allowed * 7 ? new("Connections", HealthState.Good, told)
            : new("Connections", d.Used * 10 >= d.Allowed * 9 ? HealthState.Bad : HealthState.Warning, told, "Find out which program holds them (pg_stat_activity), or raise max_connections.");
    }

    private static HealthItem Folder(string name, FolderFacts f, string why)
    {
        if (f.Trouble is not null) { return new(name, HealthState.Bad, f.Trouble, $"Give the desk's account the right to write there: {why}."); }

        if (f is not { Free: { } free, Total: { } total and > 0 }) { return new(name, HealthState.Good, "A file was written, read and deleted. The disk does not tell how full it is."); }

        var told = string.Create(American, $"A file was written, read and deleted. {Size(free)} of {Size(total)} are free ({free * 100 / total} %).");
        return free > total / 10 && free > 2L << 30 ? new(name, HealthState.Good, told)
            : new(name, free < total / 20 || free < 512L << 20 ? HealthState.Bad : HealthState.Warning, told, "Make room before the disk is full: a full disk stops imports first and then the database.");
    }

    private static HealthItem Mail(MailFacts m)
    {
        const string Do = "Check Mail:Host, port, user, password and Mail:Tls, or the outbox folder. What waits is tried again by itself; a report can be made again under Reports.";
        return m switch
        {
            { GivenUp: > 0 } => new("Mail", HealthState.Bad, $"{(m.GivenUp == 1 ? "One mail about a report was" : $"{m.GivenUp} mails about reports were")} given up in the last seven days. {m.Problem}", Do),
            { Retried: > 0 } => new("Mail", HealthState.Warning, $"{(m.Retried == 1 ? "One mail about a report waits" : $"{m.Retried} mails about reports wait")} after a try that failed. {m.Problem}", Do),
            { IsSetUp: false } => new("Mail", HealthState.Good, "No mail is set up: reports are found on their page."),
            _ => new("Mail", HealthState.Good, "No mail about a report waits after a failed try."),
        };
    }

    private static HealthItem Watched(WatchFacts w, DateTimeOffset now)
    {
        if (w.Folder.Trouble is not null) { return new("Watched folder", HealthState.Bad, w.Folder.Trouble, "Check that the folder is there and mounted, and that the desk's account may write in it."); }

        var last = w.LastTaken is { } taken ? $"The last file was taken {Ago(now - taken)}." : "No file was ever taken from it.";
        return w.OldestWaiting is { } oldest && now - oldest > LongWait
            ? new("Watched folder", HealthState.Bad, $"{w.Waiting} files wait, the oldest for {Span(now - oldest)}. {last}", "Look at the job “Take files from the watched folder”, and whether the desk may read the files.")
            : new("Watched folder", HealthState.Good, $"A file was written, read and deleted. {(w.Waiting == 0 ? "Nothing waits." : $"{w.Waiting} files are about to be taken.")} {last}");
    }

    internal static HealthItem Job(JobFacts j, DateTimeOffset now)
    {
        var name = "Job: " + j.Title;
        if (j.LastStarted is not { } started)
        {
            return j.Nightly ? new(name, HealthState.Good, "It has not run yet; its first turn comes with the first practice.")
                : new(name, HealthState.Warning, "It has not run yet.", "It runs within moments of the start. If it stays so, the scheduler does not run: restart the desk and look at its log.");
        }

        var ran = $"It last ran {Ago(now - started)}{(j.Took is { } took ? $" and took {Seconds(took)}" : "")}.";
        if (j.Error is not null && !j.Running)
        {
            return new(name, HealthState.Bad, $"{ran} {j.Error}", $"{(j.LastGood is { } good ? $"It last went well {Ago(now - good)}." : "It never went well.")} Run it again on the jobs page once the cause is gone.");
        }

        var patience = j.Nightly ? TimeSpan.FromHours(30) : (3 * j.Ring) + TimeSpan.FromMinutes(5);
        return now - started <= patience ? new(name, HealthState.Good, j.Running ? $"It runs, since {Span(now - started)}." : ran)
            : new(name, HealthState.Bad, $"{ran} It is overdue.", "The scheduler does not ring its bell. Restart the desk; if it stays so, look at its log.");
    }

    private static HealthItem Backup(HealthFacts f, DateTimeOffset now)
    {
        const string how = "Run “backup --to FILE” every night from the server's own timer; docs/operations.md has the lines.";
        if (f.SetUp is null && f.LastBackup is null) { return new("Backup", HealthState.Good, "There is nothing to lose yet: no file was imported."); }

        if (f.LastBackup is null) { return new("Backup", now - f.SetUp <= OldBackup ? HealthState.Warning : HealthState.Bad, "No backup was ever made with the verb “backup”.", how + " If you back the server up another way, prove it: restore it and start a desk on it."); }

        if (!f.LastBackup.Sound) { return new("Backup", HealthState.Bad, $"The last backup, {Ago(now - f.LastBackup.At)}, failed: {f.LastBackup.Told}", how); }

        var age = now - f.LastBackup.At;
        var told = $"{f.LastBackup.Told} That was {Ago(age)} and took {Seconds(f.LastBackup.Took)}.";
        return age <= OldBackup ? new("Backup", HealthState.Good, told) : new("Backup", age > 4 * OldBackup ? HealthState.Bad : HealthState.Warning, told, how);
    }

    private static HealthItem Drill(HealthFacts f, DateTimeOffset now)
    {
        if (f.ClientMissing is not null) { return new("Restore drill", HealthState.Bad, "Neither a backup nor a drill can be made.", f.ClientMissing); }

        if (!f.DrillOn) { return new("Restore drill", HealthState.Warning, "The nightly drill is switched off (Backups:NightlyDrill).", "A backup nobody restores is a hope. Switch the drill on, or run “restore --verify FILE” yourself."); }

        if (f.LastDrill is not { } last)
        {
            return f.SetUp is null || now - f.SetUp < TimeSpan.FromHours(36) ? new("Restore drill", HealthState.Good, "The first drill comes in the desk's first night.")
                : new("Restore drill", HealthState.Warning, "The restore was never drilled.", "Run the job “Drill the restore” on the jobs page.");
        }

        var told = $"{last.Told} That was {Ago(now - last.At)}: backup {Seconds(last.Dump)}, restore {Seconds(last.Restore)}, verification {Seconds(last.Verify)}.";
        return !last.Sound ? new("Restore drill", HealthState.Bad, told, "As long as this stands a lost database may stay lost. Put right what the sentence names and run the job again.")
            : now - last.At <= OldDrill ? new("Restore drill", HealthState.Good, told)
            : new("Restore drill", HealthState.Warning, told, "It should run every night. See the job “Drill the restore”.");
    }

    private static string Seconds(TimeSpan? span) => span is { } s ? string.Create(American, $"{s.TotalSeconds:0.0} s") : "not reached";

    private static string Ago(TimeSpan span) => span < TimeSpan.FromSeconds(5) ? "just now" : Span(span) + " ago";

    private static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 100 } => $"{span.TotalSeconds:0} seconds",
        { TotalMinutes: < 100 } => $"{span.TotalMinutes:0} minutes",
        { TotalHours: < 49 } => $"{span.TotalHours:0} hours",
        _ => $"{span.TotalDays:0} days",
    };

    private static string Size(long bytes) => bytes >= 1L << 30 ? string.Create(American, $"{bytes / 1073741824.0:0.0} GB") : string.Create(American, $"{bytes / 1048576.0:0} MB");
}
