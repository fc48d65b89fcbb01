using System.Globalization;
using DenialDesk.App.Reports;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.App.Breakdowns;

/// <summary>A break-down as it leaves the desk: the part that is shown, its numbers as numbers.</summary>
public static class BreakdownReport
{
    /// <summary>The page as a scheduled report.</summary>
    internal static ReportSource Source { get; } = new("breakdown", "Break-down", "/breakdown", async (connection, query, actor, now, cancellation) =>
    {
        var asked = QueryHelpers.ParseQuery(query);
        return Of(await BreakdownMaking.MakeAsync(connection, BreakdownAsk.Read(name => asked.TryGetValue(name, out var value) ? value.FirstOrDefault() : null), actor, now, cancellation));
    });

    /// <summary>Facts, tables and charts.</summary>
    public static Report Of(BreakdownView view) => new(BreakdownWords.Title(view.Ask), Facts(view), Tables(view)) { Pictures = BreakdownPictures.Of(view) };

    private static List<(string Name, string Value)> Facts(BreakdownView view)
    {
        var facts = new List<(string, string)> { ("Months", view.Span.Words) };
        if (view.Against is { } against && view.Ask.Part == BreakdownPart.Table) { facts.Add(("Compared with", against.Words)); }

        facts.AddRange(view.Narrowed);
        facts.Add(("All of it", BreakdownWords.Explain(view.Total.Now)));
        facts.Add(("Counted", BreakdownWords.Definition(view.Ask.Part == BreakdownPart.Heat ? BreakdownBy.Payer : view.Ask.By)));
        facts.Add(("From", "Remittances only: claims that a payer never answered are in no number."));
        facts.Add(("As of", view.AsOf is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "The moment it was made"));
        if (view.Uncounted > 0) { facts.Add(("Not in it", string.Create(CultureInfo.InvariantCulture, $"{view.Uncounted} months that were being counted for the first time"))); }

        return facts;
    }

    private static IReadOnlyList<ReportTable> Tables(BreakdownView view) => view.Ask.Part switch
    {
        BreakdownPart.Heat => [Heat(view)],
        BreakdownPart.Pareto => [Pareto("By count", view.ByCount!, view, false), Pareto("By expected dollars", view.ByExpected!, view, true)],
        BreakdownPart.Movers => view.Movers is { } movers ? [Movers("More than before", movers.Up, movers), Movers("Less than before", movers.Down, movers)] : [],
        _ => [Lines(view)],
    };

    private static ReportTable Lines(BreakdownView view)
    {
        var compared = view.Against is not null;
        List<ReportColumn> columns =
        [
            new(BreakdownWords.Of(view.Ask.By), ColumnKind.Text, 38), new("Denials", ColumnKind.Count), new("Claims", ColumnKind.Count), new("Rate", ColumnKind.Percent), new("Rate low", ColumnKind.Percent),
            new("Rate high", ColumnKind.Percent), new("Denied", ColumnKind.Money), new("Expected", ColumnKind.Money), new("Recovered", ColumnKind.Money), new("Written off", ColumnKind.Money),
            new("Open", ColumnKind.Count), new("Open dollars", ColumnKind.Money), new("Expired", ColumnKind.Count),
        ];
        if (compared)
        {
            columns.AddRange([
                new("Denials before", ColumnKind.Count), new("Claims before", ColumnKind.Count), new("Rate before", ColumnKind.Percent), new("Denied before", ColumnKind.Money),
                new($"Change of {BreakdownWords.Of(view.Ask.Measure).ToLowerInvariant()}", ColumnKind.Text, 16), new("More than noise", ColumnKind.Text, 16)]);
        }

        return new("By " + BreakdownWords.Of(view.Ask.By).Split(" (")[0].ToLowerInvariant(), columns, view.Rows.Append(view.Total).Select(r => Cells(view, r)));
    }

