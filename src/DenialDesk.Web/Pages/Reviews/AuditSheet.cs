using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Trends;
using DenialDesk.Web.Pages.Dashboard;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The ninety-day audit in its twelve parts.</summary>
internal static class AuditSheet
{
    /// <summary>All parts, in their order.</summary>
    public static Sheet Of(DenialAudit a, DeskTime time) => new(
        "90-day denial audit",
        [("Days", $"{SheetText.Day(a.From)} to {SheetText.Day(a.Today)}, by the remittance's date; compared with the {DenialAudit.Days} days before"), ("Counted", "each claim once, by its first decision of the primary payer"), .. SheetText.AsOf(a.AsOf, time)],
        [
            Scope(a), Rate(a), Codes(a),
            .. Tops("4a. Top three codes by volume", "count", a.ByCount, a), .. Tops("4b. Top three codes by dollars", "dollars", a.ByDollars, a),
            .. Lost(a), Appeals(a), Ages(a), FirstWork(a), Rework(a), Changes(a.Changes), Advice(a), Definitions(),
        ]);

    /// <summary>Changes of the workflow; none at all is red.</summary>
    public static SheetPart Changes(IReadOnlyList<WorkflowChange> changes, string title = "10. What was changed in these ninety days, and its effect") => new(
        "changes", title, [new("Change"), new("Department"), new("In effect", ColumnKind.Date), new("Status"), new("Measured effect")],
        [.. changes.Select(c => new SheetLine([c.What, c.Department, c.Effective, Words.Of(c.Status), Effect(c)]))])
    {
        Lead = changes.Count == 0 ? "None. Denials are mended one by one and nothing stops the next ones: the process is reactive." : SheetText.Count(changes.Count, "change", "changes") + " of the workflow.",
        Tone = changes.Count == 0 ? "bad" : "",
    };

