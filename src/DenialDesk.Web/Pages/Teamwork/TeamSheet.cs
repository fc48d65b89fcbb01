using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Teamwork;
using DenialDesk.Web.Pages.Reviews;

namespace DenialDesk.Web.Pages.Teamwork;

/// <summary>The team's work as a table that leaves the desk.</summary>
internal static class TeamSheet
{
    /// <summary>The next thirty days at four paces, then one line a person, by name.</summary>
    public static Sheet Of(TeamView v, ForecastView f) => new(
        "Team", [("Days", $"{SheetText.Day(v.From)} to {SheetText.Day(v.To)}"), ("Counted", "by who had the denial when it closed; sorted by name, for volume alone says little")],
        [
            Ahead(f),
            new("team", "Team", [
                    new("Person"), new("Closed", ColumnKind.Count), new("Standard minutes", ColumnKind.Number), new("Minutes measured", ColumnKind.Number), new("Standard minutes an hour", ColumnKind.Number), new("Net recovered an hour", ColumnKind.Money),
                    new("Recovered", ColumnKind.Money), new("Touches", ColumnKind.Count), new("Touches each", ColumnKind.Number), new("Overturned", ColumnKind.Percent), new("Of decided", ColumnKind.Count),
                    new("Denied again", ColumnKind.Percent), new("Of sent", ColumnKind.Count), new("At hand", ColumnKind.Count)
                ],
                [.. v.Rows.Select(r => new SheetLine(
                    [
                        r.Name, r.Decided, r.StandardMinutes, r.Minutes, r.StandardAnHour, r.NetAnHour, r.Recovered, r.Touches, r.TouchesEach, SheetText.Value(r.Overturned), r.Overturned.Whole, SheetText.Value(r.Repeats), r.Repeats.Whole, r.AtHand
                    ], Work(v, r.PersonId, "closed")))]),
        ]);

    /// <summary>What expires, in a sentence.</summary>
    public static string Said(ForecastView f) => f.Now.Lost == 0
        ? $"At this pace nothing expires in the next {f.Days} days."
        : $"At this pace {Dollars.Brief(f.Now.LostAmount)} expires in the next {f.Days} days; one more biller saves {Dollars.Brief(f.Now.LostAmount - f.More.LostAmount)}.";

    /// <summary>The paces that are compared.</summary>
    public static IEnumerable<(string Name, double Minutes, Forecast Outcome)> Paces(ForecastView f) =>
    [
        ("One biller less", Math.Max(0, f.Minutes - f.Biller), f.Less), ("As it is", f.Minutes, f.Now), ("One more biller", f.Minutes + f.Biller, f.More), ("Two more", f.Minutes + (2 * f.Biller), f.Two),
    ];

    private static SheetPart Ahead(ForecastView f) => new("ahead", $"The next {f.Days} days", [
            new("Team"), new("Minutes a day", ColumnKind.Number), new("Expires, expected dollars", ColumnKind.Money), new("Denials", ColumnKind.Count), new("Saved", ColumnKind.Money), new("Worked", ColumnKind.Count),
            new("Expected of those", ColumnKind.Money), new("Work left, hours", ColumnKind.Number)
        ],
        [.. Paces(f).Select(p => new SheetLine([
            p.Name, p.Minutes, p.Outcome.LostAmount, (long)p.Outcome.Lost, f.Now.LostAmount - p.Outcome.LostAmount, (long)p.Outcome.Worked, p.Outcome.WorkedAmount, Math.Round(p.Outcome.LeftMinutes / 60)
        ]))])
    { Lead = Said(f), Note = "The queue worked from its top in its own order; what came on each of the last sixty workdays comes again. No chance is in it." };

    /// <summary>The rows behind a person's touches, minutes or recovered dollars in the days of a page.</summary>
    public static string Work(TeamView v, Guid person, string? show)
        => Routes.With(Routes.Work, ("show", show), ("person", person.ToString()), ("from", v.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", v.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>What a person has now.</summary>
    public static string AtHand(Guid person) => Routes.QueueWhere(("owner", person.ToString()));

    /// <summary>A figure, or a dash.</summary>
    public static string Number(double? value) => value is { } known ? known.ToString("#,##0.#", CultureInfo.InvariantCulture) : "–";
}
