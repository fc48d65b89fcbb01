using DenialDesk.App.Numbers;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>What changed from one month to the next, against what the month before leads one to expect.</summary>
internal static class BreakdownMovers
{
    private const int Drawn = 4;

    public static async Task<MoversView> ReadAsync(BreakdownReading reading, BreakdownAsk ask, MonthSpan year, BreakdownNames names, CancellationToken cancellation)
    {
        var own = BreakdownReading.HasOwnClaims(ask.By);
        var sides = BreakdownReading.SidesOf(ask.By) | RollupBy.Month;
        var counts = new Dictionary<(string Key, DateOnly Month), BreakdownCount>();
        foreach (var d in await reading.DeniedAsync(year, sides, cancellation)) { BreakdownMaking.Add(counts, (BreakdownMaking.KeyOf(ask.By, d), d.Month), BreakdownCount.Of(d)); }

        List<string> keys = [.. counts.Keys.Select(k => k.Key).Distinct(StringComparer.Ordinal)];
        foreach (var d in await reading.DecidedAsync(year, own ? sides : RollupBy.Month, cancellation))
        {
            foreach (var key in own ? [BreakdownMaking.KeyOf(ask.By, d)] : keys) { BreakdownMaking.Add(counts, (key, d.Month), BreakdownCount.Of(d)); }
        }

        DateOnly[] months = [.. Enumerable.Range(0, 12).Select(year.From.AddMonths)];
        var (before, after) = (months[^2], months[^1]);
        var movers = keys.Select(key => Of(key, names.Of(ask.By, key), counts.GetValueOrDefault((key, before)), counts.GetValueOrDefault((key, after)))).OfType<Mover>().ToList();
        var dollars = ask.Measure is not (BreakdownMeasure.Count or BreakdownMeasure.Rate);
        double Size(Mover m) => dollars ? (double)m.Dollars : m.Excess;
        return new(
            before, after, movers.Count,
            [.. movers.Where(m => Size(m) > 0).OrderByDescending(Size).ThenBy(m => m.Name, StringComparer.Ordinal).Take(MoversView.Most)],
            [.. movers.Where(m => Size(m) < 0).OrderBy(Size).ThenBy(m => m.Name, StringComparer.Ordinal).Take(MoversView.Most)],
            months,
            [.. keys.OrderByDescending(k => months.Sum(m => counts.GetValueOrDefault((k, m)).Denials)).ThenBy(k => k, StringComparer.Ordinal).Take(Drawn)
                .Select(k => new MonthLine(k, names.Of(ask.By, k), [.. months.Select(m => counts.GetValueOrDefault((k, m)))]))]);
    }

    /// <summary>Null where one of the months has no claims: then there is nothing to hold it against.</summary>
    private static Mover? Of(string key, string name, BreakdownCount before, BreakdownCount after)
    {
        if (!before.Rate.Exists || !after.Rate.Exists || before.Denials + after.Denials == 0) { return null; }

        var change = new RateChange(before.Rate, after.Rate);
        var each = (before.Expected + after.Expected) / (before.Denials + after.Denials);
        return new(key, name, before, after, change, change.Excess, decimal.Round((decimal)change.Excess * each, 2));
    }
}
