using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.Domain.Numbers;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Numbers;

/// <summary>A line of monthly values in their own unit, as plain SVG: sharp, themed, and told apart in grey by shape.</summary>
public partial class NumberChart
{
    private const int Width = 960;
    private const int Height = 240;
    private const int Left = 72;
    private const int Right = 92;
    private const int Above = 14;
    private const int Below = 34;

    [Parameter, EditorRequired]
    public required NumberLine Line { get; set; }

    private double Most => Line.Months.Select(m => Math.Max((double)(m.Value.Value ?? 0), m.Value.Thin ? 0 : m.Value.High ?? 0)).DefaultIfEmpty(0).Max();

    private double Least => Math.Min(0, Line.Months.Select(m => (double)(m.Value.Value ?? 0)).DefaultIfEmpty(0).Min());

    private double Step
    {
        get
        {
            var span = Math.Max(Most - Least, Line.Definition.Unit == KpiUnit.Share ? 0.02 : 1);
            var power = Math.Pow(10, Math.Floor(Math.Log10(span / 4)));
            return (span / 4 / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        }
    }

    private double Top => Step * Math.Max(1, Math.Ceiling(Most / Step));

    private double Bottom => Step * Math.Floor(Least / Step);

    private IEnumerable<double> Steps => Enumerable.Range(0, (int)Math.Round((Top - Bottom) / Step) + 1).Select(i => Bottom + (i * Step));

    private IEnumerable<(double At, string Name)> Boundaries => Line.Boundary is not { } b
        ? []
        : new[] { ((double)b.Target, "target"), ((double)b.Red, "red") }.Where(x => x.Item1 <= Top && x.Item1 >= Bottom);

    private string LinePath => Path(i => (double?)Line.Months[i].Value.Value);

    private string IntervalPath
    {
        get
        {
            var sure = Enumerable.Range(0, Line.Months.Count).Where(i => Line.Months[i].Value is { Thin: false, Low: not null }).ToList();
            if (sure.Count < 2 || sure[^1] - sure[0] != sure.Count - 1) { return ""; }

            // An interval that nobody knows the end of yet (half of a month's denials are still open) reaches to the top.
            return "M" + string.Join('L', sure.Select(i => $"{N(X(i))} {N(Y(Math.Min(Line.Months[i].Value.High ?? Top, Top)))}"))
                   + "L" + string.Join('L', Enumerable.Reverse(sure).Select(i => $"{N(X(i))} {N(Y(Line.Months[i].Value.Low!.Value))}")) + "Z";
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private string Axis(double value) => Line.Definition.Unit switch
    {
        KpiUnit.Share => (100 * value).ToString("0.#", CultureInfo.InvariantCulture) + "%",
        KpiUnit.Dollars or KpiUnit.DollarsEach => (value < 0 ? "−$" : "$") + Math.Abs(value).ToString("#,##0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("#,##0.##", CultureInfo.InvariantCulture),
    };

    private double X(int index) => Left + 12 + (index * (Width - Left - Right - 24.0) / Math.Max(1, Line.Months.Count - 1));

    private double Y(double value) => Above + ((Height - Above - Below) * (1 - ((value - Bottom) / (Top - Bottom))));

    /// <summary>A month without a value breaks the line.</summary>
    private string Path(Func<int, double?> at)
    {
        var (path, drawing) = ("", false);
        for (var i = 0; i < Line.Months.Count; i++)
        {
            if (at(i) is { } value) { path += $"{(drawing ? "L" : "M")}{N(X(i))} {N(Y(value))}"; }

            drawing = at(i) is not null;
        }

        return path;
    }
}
