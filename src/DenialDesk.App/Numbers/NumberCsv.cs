using DenialDesk.Domain.Numbers;

namespace DenialDesk.App.Numbers;

/// <summary>A line of the numbers' file: a number in a month with both halves.</summary>
public sealed record NumberCsvRow(
    string Number, string Month, decimal? Value, string Unit, decimal Numerator, decimal Denominator, long Seen, double? IntervalLow, double? IntervalHigh, string Zone, bool EnoughToJudge,
    DateOnly? FrozenOn, decimal? FrozenNumerator, decimal? FrozenDenominator);

/// <summary>The numbers as lines for a spreadsheet: shares from 0 to 1, days and dollars as numbers.</summary>
public static class NumberCsv
{
    /// <summary>Every month of every number, or of one.</summary>
    public static IReadOnlyList<NumberCsvRow> Rows(NumberView view, string? kpi)
        => [.. view.Lines.Where(l => kpi is null || l.Definition.Key == kpi).SelectMany(l => l.Months.Select(m => Row(l, m)))];

    private static NumberCsvRow Row(NumberLine line, NumberMonth month) => new(
        line.Definition.Title, Trends.TrendPeriod.Name(month.Month), month.Value.Value is { } value ? Math.Round(value, 4) : null, Unit(line.Definition.Unit), month.Count.Part, month.Count.Whole,
        month.Count.Seen, month.Value.Low is { } low ? Math.Round(low, 4) : null, month.Value.High is { } high ? Math.Round(high, 4) : null, Zone(month.Value.Zone), !month.Value.Thin, month.Frozen?.On,
        month.Frozen?.Count.Part, month.Frozen?.Count.Whole);

    private static string Unit(KpiUnit unit) => unit switch
    {
        KpiUnit.Share => "share",
        KpiUnit.Days => "days",
        KpiUnit.Dollars or KpiUnit.DollarsEach => "dollars",
        _ => "count",
    };

    private static string Zone(KpiZone zone) => zone switch
    {
        KpiZone.Target => "target",
        KpiZone.NeedsWork => "needs work",
        KpiZone.Red => "red",
        _ => "",
    };
}
