using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Numbers;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.App.Numbers;

/// <summary>The numbers as they leave the desk: each as a number of its own kind with its interval and zone, twenty-four months of it, and how it is counted.</summary>
public static class NumbersReport
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    // A table a kind: a column holds percents, dollars or plain numbers, never a mixture.
    private static readonly (string Name, ColumnKind Kind, KpiUnit[] Units)[] Kinds =
    [
        ("Shares", ColumnKind.Percent, [KpiUnit.Share]), ("Days and counts", ColumnKind.Number, [KpiUnit.Days, KpiUnit.Each, KpiUnit.Count]), ("Dollars", ColumnKind.Money, [KpiUnit.Dollars, KpiUnit.DollarsEach]),
    ];

    /// <summary>The page as a scheduled report.</summary>
    internal static ReportSource Source(SeeNumbers see) => new("numbers", "Numbers", "/numbers", async (_, query, actor, _, cancellation) =>
    {
        var asked = QueryHelpers.ParseQuery(query);
        string? Value(string name) => asked.TryGetValue(name, out var value) ? value.FirstOrDefault() : null;
        int? Id(string name) => int.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        var input = new SeeNumbers.Input { Practice = Id("practice"), Payer = Id("payer"), To = Value("to") };
        return Of(await see.Run(input, actor, cancellation), input);
    });

    /// <summary>Facts, tables and lines over the months.</summary>
    public static Report Of(NumberView view, SeeNumbers.Input asked) => new(
        "Numbers", Facts(view, asked), [.. Kinds.Select(k => Now(k.Name, k.Kind, Lines(view, k.Units))), .. Kinds.Select(k => Months(k.Name, Lines(view, k.Units))), Definitions(view)])
    { Pictures = [Picture(view, "Denial rates", Kpi.DenialRateClaims, Kpi.DenialRateDollars, Kpi.TimelyFiling), Picture(view, "What came of it", Kpi.FirstPass, Kpi.AppealSuccess, Kpi.Recovery, Kpi.WorkedInSeven)] };

    private static NumberLine[] Lines(NumberView view, KpiUnit[] units) => [.. view.Lines.Where(l => units.Contains(l.Definition.Unit))];

    private static List<(string Name, string Value)> Facts(NumberView view, SeeNumbers.Input asked)
    {
        static string Name(IReadOnlyList<TrendChoice> choices, int id) => choices.FirstOrDefault(c => c.Key == id.ToString(CultureInfo.InvariantCulture))?.Name ?? "not known";
        var facts = new List<(string, string)> { ("Months", $"{Month(view.Last.AddMonths(1 - SeeNumbers.Months))} to {Month(view.Last)}. A number is told for the last month that is over and finished enough.") };
        if (asked.Practice is { } practice) { facts.Add(("Practice", Name(view.Practices, practice))); }

        if (asked.Payer is { } payer) { facts.Add(("Payer", Name(view.Payers, payer))); }

        facts.Add(("From", "Remittances and the work done here: claims that a payer never answered are in no number."));
        facts.Add(("Zones", "By the number itself; fewer than 30 observations have none. Intervals are 95 %, by Wilson's method."));
        facts.Add(("As of", view.Freshness.Decided.AsOf is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "The moment it was made"));
        return facts;
    }

    private static ReportTable Now(string name, ColumnKind kind, NumberLine[] lines) => new(name,
        [
            new("Number", Width: 28), new("Month", Width: 12), new("Value", kind), .. kind == ColumnKind.Percent ? [new("Low", kind), new("High", kind)] : Array.Empty<ReportColumn>(), new("Numerator", ColumnKind.Number), new("Denominator", ColumnKind.Number),
            new("Looked at", ColumnKind.Count), new("Zone", Width: 14), new("Target", kind), new("Red", kind), new("Month before", kind), new("Year before", kind), new("As frozen", kind),
        ],
        [.. lines.Select(l => Cells(l))])
    { Note = kind == ColumnKind.Percent ? "Low and high: the interval, where things are counted one by one; dollars are no independent observations." : null };

    private static List<object?> Cells(NumberLine line)
    {
        var head = line.Headline;
        decimal? Then(int back) => line.Months.FirstOrDefault(m => m.Month == head.Month.AddMonths(-back))?.Value.Value;
        return
        [
            line.Definition.Title, Month(head.Month), head.Value.Value, .. line.Definition.Unit == KpiUnit.Share ? [head.Value.Low, head.Value.High] : Array.Empty<object?>(), head.Count.Part, line.Definition.Whole.Length > 0 ? head.Count.Whole : null,
            head.Count.Seen, Zone(head.Value), line.Boundary?.Target, line.Boundary?.Red, Then(1), Then(12), head.Frozen?.Value.Value,
        ];
    }

    private static ReportTable Months(string name, NumberLine[] lines) => new(
        name + ", by month", [new("Month", Width: 12), .. lines.Select(l => new ReportColumn(l.Definition.Title, Kind(l.Definition.Unit), 14))],
        [.. Enumerable.Range(0, lines.Length == 0 ? 0 : lines[0].Months.Count).Reverse().Select(i => (object?[])[Month(lines[0].Months[i].Month), .. lines.Select(l => (object?)Cell(l, i))])])
    { Note = "The newest first; the last months still fill in." };

    private static decimal? Cell(NumberLine line, int month) => line.Months[month].Count.Seen > 0 ? line.Months[month].Value.Value : null;

    private static ReportTable Definitions(NumberView view) => new(
        "How each is counted", [new("Number", Width: 28), new("Numerator", Width: 36), new("Denominator", Width: 36), new("A month is that of", Width: 30), new("How complete", Width: 44), new("Beware", Width: 44)],
        [.. view.Lines.Select(l => (object?[])[l.Definition.Title, l.Definition.Part, l.Definition.Whole, l.Definition.Basis, l.Definition.Completeness, l.Definition.Pitfall])]);

    private static LinePicture Picture(NumberView view, string title, params Kpi[] kpis) => new(
        title, $"{string.Join(", ", kpis.Select(k => view.Of(k).Definition.Title.ToLowerInvariant()))}, by month, {Month(view.Last.AddMonths(1 - SeeNumbers.Months))} to {Month(view.Last)}.",
        [.. view.Of(kpis[0]).Months.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Month.Month}/{m.Month:yy}"))],
        [.. kpis.Select(k => new PictureLine(view.Of(k).Definition.Title, [.. view.Of(k).Months.Select(m => m.Count.Seen == 0 ? null : (double?)m.Value.Value)]))], true);

    private static ColumnKind Kind(KpiUnit unit) => unit switch
    {
        KpiUnit.Share => ColumnKind.Percent,
        KpiUnit.Dollars or KpiUnit.DollarsEach => ColumnKind.Money,
        KpiUnit.Count => ColumnKind.Count,
        _ => ColumnKind.Number,
    };

    private static string Zone(KpiValue value) => value.Zone switch
    {
        KpiZone.Target => "on target",
        KpiZone.NeedsWork => "needs work",
        KpiZone.Red => "red",
        _ => value.Thin ? "too few" : "",
    };

    private static string Month(DateOnly month) => month.ToString("MMM yyyy", American);
}
