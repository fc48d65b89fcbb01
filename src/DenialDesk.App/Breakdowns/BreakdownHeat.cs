using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.App.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>Payers against categories, each cell out of its payer's claims.</summary>
internal static class BreakdownHeat
{
    private const int MostPayers = 15;

    public static async Task<HeatView> ReadAsync(BreakdownReading reading, MonthSpan span, BreakdownNames names, CancellationToken cancellation)
    {
        var denied = await reading.DeniedAsync(span, RollupBy.Payer | RollupBy.Category, cancellation);
        var decided = (await reading.DecidedAsync(span, RollupBy.Payer, cancellation)).ToDictionary(d => d.PayerId, BreakdownCount.Of);
        List<string> categories = [.. denied.GroupBy(d => d.Category, StringComparer.Ordinal).OrderByDescending(g => g.Sum(d => d.Denials)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)];
        var payers = denied.Select(d => d.PayerId).Concat(decided.Keys).Distinct()
            .OrderByDescending(id => denied.Where(d => d.PayerId == id).Sum(d => d.DeniedAmount)).ThenByDescending(id => decided.GetValueOrDefault(id).Claims).ToList();

        HeatLine Line(string key, string name, IReadOnlyList<int> of)
        {
            var ids = of.ToHashSet();
            var claims = of.Aggregate(default(BreakdownCount), (sum, id) => sum + decided.GetValueOrDefault(id));
            var cells = new BreakdownCount[categories.Count];
            foreach (var d in denied.Where(d => ids.Contains(d.PayerId))) { cells[categories.IndexOf(d.Category)] += BreakdownCount.Of(d); }

            return new(key, name, [.. cells.Select(c => c + claims)], cells.Aggregate(claims, (sum, c) => sum + c));
        }

        List<HeatLine> rows = [.. payers.Take(MostPayers).Select(id => Line(id.ToString(CultureInfo.InvariantCulture), names.Of(BreakdownBy.Payer, id.ToString(CultureInfo.InvariantCulture)), [id]))];
        if (payers.Count > MostPayers) { rows.Add(Line("", $"{payers.Count - MostPayers} other payers", payers[MostPayers..])); }

        return new([.. categories.Select(c => new TrendChoice(c, CategoryNames.Of(c)))], rows, Line("", "All payers", payers));
    }
}
