using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.App.Teamwork;
using DenialDesk.Web.Pages.Reviews;

namespace DenialDesk.Web.Pages.Teamwork;

/// <summary>The team's work as a table that leaves the desk.</summary>
internal static class TeamSheet
{
    /// <summary>One line a person, by name.</summary>
    public static Sheet Of(TeamView v) => new(
        "Team", [("Days", $"{SheetText.Day(v.From)} to {SheetText.Day(v.To)}"), ("Counted", "by who had the denial when it closed; sorted by name, for volume alone says little")],
        [
            new("team", "Team", [
                    new("Person"), new("Closed", ColumnKind.Count), new("Standard minutes", ColumnKind.Number), new("Minutes measured", ColumnKind.Number), new("Standard minutes an hour", ColumnKind.Number),
                    new("Recovered", ColumnKind.Money), new("Touches", ColumnKind.Count), new("Touches each", ColumnKind.Number), new("Overturned", ColumnKind.Percent), new("Of decided", ColumnKind.Count),
                    new("Denied again", ColumnKind.Percent), new("Of sent", ColumnKind.Count), new("At hand", ColumnKind.Count)
                ],
                [.. v.Rows.Select(r => new SheetLine(
                    [
                        r.Name, r.Decided, r.StandardMinutes, r.Minutes, r.StandardAnHour, r.Recovered, r.Touches, r.TouchesEach, SheetText.Value(r.Overturned), r.Overturned.Whole, SheetText.Value(r.Repeats), r.Repeats.Whole, r.AtHand
                    ], Closed(r.PersonId)))]),
        ]);

    /// <summary>What a person had when it closed.</summary>
    public static string Closed(Guid person) => Routes.QueueWhere(("state", "closed"), ("owner", person.ToString()));

    /// <summary>What a person has now.</summary>
    public static string AtHand(Guid person) => Routes.QueueWhere(("owner", person.ToString()));

    /// <summary>A figure, or a dash.</summary>
    public static string Number(double? value) => value is { } known ? known.ToString("#,##0.#", CultureInfo.InvariantCulture) : "–";
}
