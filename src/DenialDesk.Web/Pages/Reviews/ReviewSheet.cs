using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Money;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>What a review meeting has before it: a department, or all of them.</summary>
internal static class ReviewSheet
{
    /// <summary>The pack; of one department when it is named.</summary>
    public static Sheet Of(ReviewView v, string? department, DeskTime time)
    {
        var shown = v.Pack.Departments.Where(d => department is null || d.Name == department).ToList();
        return new(
            $"Review meeting, {SheetText.Month(v.Pack.Month)}{(department is null ? "" : ", " + Name(department))}",
            [("Practice", v.Practice), ("Counted", "first decisions of the primary payer, by the remittance's date; the department is the one found on the denial, else the one the root-cause map names"), .. SheetText.AsOf(v.AsOf, time)],
            [.. shown.SelectMany((d, i) => Parts(d, v, "d" + i.ToString(CultureInfo.InvariantCulture)))]);
    }

    /// <summary>A department's name.</summary>
    public static string Name(string department) => department.Length == 0 ? "Nobody's yet" : department;

    private static IEnumerable<SheetPart> Parts(ReviewDepartment d, ReviewView v, string id)
    {
        var month = v.Pack.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        yield return new(id, Name(d.Name), [
                new("Code"), new("Meaning", Width: 34), new("Step", Width: 44), new("Came back", ColumnKind.Count), new("Month before", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Recovered", ColumnKind.Money),
                new("Written off or expired", ColumnKind.Count)
            ],
            [.. d.Codes.Select(c => new SheetLine(
                [c.Code, c.Title, c.Step.Length == 0 ? "Task: name the step" : c.Step, c.Denials, c.Before, c.Denied, c.Recovered, c.Lost],
                Routes.QueueWhere(
                    ("state", "all"), ("first", "true"), ("practice", v.PracticeId.ToString(CultureInfo.InvariantCulture)), ("carc", c.Code), ("category", c.Category), ("month", month),
                    ("traced", c.Mapped is null ? null : $"{d.Name}: {c.Step}"), ("mapped", c.Mapped == true ? "true" : null))))])
        {
            Lead = $"{SheetText.Count(d.Denials, "denial", "denials")} came back, {Dollars.Text(d.Denied)}. {Trend(d)}",
            Nothing = "Nothing came back in this month.",
        };
        yield return new(id + "-examples", "Examples", [new("Account"), new("Payer"), new("Code"), new("Denied", ColumnKind.Money), new("Denied on", ColumnKind.Date), new("Step", Width: 44)],
            [.. d.Examples.Select(e => new SheetLine([e.Account, e.Payer, e.Code, e.Denied, e.DeniedOn, e.Step], Routes.DenialOf(e.PracticeId, e.DenialId)))])
        { Below = true, Nothing = "None." };
        yield return new(id + "-trend", "Six months", [new("Month"), new("Denials", ColumnKind.Count), new("Denied", ColumnKind.Money)], [.. d.Trend.Select(t => new SheetLine([SheetText.Month(t.Month), t.Denials, t.Denied]))]) { Below = true };
        yield return new(id + "-actions", "Open changes", [new("Change"), new("In effect", ColumnKind.Date), new("Status"), new("Measured effect")], [.. d.Actions.Select(c => new SheetLine([c.What, c.Effective, Words.Of(c.Status), AuditSheet.Effect(c)]))])
        { Below = true, Nothing = "No change of the workflow is open for this department. Agree on one, with an owner and a day." };
    }

    private static string Trend(ReviewDepartment d)
    {
        var before = d.Trend.Take(d.Trend.Count - 1).ToList();
        if (before.Count == 0 || before.Sum(t => t.Denials) == 0) { return ""; }

        var usual = (double)before.Sum(t => t.Denials) / before.Count;
        return string.Create(CultureInfo.InvariantCulture, $"The five months before had {usual:0.#} a month.");
    }
}
