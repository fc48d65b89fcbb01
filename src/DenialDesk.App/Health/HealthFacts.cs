namespace DenialDesk.App.Health;

/// <summary>How something does.</summary>
public enum HealthState
{
    /// <summary>Works as it should.</summary>
    Good,

    /// <summary>Works, but somebody should look soon.</summary>
    Warning,

    /// <summary>Does not work, or is about to stop.</summary>
    Bad,
}

/// <summary>One thing that was tried out.</summary>
/// <param name="Name">What it is called on the page.</param>
/// <param name="State">How it does.</param>
/// <param name="Told">What was found, in a sentence without patient data.</param>
/// <param name="Do">What to do about it; null when nothing is to be done.</param>
public sealed record HealthItem(string Name, HealthState State, string Told, string? Do = null);

/// <summary>What the database told about itself.</summary>
/// <param name="Ping">How long the fastest of three small queries took, there and back.</param>
/// <param name="Skew">The database's clock less the desk's, measured in the middle of a query.</param>
/// <param name="Applied">The newest migration applied.</param>
/// <param name="Known">The newest migration this program knows.</param>
/// <param name="Used">Connections in use on the server, those of other programs included.</param>
/// <param name="Allowed">Connections the server allows.</param>
public sealed record DatabaseFacts(TimeSpan Ping, TimeSpan Skew, int Applied, int Known, int Used, int Allowed, long Bytes, string Version, bool IsPrivate);

/// <summary>A folder that was written to and read from for a try.</summary>
/// <param name="Trouble">Null when writing, reading and deleting a small file worked; else what did not.</param>
/// <param name="Free">Bytes left on its disk for this account; null when the disk does not say.</param>
/// <param name="Total">Bytes of its disk; null when the disk does not say.</param>
public sealed record FolderFacts(string? Trouble, long? Free, long? Total);

/// <summary>The watched folder.</summary>
/// <param name="Waiting">Files that lie there and were not taken yet.</param>
/// <param name="OldestWaiting">When the oldest of them was last written.</param>
/// <param name="LastTaken">When a file was last taken from it; null when none ever was.</param>
public sealed record WatchFacts(FolderFacts Folder, int Waiting, DateTimeOffset? OldestWaiting, DateTimeOffset? LastTaken);

/// <summary>A timed job.</summary>
/// <param name="Nightly">Whether it runs once a day, or else at an interval.</param>
/// <param name="Ring">Its interval.</param>
/// <param name="LastStarted">When it last began; null when it never did.</param>
/// <param name="LastGood">When it last ended well.</param>
/// <param name="Took">How long its last finished run took.</param>
/// <param name="Error">Why its last finished run failed; null when it did not.</param>
public sealed record JobFacts(string Name, string Title, bool Nightly, TimeSpan Ring, DateTimeOffset? LastStarted, DateTimeOffset? LastGood, TimeSpan? Took, string? Error, bool Running);

/// <summary>The last run of a kind in backup_run.</summary>
public sealed record BackupFacts(DateTimeOffset At, bool Sound, string Told, TimeSpan? Dump, TimeSpan? Restore, TimeSpan? Verify, long? Bytes, long? Rows)
{
    /// <summary>All steps together.</summary>
    public TimeSpan Took => (Dump ?? TimeSpan.Zero) + (Restore ?? TimeSpan.Zero) + (Verify ?? TimeSpan.Zero);
}

/// <summary>Everything that was measured, before it is judged.</summary>
/// <param name="SetUp">When the first practice got its first file; null while there is none, and nothing to lose.</param>
/// <param name="DrillOn">Whether the nightly drill is switched on.</param>
/// <param name="ClientMissing">Why pg_dump cannot be used; null when it can.</param>
public sealed record HealthFacts(
    DatabaseFacts Database, FolderFacts Data, FolderFacts Logs, WatchFacts Watch, IReadOnlyList<JobFacts> Jobs,
    DateTimeOffset? SetUp, BackupFacts? LastBackup, BackupFacts? LastSoundBackup, BackupFacts? LastDrill, bool DrillOn, string? ClientMissing)
{
    /// <summary>The mails about reports.</summary>
    public MailFacts Mail { get; init; } = new(false, 0, 0, "");
}

/// <summary>The mails that tell of reports.</summary>
/// <param name="IsSetUp">Whether mail leaves the desk at all.</param>
/// <param name="Retried">Mails that wait after a try that failed.</param>
/// <param name="GivenUp">Mails given up in the last seven days.</param>
/// <param name="Problem">Why the newest of these did not leave, a sentence that names nobody; empty: none of them.</param>
public sealed record MailFacts(bool IsSetUp, long Retried, long GivenUp, string Problem);
