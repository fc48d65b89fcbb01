namespace DenialDesk.App.Trends;

/// <summary>Everything the trends page shows, from one reading of the two sources.</summary>
public sealed record TrendTables(
    TrendPeriod Period,
    TrendRow Overall,
    IReadOnlyList<TrendRow> ByPayer,
    IReadOnlyList<TrendRow> ByCategory,
    IReadOnlyList<TrendRow> ByCarc)
{
    /// <summary>Whether anything was decided in the period at all.</summary>
    public bool IsEmpty => Overall.Total.Claims == 0;

    /// <summary>The table of a split.</summary>
    public IReadOnlyList<TrendRow> Of(TrendSplit split) => split switch
    {
        TrendSplit.Payer => ByPayer,
        TrendSplit.Category => ByCategory,
        _ => ByCarc,
    };

    /// <summary>The codes that refused most claims in a month, most first.</summary>
    public IReadOnlyList<TrendRow> TopByCount(int month, int count = 3)
        => [.. ByCarc.Where(r => r.Months[month].Denied > 0).OrderByDescending(r => r.Months[month].Denied).ThenBy(r => r.Key, StringComparer.Ordinal).Take(count)];

    /// <summary>The codes that refused most dollars in a month, most first.</summary>
    public IReadOnlyList<TrendRow> TopByDollars(int month, int count = 3)
        => [.. ByCarc.Where(r => r.Months[month].DeniedAmount > 0).OrderByDescending(r => r.Months[month].DeniedAmount).ThenBy(r => r.Key, StringComparer.Ordinal).Take(count)];

    /// <summary>Adds the sources up. A payer's rate is out of that payer's claims; a category's or a code's is out of all claims shown.</summary>
    internal static TrendTables From(
        TrendPeriod period, List<DecidedCount> decided, List<DeniedCount> denied, Func<int, string> payerName, Func<string, string> categoryName, Func<string, string> carcName)
    {
        var claims = Spread(period, decided, d => d.Month, d => new TrendCount(0, d.Claims, 0, d.Billed));
        var payers = decided.Select(d => d.PayerId).Concat(denied.Select(d => d.PayerId)).Distinct()
            .Select(id => new TrendRow(id.ToString(System.Globalization.CultureInfo.InvariantCulture), payerName(id), Sum(
                Spread(period, decided.Where(d => d.PayerId == id), d => d.Month, d => new TrendCount(0, d.Claims, 0, d.Billed)),
                Spread(period, denied.Where(d => d.PayerId == id), d => d.Month, Refused))));
        return new(
            period,
            new TrendRow("", "All payers", Sum(claims, Spread(period, denied, d => d.Month, Refused))),
            [.. payers.OrderByDescending(r => r.Total.DeniedAmount).ThenByDescending(r => r.Total.Claims).ThenBy(r => r.Name, StringComparer.Ordinal)],
            Split(d => d.Category, categoryName),
            Split(d => d.Carc, carcName));

        IReadOnlyList<TrendRow> Split(Func<DeniedCount, string> key, Func<string, string> name)
            => [.. denied.GroupBy(key).Select(g => new TrendRow(g.Key, name(g.Key), Sum(claims, Spread(period, g, d => d.Month, Refused))))
                .OrderByDescending(r => r.Total.DeniedAmount).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }

    private static TrendCount Refused(DeniedCount d) => new(d.Denied, 0, d.Amount, 0);

    private static TrendCount[] Spread<T>(TrendPeriod period, IEnumerable<T> items, Func<T, DateOnly> month, Func<T, TrendCount> count)
    {
        var months = new TrendCount[TrendPeriod.Months];
        foreach (var item in items) { months[period.IndexOf(month(item))] += count(item); }

        return months;
    }

    private static TrendCount[] Sum(TrendCount[] a, TrendCount[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
