using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Trends;

/// <summary>One month of a rate as the chart draws it; all percents 0–100.</summary>
/// <param name="Percent">Null when nothing was decided in the month.</param>
/// <param name="Thin">Too few observations to judge: drawn hollow.</param>
/// <param name="Href">The rows behind the number.</param>
/// <param name="Text">What a screen reader and a resting pointer say.</param>
public sealed record RatePoint(DateOnly Month, double? Percent, double Low, double High, bool Thin, string Href, string Text);

/// <summary>A line of monthly rates with its interval, drawn as plain SVG so that it is sharp, themed, and reachable by keyboard.</summary>
public partial class RateChart
{
    private const int Width = 960;
    private const int Height = 260;
    private const int Left = 52;
    private const int Right = 92;
    private const int Above = 14;
    private const int Below = 34;

    [Parameter, EditorRequired]
    public required IReadOnlyList<RatePoint> Points { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Horizontal lines with a name, in percent.</summary>
    [Parameter]
    public IReadOnlyList<(double At, string Name)> Boundaries { get; set; } = [];

    private double Top => Math.Max(12, Step * Math.Ceiling(Points.Where(p => p.Percent is not null).Select(p => p.Thin ? p.Percent!.Value : p.High).DefaultIfEmpty(0).Max() * 1.05 / Step));

    private double Step => Points.Where(p => p.Percent is not null).Select(p => p.Thin ? p.Percent!.Value : p.High).DefaultIfEmpty(0).Max() switch
    {
        <= 12 => 3,
        <= 24 => 5,
        <= 50 => 10,
        _ => 25,
    };

    private IEnumerable<double> Grid => Enumerable.Range(0, (int)Math.Round(Top / Step) + 1).Select(i => i * Step);

    private string LinePath => Path(p => p.Percent!.Value);

    private string IntervalPath
    {
        get
        {
            var path = new StringBuilder();
            foreach (var run in Runs())
            {
                if (run.Count < 2) { continue; }

                path.Append('M').AppendJoin('L', run.Select(i => $"{N(X(i))} {N(Y(Math.Min(Points[i].High, Top)))}"));
                path.Append('L').AppendJoin('L', Enumerable.Reverse(run).Select(i => $"{N(X(i))} {N(Y(Points[i].Low))}")).Append('Z');
            }

            return path.ToString();
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private double X(int index) => Left + 18 + index * (Width - Left - Right - 36.0) / Math.Max(1, Points.Count - 1);

    private double Y(double percent) => Above + (Height - Above - Below) * (1 - percent / Top);

    private string Path(Func<RatePoint, double> value)
    {
        var path = new StringBuilder();
        foreach (var run in Runs())
        {
            path.Append('M').AppendJoin('L', run.Select(i => $"{N(X(i))} {N(Y(value(Points[i])))}"));
        }

        return path.ToString();
    }

    /// <summary>Stretches of months that follow each other and have a rate; a month without claims breaks the line.</summary>
    private List<List<int>> Runs()
    {
        var runs = new List<List<int>>();
        for (var i = 0; i < Points.Count; i++)
        {
            if (Points[i].Percent is null) { continue; }

            if (runs.Count == 0 || runs[^1][^1] != i - 1) { runs.Add([]); }

            runs[^1].Add(i);
        }

        return runs;
    }
}