    /// <summary>What was measured of a change.</summary>
    public static string Effect(WorkflowChange c) => c switch
    {
        { Verdict: null } => "not measured yet",
        { Verdict: "too_few" } => string.Create(CultureInfo.InvariantCulture, $"too few to say after {c.Days} days"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{c.Verdict}: {Math.Abs(c.Change ?? 0) * 100:0}% {(c.Change < 0 ? "fewer" : "more")} than without it after {c.Days} days (95% interval {c.Low * 100:0} to {c.High * 100:0}%){(c.Dollars is > 0 ? $", {Dollars.Text(c.Dollars.Value)} avoided" : "")}"),
    };

    /// <summary>The queue narrowed to a code of the window.</summary>
    private static string Rows(DenialAudit a, params (string, string?)[] more) => Rows(a.From, a.Today, more);

    private static string Rows(DateOnly from, DateOnly to, params (string, string?)[] more)
        => Routes.QueueWhere([("state", "all"), ("first", "true"), ("month", string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd}..{to:yyyy-MM-dd}")), .. more]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The work of the window, row by row.</summary>
    private static string Work(DenialAudit a, string show)
        => Routes.With(Routes.Work, ("show", show), ("from", Day(a.From)), ("to", Day(a.Today)));

    private static SheetPart Scope(DenialAudit a)
    {
        var s = a.Scope;
        var match = s.Matched is { } matched ? $"{SheetText.Share((double)matched / Math.Max(1, s.Answered ?? 1))} of {s.Answered:N0} answered claims are matched to a claim we sent" : "no 837 was brought in, so nothing can be matched to what was sent";
        return new("scope", "1. What this looked at", [], [])
        {
            Lead = $"{SheetText.Count(s.Remittances, "remittance", "remittances")} from {SheetText.Count(s.Files, "file", "files")}, {SheetText.Count(s.Claims, "claim", "claims")} decided for the first time; {match}.",
            Note = s.GapFrom is { } gap && s.GapDays > 3 ? $"The longest time without any remittance: {s.GapDays} days from {SheetText.Day(gap)}. If a file is missing there, every figure below is too low." : "No gap longer than three days between remittances.",
        };
    }

    private static SheetPart Rate(DenialAudit a)
    {
        SheetLine Line(string name, AuditRate r, string? href) => new([name, r.Claims.Part, r.Claims.Whole, SheetText.Value(r.Claims), r.Claims.Exists ? r.Claims.Low : null, r.Claims.Exists ? r.Claims.High : null, r.Denied, r.Billed, r.OfDollars], href);
        return new("rate", "2. Denial rate", [
            new("Days"), new("Denied claims", ColumnKind.Count), new("Claims decided", ColumnKind.Count), new("Rate", ColumnKind.Percent), new("From", ColumnKind.Percent), new("To", ColumnKind.Percent), new("Denied", ColumnKind.Money),
            new("Billed", ColumnKind.Money), new("Rate of dollars", ColumnKind.Percent)
        ], [Line("These 90", a.Rate, Rows(a)), Line("The 90 before", a.Before, Rows(a.From.AddDays(-DenialAudit.Days), a.From.AddDays(-1)))])
        {
            Lead = $"{SheetText.Rate(a.Rate.Claims)}. Target: below 5%.",
            Tone = SheetText.Tone(DenialRateZone.Of(a.Rate.Claims)),
        };
    }

    private static SheetPart Codes(DenialAudit a) => new("codes", "3. Every denied claim by reason", [
            new("Code"), new("Remark"), new("Meaning", Width: 40), new("Denials", ColumnKind.Count), new("Share", ColumnKind.Percent), new("Charges", ColumnKind.Money), new("Denied", ColumnKind.Money),
            new("Expected", ColumnKind.Money), new("Recovered", ColumnKind.Money), new("Written off", ColumnKind.Money), new("Open", ColumnKind.Count), new("Open dollars", ColumnKind.Money), new("Expired", ColumnKind.Count)
        ],
        [.. a.Codes.Select(c => new SheetLine([c.Code, c.Rarc.Length == 0 ? null : c.Rarc, c.Title, c.Denials, c.Share, c.Charge, c.Denied, c.Expected, c.Recovered, c.WrittenOff, c.Open, c.OpenAmount, c.Expired], Rows(a, ("carc", c.Code), ("rarc", c.Rarc.Length == 0 ? "none" : c.Rarc))))])
    {
        Nothing = "Nothing was denied in these ninety days.",
    };

    private static IEnumerable<SheetPart> Tops(string title, string key, IReadOnlyList<AuditTop> tops, DenialAudit a)
    {
        yield return new("top-" + key, title, [
                new("Code"), new("Meaning", Width: 36), new("Denials", ColumnKind.Count), new("90 days before", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Preventable", ColumnKind.Count), new("First in these days", ColumnKind.Date),
                new("Traced to", Width: 44), new("Payers", Width: 34), new("Procedures", Width: 34), new("Rendered by", Width: 34)
            ],
            [.. tops.Select(t => new SheetLine(
                [t.Code.Code, t.Code.Title, t.Code.Denials, t.Before, t.Code.Denied, t.Preventable, t.First, Step(t.Step), Parts(t.Payers), Parts(t.Families), Parts(t.Providers)], Rows(a, ("carc", t.Code.Code))))])
        {
            Nothing = "Nothing was denied in these ninety days.",
            Note = tops.Any(t => t.Step.Department.Length == 0) ? "A code without a step is a task: open an example, name the root cause on it, or add a line to the root-cause map." : null,
        };
        yield return new("examples-" + key, "Examples", [new("Account"), new("Code"), new("Payer"), new("Denied", ColumnKind.Money), new("Denied on", ColumnKind.Date), new("Now")],
            [.. tops.SelectMany(t => t.Examples).Select(e => new SheetLine([e.Account, e.Code, e.Payer, e.Denied, e.DeniedOn, Words.Of(e.State)], Routes.DenialOf(e.PracticeId, e.DenialId)))])
        { Below = true, Nothing = "None." };
    }

    /// <summary>The step in words; a task when nobody knows.</summary>
    public static string Step(TracedStep step) => step switch
    {
        { Department: "" } => "Task: name the step",
        { FromPeople: 0 } => $"{step.Department}: {step.Step} (by the root-cause map; confirm it)",
        _ => $"{step.Department}: {step.Step} (found on {SheetText.Count(step.FromPeople, "denial", "denials")})",
    };

    private static string Parts(IReadOnlyList<AuditPart> parts) => string.Join("; ", parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Denials:N0}")));

    private static IEnumerable<SheetPart> Lost(DenialAudit a)
    {
        yield return new("timely", "5. Timely filing, and what deadlines cost", [], [])
        {
            Lead = $"{SheetText.Count(a.TimelyFiling, "denial", "denials")} for timely filing ({Dollars.Text(a.TimelyFilingDenied)}); {SheetText.Count(a.Expired.Count, "denial", "denials")} expired with no decision ({Dollars.Text(a.Expired.Sum(e => e.Amount))}; target 0).",
            Tone = a.Expired.Count > 0 ? "bad" : "",
        };
        yield return new("expired", "Expired in these ninety days", [new("Account"), new("Payer"), new("Code"), new("Lost", ColumnKind.Money), new("Expired", ColumnKind.Date), new("Why", Width: 40)],
            [.. a.Expired.Select(e => new SheetLine([e.Account, e.Payer, e.Code, e.Amount, e.ExpiredOn, DashboardWords.Of(e.Cause)], Routes.DenialOf(e.PracticeId, e.DenialId)))])
        { Below = true, Nothing = "None: on target." };
    }

    private static SheetPart Appeals(DenialAudit a) => new("appeals", "6. Appeals by payer", [
            new("Payer"), new("Filed", ColumnKind.Count), new("Decided", ColumnKind.Count), new("Overturned", ColumnKind.Count), new("In part", ColumnKind.Count), new("Success", ColumnKind.Percent),
            new("Disputed", ColumnKind.Money), new("Granted", ColumnKind.Money)
        ],
        [.. a.Appeals.Select(p => new SheetLine([p.Payer, p.Filed, p.Decided, p.Overturned, p.Partly, p.Decided > 0 ? (double)(p.Overturned + p.Partly) / p.Decided : null, p.Disputed, p.Granted], Routes.With(Routes.Appeals, ("show", "all"), ("payer", p.PayerId.ToString(CultureInfo.InvariantCulture)), ("from", Day(a.From)), ("to", Day(a.Today)), ("by", "filed"))))])
    {
        Lead = Success(a),
        Nothing = "No appeal was filed or decided in these ninety days.",
        Note = "Success is overturned in full or part, of decided ones, by the day of the decision. Appeals withdrawn count as neither.",
    };

    private static string? Success(DenialAudit a)
        => a.Appeals.Count == 0 ? null : SheetText.Rate(new(a.Appeals.Sum(p => p.Overturned + p.Partly), a.Appeals.Sum(p => p.Decided))) + " of decided appeals were overturned. Target: above 60%.";

    private static SheetPart Ages(DenialAudit a) => new("ages", "7. What is open, by age", [new("Days since the denial"), new("Denials", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Past the last safe day", ColumnKind.Money)],
        [.. a.Ages.Select(g => new SheetLine([g.Age == "121-" ? "over 120" : g.Age.Replace("-", "–", StringComparison.Ordinal), g.Denials, g.Denied, g.PastSafe], Aged(a, g.Age)))])
    { Lead = $"{SheetText.Count(a.Ages.Sum(g => g.Denials), "denial is", "denials are")} open ({Dollars.Text(a.Ages.Sum(g => g.Denied))}); {Dollars.Text(a.Ages.Sum(g => g.PastSafe))} of it is past its last safe day." };

    /// <summary>What is open of an age on the last of the days, by the days of its remittances: the queue's own ages are counted from today.</summary>
    private static string Aged(DenialAudit a, string age)
    {
        var ends = age.Split('-');
        var from = int.TryParse(ends[1], CultureInfo.InvariantCulture, out var oldest) ? a.Today.AddDays(-oldest) : new DateOnly(1900, 1, 1);
        return Routes.QueueWhere(("state", "open"), ("month", $"{Day(from)}..{Day(a.Today.AddDays(-int.Parse(ends[0], CultureInfo.InvariantCulture)))}"));
    }

    private static SheetPart FirstWork(DenialAudit a) => new("first-work", "8. How soon denials are worked", [], [])
    {
        Lead = a.FirstWork.Within.Exists
            ? $"Within seven days of posting: {SheetText.Rate(a.FirstWork.Within)}. {(a.FirstWork.MedianDays is { } days ? $"Half of those worked were begun within {days.ToString("0.#", CultureInfo.InvariantCulture)} days." : "")}"
            : "No denial of these days was posted seven days ago yet.",
        Note = "Of denials posted at least seven days ago; assigning, looking and notes are no work.",
    };

    private static SheetPart Rework(DenialAudit a) => new("rework", "9. What rework cost, and brought", [new("What"), new("Dollars", ColumnKind.Money)],
    [
        new(["Cost at $25 for each denial worked", a.Rework.Flat], Work(a, "steps")),
        new(["Cost of the minutes measured, at $75 an hour", a.Rework.Minutes > 0 ? a.Rework.Measured : null], Work(a, "minutes")),
        new(["Recovered on denials closed in these days", a.Rework.Recovered], Work(a, "closed")),
        new(["Recovered less cost", a.Rework.Recovered - (a.Rework.Minutes > 0 ? a.Rework.Measured : a.Rework.Flat)]),
    ])
    { Lead = $"{SheetText.Count(a.Rework.Touched, "denial was", "denials were")} worked, {a.Rework.Minutes.ToString("N0", CultureInfo.InvariantCulture)} minutes were measured." };

    private static SheetPart Advice(DenialAudit a) => new("advice", "11. Three changes that would save most", [
            new("Cluster", Width: 36), new("Denials", ColumnKind.Count), new("Not come yet", ColumnKind.Money), new("Change at", Width: 44), new("Saves a year", ColumnKind.Money), new("From", ColumnKind.Money), new("To", ColumnKind.Money)
        ],
        [.. a.Advice.Select(v => new SheetLine(
            [$"{v.Payer}, {Words.Of(v.Category).ToLowerInvariant()}", v.Denials, v.Lost, Step(v.Step), v.Saving.Dollars, v.Saving.Low, v.Saving.High],
            Rows(a, ("payer", v.PayerId.ToString(CultureInfo.InvariantCulture)), ("category", v.Category), ("preventable", "true"))))])
    {
        Nothing = "Nothing preventable was denied.",
        Note = "If a change stops half of the cluster (an assumption): expected dollars that did not come and $25 of rework for each, at the pace of these ninety days. The interval holds the chance in the count alone.",
    };

    private static SheetPart Definitions() => new("definitions", "12. What is counted, and what is not", [], [])
    {
        Lead = "A denial is a claim whose first decision by its primary payer refused at least one line with a code that means denial; contractual reductions, deductibles and what is the patient's share are none.",
        Note = "From remittances only: a claim that was never sent, was rejected before the payer, or was never answered is not in these figures. Rates below thirty claims are not judged. Expected dollars are the allowed amount less the patient's "
            + "share, or the payer's usual share of charges. First decisions only: denials of corrected claims count as repeats elsewhere.",
    };
}
