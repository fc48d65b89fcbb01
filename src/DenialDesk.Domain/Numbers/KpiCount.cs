using System.Globalization;

namespace DenialDesk.Domain.Numbers;

/// <summary>A number's two halves in a month.</summary>
/// <param name="Part">Numerator: things, days or dollars, as the definition says.</param>
/// <param name="Whole">Denominator; 0 for a plain sum.</param>
/// <param name="Seen">How many things were looked at: what decides whether it is too few to judge.</param>
public readonly record struct KpiCount(decimal Part, decimal Whole, long Seen)
{
    /// <summary>Adds counts of different things.</summary>
    public static KpiCount operator +(KpiCount a, KpiCount b) => new(a.Part + b.Part, a.Whole + b.Whole, a.Seen + b.Seen);
}

/// <summary>A number as it is shown and judged.</summary>
/// <param name="Value">The number in its unit: a share from 0 to 1, days, dollars; null when there is nothing to divide by.</param>
/// <param name="Low">Lower end of the 95 % interval, in the number's unit; null where there is none.</param>
/// <param name="High">Upper end of the 95 % interval; null too where it is not known yet.</param>
/// <param name="Thin">Fewer than 30 observations: shown grey, never coloured.</param>
/// <param name="Zone">By the number itself.</param>
/// <param name="Uncertain">The 90 % interval reaches into another zone: hatched.</param>
public sealed record KpiValue(decimal? Value, double? Low, double? High, bool Thin, KpiZone Zone, bool Uncertain);

/// <summary>Works a number out from its two halves.</summary>
public static class KpiRule
{
    /// <summary>Below this many observations nothing is judged.</summary>
    public const int Enough = 30;

    private const double Z95 = 1.959963984540054;
    private const double Z90 = 1.6448536269514722;

    /// <summary>The number, its interval and its zone.</summary>
    public static KpiValue Of(KpiDefinition definition, KpiCount count, NumberZones zones)
    {
        var value = ValueOf(definition, count);
        if (value is not { } number) { return new(null, null, null, true, KpiZone.None, false); }

        var thin = count.Seen < Enough;
        var zone = thin ? KpiZone.None : zones.ZoneOf(definition.Kpi, number);
        if (!definition.Counted) { return new(number, null, null, thin, zone, false); }

        var (low, high) = Wilson(count.Part, count.Whole, Z95);
        var (near, far) = Wilson(count.Part, count.Whole, Z90);
        var uncertain = zone != KpiZone.None && (zones.ZoneOf(definition.Kpi, (decimal)near) != zone || zones.ZoneOf(definition.Kpi, (decimal)far) != zone);
        return new(number, low, high, thin, zone, uncertain);
    }

    /// <summary>The same from the parts of a number as well: only a survival needs them.</summary>
    public static KpiValue Of(KpiDefinition definition, KpiCount count, IReadOnlyDictionary<int, KpiCount> buckets, NumberZones zones)
    {
        if (!definition.IsSurvival) { return Of(definition, count, zones); }

        var median = SurvivalRule.Median(buckets.Select(b => KeyValuePair.Create(b.Key, b.Value.Seen)));
        var thin = count.Seen < Enough;
        return new(median.Day, median.Low, median.High, thin, thin || median.Day is not { } day ? KpiZone.None : zones.ZoneOf(definition.Kpi, day), false);
    }

    /// <summary>The number alone; null when there is nothing to divide by.</summary>
    public static decimal? ValueOf(KpiDefinition definition, KpiCount count) => definition.Unit switch
    {
        KpiUnit.Dollars => count.Seen == 0 ? null : count.Part,
        KpiUnit.Count => count.Whole,
        _ => count.Whole <= 0 ? null : count.Part / count.Whole,
    };

    /// <summary>Wilson's score interval, inside 0 to 1 and well-behaved at small numbers.</summary>
    /// <param name="part">How many had the property.</param>
    /// <param name="whole">How many were looked at, more than 0.</param>
    /// <param name="z">1.96 for 95 %.</param>
    public static (double Low, double High) Wilson(decimal part, decimal whole, double z)
    {
        var (n, p) = ((double)whole, (double)(part / whole));
        var centre = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>The day by which a share of the things had happened: the smallest day at or below which that share of them lies.</summary>
    /// <param name="days">How many things by day.</param>
    /// <param name="share">0.5 for the median.</param>
    public static int? Percentile(IEnumerable<KeyValuePair<int, long>> days, decimal share)
    {
        var ordered = days.OrderBy(d => d.Key).ToList();
        var wanted = Math.Ceiling(share * ordered.Sum(d => d.Value));
        var passed = 0L;
        foreach (var (day, count) in ordered)
        {
            passed += count;
            if (passed >= wanted && passed > 0) { return day; }
        }

        return null;
    }

    /// <summary>A number in its unit: "8.1 %", "34.0 days", "$1,250".</summary>
    public static string Text(KpiUnit unit, decimal? value) => value is not { } number ? "–" : unit switch
    {
        KpiUnit.Share => (100 * number).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        KpiUnit.Days => number.ToString("0.0", CultureInfo.InvariantCulture) + " days",
        KpiUnit.Dollars => (number < 0 ? "−$" : "$") + Math.Abs(number).ToString("#,##0", CultureInfo.InvariantCulture),
        KpiUnit.DollarsEach => (number < 0 ? "−$" : "$") + Math.Abs(number).ToString("#,##0.00", CultureInfo.InvariantCulture),
        KpiUnit.Each => number.ToString("0.0", CultureInfo.InvariantCulture),
        _ => number.ToString("#,##0", CultureInfo.InvariantCulture),
    };

    /// <summary>"118 claims denied of 1,460 claims decided for the first time".</summary>
    public static string Parts(KpiDefinition definition, KpiCount count)
    {
        var part = $"{(definition.PartIsDollars ? Text(KpiUnit.Dollars, count.Part) : Text(KpiUnit.Count, count.Part))} {definition.Part}";
        if (definition.Whole.Length == 0) { return part; }

        var dollars = definition.PartIsDollars && definition.Unit == KpiUnit.Share;
        return $"{part} of {(dollars ? Text(KpiUnit.Dollars, count.Whole) : count.Whole == Math.Floor(count.Whole) ? Text(KpiUnit.Count, count.Whole) : Text(KpiUnit.Each, count.Whole))} {definition.Whole}";
    }
}
