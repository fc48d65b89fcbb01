using System.Globalization;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Reports;
using DenialDesk.Domain.Money;
using DenialDesk.Web.Pages.Reviews;

namespace DenialDesk.Web.Pages.Dashboard;

/// <summary>Today as a sheet that is printed, taken away and scheduled.</summary>
internal static class TodaySheet
{
    /// <summary>All cards of the page as tables.</summary>
    /// <param name="counted">The moment it was counted, in words.</param>
    /// <param name="lastFile">When the last remittance was posted, in words; null: never.</param>
    public static Sheet Of(TodayView v, long rejections, long held, string counted, string? lastFile) => new(
        "Today", [("As of", $"{SheetText.Day(v.Today)}, counted at {counted}; last remittance posted {lastFile ?? "never"}.")],
        [Risk(v), Lying(v, rejections, held), Alerts(v), Causes(v), Jobs(v)]);

    private static SheetPart Risk(TodayView v) => new("risk", "Money at risk by deadline", [new("Due"), new("Denials to do", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Expected", ColumnKind.Money)],
        [.. v.Risk.Select(s => new SheetLine([DashboardWords.Step(s.Days), s.Denials, s.Denied, s.Expected]))])
    { Note = "Each step holds the ones before it but the overdue. Expected: what would be paid × the odds that it is reversed." };

    private static SheetPart Lying(TodayView v, long rejections, long held) => new("lying", "Lost, and left lying", [new("What"), new("How many", ColumnKind.Count), new("Dollars", ColumnKind.Money), new("Target")],
        [
            new(["Expired this month", (long)v.Expired.Sum(e => e.Denials), v.Expired.Sum(e => e.Amount), "none"]), new(["Not worked for 7 days", v.Unworked.Denials, v.Unworked.Amount, "none"]),
            new(["Nobody's, routed to nobody", v.Unallocated.Denials, v.Unallocated.Amount, ""]), new(["Rejections: claims no payer took", rejections, null, ""]), new(["Remittances in quarantine", held, null, ""]),
            new(["Write-offs that wait for you", v.Waiting.WriteOffs, v.Waiting.WriteOffAmount, ""]), new(["Windows that wait for you", v.Waiting.Windows, null, ""]), new(["Questions asked of you", v.Waiting.Asked, null, ""]),
        ]);

    private static SheetPart Alerts(TodayView v) => new("alerts", "What comes more often than before", [new("What", Width: 40), new("Seen", ColumnKind.Count), new("Expected", ColumnKind.Number), new("Since", ColumnKind.Date), new("Dollars a month", ColumnKind.Money), new("Likely step", Width: 40)],
        [.. v.Alerts.Select(a => new SheetLine([DashboardWords.Title(a), (long)a.Seen, a.Expected, a.Since, a.DollarsMonth, a.Step.Length == 0 ? "" : $"{a.Department}: {a.Step}"]))])
    { Nothing = "No alert waits for a decision." };

    private static SheetPart Causes(TodayView v) => new("causes", "Why it expired this month", [new("Cause", Width: 40), new("Denials", ColumnKind.Count), new("Lost", ColumnKind.Money)],
        [.. v.Expired.Select(e => new SheetLine([DashboardWords.Of(e.Cause), (long)e.Denials, e.Amount]))])
    {
        Lead = v.Expired.Count == 0 ? "Nothing expired this month. The target is zero." : string.Create(CultureInfo.InvariantCulture, $"{SheetText.Count(v.Expired.Sum(e => e.Denials), "denial", "denials")} expired, {Dollars.Text(v.Expired.Sum(e => e.Amount))}."),
        Tone = v.Expired.Count == 0 ? "" : "bad",
    };

    private static SheetPart Jobs(TodayView v) => new("jobs", "The desk's own work", [new("Job"), new("What is wrong", Width: 44), new("What to do", Width: 44)], [.. v.Jobs.Select(j => new SheetLine([j.Name, j.Told, j.Do]))])
    { Nothing = "Every nightly job and every watch ran when it should." };
}
