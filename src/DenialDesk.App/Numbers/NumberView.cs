using DenialDesk.App.Trends;
using DenialDesk.Domain.Numbers;

namespace DenialDesk.App.Numbers;

/// <summary>A month as it was frozen.</summary>
/// <param name="On">The practice's day; the earliest of several practices.</param>
public sealed record FrozenMonth(DateOnly On, KpiCount Count, KpiValue Value);

/// <summary>A number in one month.</summary>
/// <param name="Buckets">Its parts: fully and partly denied, days, ages or horizons.</param>
/// <param name="Frozen">As it was frozen; null while the month is not, or was not for every practice shown.</param>
public sealed record NumberMonth(DateOnly Month, KpiCount Count, KpiValue Value, IReadOnlyDictionary<int, KpiCount> Buckets, FrozenMonth? Frozen)
{
    /// <summary>Whether it is another number now than when it was frozen.</summary>
    public bool Restated => Frozen is { } then && then.Count != Count;

    /// <summary>The day by which half of the things had happened; for numbers of days.</summary>
    public int? Median => KpiRule.Percentile(Buckets.Select(b => KeyValuePair.Create(b.Key, b.Value.Seen)), 0.5m);

    /// <summary>The day by which nine in ten had happened.</summary>
    public int? NinetyPercent => KpiRule.Percentile(Buckets.Select(b => KeyValuePair.Create(b.Key, b.Value.Seen)), 0.9m);
}

/// <summary>A number over the months of a page.</summary>
/// <param name="Months">Oldest first.</param>
/// <param name="Headline">The month that stands for it: the last that is over and finished enough.</param>
public sealed record NumberLine(KpiDefinition Definition, KpiBoundary? Boundary, IReadOnlyList<NumberMonth> Months, NumberMonth Headline)
{
    /// <summary>Whether nothing was looked at in any month.</summary>
    public bool IsEmpty => Months.All(m => m.Count.Seen == 0);
}

/// <summary>The numbers page.</summary>
/// <param name="HighDollar">From how many expected dollars a denial is among the highest tenth: the lowest and the highest of the practices shown; null without denials.</param>
public sealed record NumberView(
    IReadOnlyList<NumberLine> Lines, DateOnly Last, DateOnly Today, NumberFreshness Freshness, (decimal Low, decimal High)? HighDollar,
    IReadOnlyList<TrendChoice> Practices, IReadOnlyList<TrendChoice> Payers)
{
    /// <summary>The line of a number.</summary>
    public NumberLine Of(Kpi kpi) => Lines[(int)kpi];
}
