using DenialDesk.App.Numbers;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>The few that make up most, by count and by expected dollars, with how sure their places are (domain rule: TopStability).</summary>
internal static class BreakdownPareto
{
    /// <summary>Beyond so many nothing reaches the top three by chance.</summary>
    private const int Drawn = 60;

    private const int Top = 3;

    public static async Task<(ParetoView? ByCount, ParetoView? ByExpected)> ReadAsync(BreakdownReading reading, BreakdownBy by, MonthSpan span, BreakdownNames names, CancellationToken cancellation)
    {
        // Months, payers and codes are kept apart so that a line made of unlike denials scatters as widely as these do.
        var sides = BreakdownReading.SidesOf(by) | RollupBy.Month | RollupBy.Payer | RollupBy.Carc;
        var lines = (await reading.DeniedAsync(span, sides, cancellation))
            .GroupBy(d => BreakdownMaking.KeyOf(by, d), StringComparer.Ordinal)
            .Select(g => new Line(
                g.Key, names.Of(by, g.Key), g.Sum(d => d.Denials), (double)g.Sum(d => d.Expected), g.Sum(d => TopStability.VarianceOfSum(d.Denials, (double)d.Expected / d.Denials))))
            .ToList();
        return (
            Of(lines, l => l.Denials, l => l.Denials),
            Of(lines, l => l.Expected, l => l.Variance));
    }

    private static ParetoView Of(List<Line> all, Func<Line, double> value, Func<Line, double> variance)
    {
        var lines = all.Where(l => value(l) > 0).OrderByDescending(value).ThenBy(l => l.Name, StringComparer.Ordinal).ToList();
        var whole = lines.Sum(value);
        var stability = TopStability.Of([.. lines.Take(Drawn).Select(l => new Scatter(value(l), variance(l)))], Top);
        var found = new List<ParetoLine>();
        var sum = 0.0;
        foreach (var (line, i) in lines.Take(ParetoView.Most).Select((l, i) => (l, i)))
        {
            sum += value(line);
            found.Add(new(line.Key, line.Name, value(line), value(line) / whole, sum / whole, stability.InTop[i]));
        }

        if (lines.Count > ParetoView.Most) { found.Add(new("", $"{lines.Count - ParetoView.Most} others", whole - sum, (whole - sum) / whole, 1, 0)); }

        return new(stability.SameTop, found);
    }

    private sealed record Line(string Key, string Name, long Denials, double Expected, double Variance);
}