    private static List<object?> Cells(BreakdownView view, BreakdownRow row)
    {
        var (now, rate) = (row.Now, row.Now.Rate);
        List<object?> cells =
        [
            row.Name, now.Denials, now.Claims, Share(rate.Exists, rate.Value), Share(rate.Exists, rate.Low), Share(rate.Exists, rate.High), now.Denied, now.Expected, now.Recovered, now.WrittenOff,
            now.Open, now.OpenAmount, now.Expired,
        ];
        if (row.Before is not { } before) { return cells; }

        var change = BreakdownWords.Change(view.Ask.Measure, row, view.Length);
        cells.AddRange([
            before.Denials, before.Claims, Share(before.Rate.Exists, before.Rate.Value), before.Denied, change?.Text,
            change is not { } c ? "" : c.Thin ? "too few" : c.MoreThanNoise ? "yes" : "no"]);
        return cells;
    }

    private static ReportTable Heat(BreakdownView view)
    {
        var (heat, measure) = (view.Heat!, view.Ask.Measure);
        var kind = measure switch { BreakdownMeasure.Count => ColumnKind.Count, BreakdownMeasure.Rate => ColumnKind.Percent, _ => ColumnKind.Money };
        object? Number(BreakdownCount count) => measure switch { BreakdownMeasure.Count => count.Denials, BreakdownMeasure.Rate => Share(count.Rate.Exists, count.Rate.Value), _ => count.Dollars(measure) };
        return new(
            BreakdownWords.Of(measure),
            [new("Payer", ColumnKind.Text, 30), .. heat.Categories.Select(c => new ReportColumn(c.Name, kind)), new("All", kind), new("Claims", ColumnKind.Count)],
            heat.Rows.Append(heat.Sum).Select(line => (IReadOnlyList<object?>)[line.Name, .. line.Cells.Select(Number), Number(line.Whole), line.Whole.Claims]));
    }

    private static ReportTable Pareto(string name, ParetoView pareto, BreakdownView view, bool dollars) => new(
        name,
        [
            new(BreakdownWords.Of(view.Ask.By), ColumnKind.Text, 44), new(dollars ? "Expected" : "Denials", dollars ? ColumnKind.Money : ColumnKind.Count), new("Share", ColumnKind.Percent),
            new("Added up", ColumnKind.Percent), new("Among the top 3 in resamples", ColumnKind.Percent),
        ],
        pareto.Lines.Select(l => (IReadOnlyList<object?>)[l.Name, dollars ? decimal.Round((decimal)l.Value, 2) : (long)l.Value, l.Share, l.Cumulative, l.Key.Length == 0 ? null : l.InTop]))
    {
        Note = BreakdownWords.Sure(pareto),
    };

    private static ReportTable Movers(string name, IReadOnlyList<Mover> movers, MoversView view) => new(
        name,
        [
            new("What", ColumnKind.Text, 44), new($"Denials {Short(view.Before)}", ColumnKind.Count), new($"Denials {Short(view.After)}", ColumnKind.Count), new($"Rate {Short(view.Before)}", ColumnKind.Percent),
            new($"Rate {Short(view.After)}", ColumnKind.Percent), new("Change", ColumnKind.Percent), new("Change low", ColumnKind.Percent), new("Change high", ColumnKind.Percent),
            new("Denials beyond expectation", ColumnKind.Number), new("Expected dollars", ColumnKind.Money), new("Verdict", ColumnKind.Text, 18),
        ],
        movers.Select(m => (IReadOnlyList<object?>)
        [
            m.Name, m.Before.Denials, m.After.Denials, m.Before.Rate.Value, m.After.Rate.Value, m.Change.Value, m.Change.Low, m.Change.High, m.Excess, m.Dollars,
            m.Change.TooFew ? "too few to judge" : m.Change.IsMoreThanNoise ? "more than noise" : "may be noise",
        ]))
    {
        Note = string.Create(CultureInfo.InvariantCulture, $"{view.Compared:N0} lines were compared: about one in twenty of those that did not change seems to."),
    };

    private static string Short(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    private static double? Share(bool exists, double value) => exists ? value : null;
}
