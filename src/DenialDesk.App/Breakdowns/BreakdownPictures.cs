using System.Globalization;
using DenialDesk.App.Reports;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>The charts of a break-down as numbers and words; pages and print draw the same.</summary>
public static class BreakdownPictures
{
    private const int MostBars = 12;
    private static readonly double[] RateSteps = [0.01, 0.02, 0.04, 0.08];
    private static readonly double[] SizeSteps = [0.05, 0.15, 0.35, 0.60];

    /// <summary>The charts of the part that is shown.</summary>
    public static IReadOnlyList<ReportPicture> Of(BreakdownView view) => view.Ask.Part switch
    {
        BreakdownPart.Heat => [Heat(view)],
        BreakdownPart.Pareto => [Pareto(view.ByCount!, "by count", view, v => BreakdownWords.Whole((long)v)), Pareto(view.ByExpected!, "by expected dollars", view, v => BreakdownWords.Dollars((decimal)v))],
        BreakdownPart.Movers => view.Movers is null ? [] : [Lines(view)],
        _ => [Bars(view)],
    };

    /// <summary>The largest lines of the table.</summary>
    public static BarPicture Bars(BreakdownView view) => new(
        $"{BreakdownWords.Of(view.Ask.Measure)} by {BreakdownWords.Of(view.Ask.By).ToLowerInvariant()}",
        $"{view.Span.Words}{(view.Against is { } against ? $"; the mark is {against.Words}, for the same length of time" : "")}.",
        [.. view.Rows.Where(r => r.Now.Of(view.Ask.Measure) is > 0 || r.Before?.Of(view.Ask.Measure) is > 0).Take(MostBars).Select(r => new PictureBar(
            r.Key, r.Name, r.Now.Of(view.Ask.Measure) ?? 0,
            r.Before?.Of(view.Ask.Measure) * (view.Ask.Measure == BreakdownMeasure.Rate ? 1 : view.Length),
            BreakdownWords.Text(view.Ask.Measure, r.Now)))]);

    /// <summary>The heat map with its numbers.</summary>
    public static HeatPicture Heat(BreakdownView view)
    {
        var (heat, measure) = (view.Heat!, view.Ask.Measure);
        var largest = heat.Rows.SelectMany(r => r.Cells).Select(c => c.Of(measure) ?? 0).DefaultIfEmpty(0).Max();
        HeatRow Row(HeatLine line, bool sum) => new(
            sum ? "" : line.Key.Length == 0 ? null : line.Key, line.Name, [.. line.Cells.Select(c => Cell(c, measure, largest)), Whole(line.Whole, measure)],
            measure == BreakdownMeasure.Rate ? Zoned(line.Whole.Rate) : "");
        return new(
            $"{BreakdownWords.Of(measure)} by payer and category", $"{view.Span.Words}. Darker is more; every cell has its number. {(measure == BreakdownMeasure.Rate ? "Hatched cells reach into another shade; grey ones have fewer than 30 claims." : "")}",
            "Payer", [.. heat.Categories.Select(c => (c.Key, c.Name)), ("", "All")], [.. heat.Rows.Select(r => Row(r, false)), Row(heat.Sum, true)]);
    }

    private static HeatCell Cell(BreakdownCount count, BreakdownMeasure measure, double largest)
    {
        if (count.Denials == 0 && count.Of(measure) is null or 0) { return new("", 0, false, false, BreakdownWords.Explain(count)); }

        var words = BreakdownWords.Explain(count);
        if (measure != BreakdownMeasure.Rate) { return new(BreakdownWords.Text(measure, count), Step(largest <= 0 ? 0 : (count.Of(measure) ?? 0) / largest, SizeSteps), false, false, words); }

        var rate = count.Rate;
        var shade = Step(rate.Value, RateSteps);
        return rate.TooFew
            ? new(BreakdownWords.Text(measure, count), 0, false, true, words)
            : new(BreakdownWords.Text(measure, count), shade, Step(rate.Low, RateSteps) < shade - 1 || Step(rate.High, RateSteps) > shade + 1, false, words);
    }

    private static HeatCell Whole(BreakdownCount count, BreakdownMeasure measure)
        => new(BreakdownWords.Text(measure, count), 0, measure == BreakdownMeasure.Rate && DenialRateZone.IsUncertain(count.Rate), count.Rate.TooFew, BreakdownWords.Explain(count));

    private static string Zoned(Rate rate) => DenialRateZone.Of(rate) switch { Zone.Target => "target", Zone.NeedsWork => "needs-work", Zone.Red => "red", _ => "" };

    /// <summary>1 for anything above nothing, and one more for every step it reaches.</summary>
    private static int Step(double value, double[] steps) => value <= 0 ? 0 : 1 + steps.Count(s => value >= s);

    private static ParetoPicture Pareto(ParetoView pareto, string how, BreakdownView view, Func<double, string> text) => new(
        $"Denials by {BreakdownWords.Of(view.Ask.By).ToLowerInvariant()}, {how}", $"{view.Span.Words}. The line is what the bars add up to.",
        [.. pareto.Lines.Select(l => new PictureBar(l.Key, l.Name, l.Value, null, text(l.Value)))], [.. pareto.Lines.Select(l => l.Cumulative)], BreakdownWords.Sure(pareto));

    private static LinePicture Lines(BreakdownView view)
    {
        var (movers, measure) = (view.Movers!, view.Ask.Measure);
        return new(
            $"{BreakdownWords.Of(measure)} month by month", "Twelve months of the four lines with most denials.",
            [.. movers.Months.Select(m => m.ToString("MMM yy", CultureInfo.InvariantCulture))],
            [.. movers.Lines.Select(l => new PictureLine(l.Name, [.. l.Months.Select(m => m.Of(measure))]))], measure == BreakdownMeasure.Rate);
    }
}
