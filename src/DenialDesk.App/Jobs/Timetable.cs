namespace DenialDesk.App.Jobs;

/// <summary>
/// Every job and its time, on one page. Nightly hours keep clear of 01:00–03:00, the hours that a daylight-saving night repeats or skips.
/// </summary>
public static class Timetable
{
    /// <summary>All jobs, in the order of the day.</summary>
    public static IReadOnlyList<TimetableEntry> Entries { get; } =
    [
        TimetableEntry.Nightly<RestoreDrillJob>(
            "restore-drill", "Drill the restore",
            "Backs the database up to a temporary file, restores it beside the desk, counts and hashes every table, verifies the journal, and removes both. “Done” counts the rows that came back. Once a night; off with Backups:NightlyDrill=false.",
            new TimeOnly(3, 30)),
        TimetableEntry.Nightly<RescoreJob>(
            "rescore", "Rank the queue for the new day",
            "Works out every open denial's score again: a day nearer to its deadline, with what was decided since.",
            new TimeOnly(4, 30)),
        TimetableEntry.Nightly<DealWorkJob>(
            "deal-work", "Deal the day's work",
            "Routes the open denials that nobody owns to people, by the routing rules in force and what each can take on the day. Does nothing while there are no rules.",
            new TimeOnly(4, 45)),
        TimetableEntry.Nightly<LanePriceJob>(
            "lane-price", "Work the last ninety days again",
            "Works every practice's last ninety days again by the desk's own order, for the calibration page and the five questions. “Done” counts the practices.",
            new TimeOnly(5, 0)),
        TimetableEntry.Nightly<FlagDeadlinesJob>(
            "flag-deadlines", "Flag deadlines",
            "Marks open denials that fall due in 14, 7, 3 or 1 days, today, or are overdue, each mark once per deadline, and tells owner, lead and manager as it nears.",
            new TimeOnly(5, 30)),
        TimetableEntry.Nightly<ExpireDenialsJob>(
            "expire-denials", "Expire denials nobody decided",
            "Closes denials whose every known window is over while nothing was filed, with everybody who had them; never one that waits, is assumed, disputed or still has a clock. The target is zero.",
            new TimeOnly(5, 35)),
        TimetableEntry.Nightly<KeepReviewsJob>(
            "keep-reviews", "Keep the month's review pack",
            "Keeps what is laid before the review meeting of the month before, once a practice and month, from the month's third day on; it stays as it was then.",
            new TimeOnly(5, 40)),
        TimetableEntry.Nightly<ChaseFollowUpsJob>(
            "follow-ups", "Keep the follow-ups",
            "Ends the follow-ups of denials that closed, gives one to every denial that waits without, and tells the lead of a payer that let two answers pass.",
            new TimeOnly(5, 40)),
        TimetableEntry.Nightly<CompareAllowedJob>(
            "compare-allowed", "Hold payments against contracts",
            "Compares what each payer allowed, line by line, with its rates or its own habit, and finds what later answers mended. “Done” counts the payers.",
            new TimeOnly(5, 40)),
        TimetableEntry.Nightly<FindSpikesJob>(
            "find-spikes", "Look for denials that come more often",
            "Compares the last whole weeks of every payer, code and category with the weeks before, updates the alerts and ends those that fell silent. “Done” counts the new alerts.",
            new TimeOnly(5, 50)),
        TimetableEntry.Nightly<MeasureChangesJob>(
            "measure-changes", "Measure what changes did",
            "Takes the readings that are due at 30, 60, 90, 180 days and later of every change in the prevention ledger, against its frozen baseline; one that got worse since it was kept reopens itself. “Done” counts the readings.",
            new TimeOnly(5, 55)),
        TimetableEntry.Nightly<CountShadowsJob>(
            "claim-rules", "Count the pre-submission rules",
            "Counts what every rule in shadow or warning says of the claims sent since, held against what became of them, and learns from the last year how often which claims are refused. “Done” counts the rules.",
            new TimeOnly(6, 0)),
        TimetableEntry.Nightly<SelfAuditJob>(
            "self-audit", "Audit the desk against itself",
            "Holds every denial against the payer's answers, and every stored score, deadline and total against its own rule. “Done” counts the findings that stand; the target is zero.",
            new TimeOnly(5, 45)),
        TimetableEntry.Every<RefreshReadingsJob>(
            TimeSpan.FromMinutes(5),
            "refresh-readings", "Read the large pages again",
            "On a desk with more than a hundred thousand denials: adds up the audit, dossiers, reviews, forecast and open counts that somebody looked at in the last week again, once they are a quarter of an hour old or of another day; audit, forecast, open counts and the last month's reviews also before anybody asked. “Done” counts them."),
        TimetableEntry.Nightly<CheckRollupsJob>(
            "check-rollups", "Hold the monthly counts against the raw rows",
            "Counts every month once more from the raw rows and compares. A difference fails the job, names the month, and has it counted again; the target is none.",
            new TimeOnly(5, 48)),
        TimetableEntry.Nightly<FreezeNumbersJob>(
            "freeze-numbers", "Freeze the month's numbers",
            "Keeps every number of the month before as it stands on the third of the month, or the day that the zones' setting names. What arrives later is shown as a restatement. Does nothing on other days.",
            new TimeOnly(5, 50)),
        TimetableEntry.Every<MakeReportsJob>(
            TimeSpan.FromMinutes(10),
            "make-reports", "Make the scheduled reports",
            "Makes each report on its day, after six in the morning of its owner, with its owner's rights; sends mails that hold a link and nothing else. “Done” counts files and mails."),
        TimetableEntry.Every<VerifyJournalJob>(
            TimeSpan.FromHours(6),
            "verify-journal", "Verify the journal",
            "Hashes every entry anew and holds it against its seal, and so every view; keeps where the chains stand in “journal-checkpoints.txt” and “view-checkpoints.txt”. Fails when an entry was changed, removed or slipped in."),
        TimetableEntry.Every<CompareChangedJob>(
            TimeSpan.FromMinutes(1),
            "compare-changed", "Compare again after rates changed",
            "Compares the payers whose fee schedule or contract was brought in or rolled back. “Done” counts the payers."),
        TimetableEntry.Every<SealViewsJob>(
            TimeSpan.FromMinutes(1),
            "seal-views", "Seal the journal of views",
            "Hashes who saw what since the last minute and chains it to what was sealed before, so that no view can be changed or removed unseen. “Done” counts the views."),
        TimetableEntry.Every<RollupsJob>(
            TimeSpan.FromMinutes(1),
            "rollups", "Count the touched months again",
            "Keeps the monthly counts that the numbers and trends are read from: counts every month again that an import, a step or a payer's answer has touched, and the numbers of appeals, days and work every few minutes. Started by hand it counts everything. “Done” counts months and practices."),
        TimetableEntry.Every<CollectFolderJob>(
            TimeSpan.FromSeconds(30),
            "watch-folder", "Take files from the watched folder",
            "Imports every file in the folder that has stopped growing, and moves it to “done” or “failed” beside it."),
    ];

    /// <summary>The job of that name, or null.</summary>
    public static TimetableEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);
}
