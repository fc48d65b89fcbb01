using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.Domain.Numbers;

namespace DenialDesk.Web.Pages.Numbers;

/// <summary>How a number, its zone, its interval and its restatement read.</summary>
internal static class NumberWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", English);

    public static string Day(DateOnly day) => day.ToString("MMM d, yyyy", English);

    /// <summary>The class that colours it; hatched when the interval crosses a boundary.</summary>
    public static string Class(KpiValue value) => value.Zone switch
    {
        KpiZone.Target => "target",
        KpiZone.NeedsWork => "needs-work",
        KpiZone.Red => "red",
        _ => value.Thin ? "thin" : "",
    } + (value.Uncertain ? " uncertain" : "");

    /// <summary>Null where a number has no zone.</summary>
    public static string? Zone(KpiValue value) => value.Zone switch
    {
        KpiZone.Target => "on target",
        KpiZone.NeedsWork => "needs work",
        KpiZone.Red => "red",
        _ => null,
    };

    /// <summary>What is to be known beside the number: too few, or how certain it is.</summary>
    public static string Certainty(KpiDefinition definition, KpiValue value) => value switch
    {
        { Value: null } when definition.IsSurvival && value.Low is not null => "Fewer than half have ended yet",
        { Value: null } => "Nothing counted",
        { Thin: false, Low: { } soon } when definition.IsSurvival => string.Create(CultureInfo.InvariantCulture, $"95 % interval {soon:0}") + (value.High is { } late ? string.Create(CultureInfo.InvariantCulture, $"–{late:0} days") : " days or more"),
        _ when definition.Unit is KpiUnit.Count or KpiUnit.Dollars => "",
        { Thin: true } => "Fewer than 30: too few to judge",
        { Low: { } low, High: { } high } => string.Create(CultureInfo.InvariantCulture, $"95 % interval {100 * low:0.0}–{100 * high:0.0}\u00a0%") + (value.Uncertain ? ", may lie in another zone" : ""),
        _ => definition.Unit == KpiUnit.Share ? "Dollars are no independent observations: no interval" : "",
    };

    /// <summary>"Target under 5.0 %, red over 10.0 %."; empty without zones.</summary>
    public static string Boundaries(KpiDefinition definition, KpiBoundary? boundary) => boundary is null ? "" : boundary.Target <= boundary.Red
        ? $"Target under {KpiRule.Text(definition.Unit, boundary.Target)}, red over {KpiRule.Text(definition.Unit, boundary.Red)}."
        : $"Target over {KpiRule.Text(definition.Unit, boundary.Target)}, red under {KpiRule.Text(definition.Unit, boundary.Red)}.";

    /// <summary>"8.1 % as frozen on Nov 3, 2026; 8.3 % now: 14 more counted since."</summary>
    public static string Restated(KpiDefinition definition, NumberMonth month)
    {
        if (month.Frozen is not { } frozen) { return ""; }

        if (!month.Restated) { return $"As frozen on {Day(frozen.On)}."; }

        var seen = month.Count.Seen - frozen.Count.Seen;
        var why = seen switch
        {
            > 0 => $"{seen.ToString("N0", English)} more counted since",
            < 0 => $"{(-seen).ToString("N0", English)} fewer counted since",
            _ => "as many, counted otherwise since",
        };
        return $"{KpiRule.Text(definition.Unit, frozen.Value.Value)} as frozen on {Day(frozen.On)}; {KpiRule.Text(definition.Unit, month.Value.Value)} now: {why}.";
    }

    /// <summary>What a part of a number is called; null for parts that only make a distribution.</summary>
    public static string? Bucket(Kpi kpi, int bucket) => (kpi, bucket) switch
    {
        (Kpi.DenialRateClaims, 1) => "fully denied",
        (Kpi.DenialRateClaims, 2) => "partly denied",
        (Kpi.AppealSuccess or Kpi.AppealDollars, 1) => "overturned",
        (Kpi.AppealSuccess or Kpi.AppealDollars, 2) => "partly overturned",
        (Kpi.AppealSuccess or Kpi.AppealDollars, 3) => "upheld",
        (Kpi.AppealSuccess or Kpi.AppealDollars, 4) => "dismissed",
        (Kpi.Backlog, 0) => "0–30 days",
        (Kpi.Backlog, 31) => "31–60",
        (Kpi.Backlog, 61) => "61–90",
        (Kpi.Backlog, 91) => "91–120",
        (Kpi.Backlog, 121) => "over 120",
        (Kpi.Recovery, 0) => "so far",
        (Kpi.Recovery, > 0) => $"after {bucket} days",
        _ => null,
    };

    /// <summary>What a row's part is called; days that only make a distribution stand on the row too.</summary>
    public static string? RowPart(Kpi kpi, int bucket) => kpi != Kpi.TimeToResolution ? Bucket(kpi, bucket)
        : bucket >= 0 ? string.Create(English, $"ended after {bucket:N0} days") : string.Create(English, $"not ended after {-1 - bucket:N0} days");

    /// <summary>A part as it is shown in a cell.</summary>
    public static string BucketText(KpiDefinition definition, KpiCount count) => definition.Kpi switch
    {
        Kpi.Backlog => $"{KpiRule.Text(KpiUnit.Count, count.Whole)}, {KpiRule.Text(KpiUnit.Dollars, count.Part)}",
        Kpi.Recovery => KpiRule.Text(KpiUnit.Share, KpiRule.ValueOf(definition, count)),
        _ => KpiRule.Text(KpiUnit.Count, count.Whole),
    };

    /// <summary>How fresh a page is, in a sentence.</summary>
    public static string Freshness(NumberFreshness fresh, DeskTime time)
    {
        if (fresh.Counting) { return "The numbers of appeals, days and work are being counted for the first time; come back in a few minutes."; }

        if (fresh.Decided.Uncounted > 0) { return $"{fresh.Decided.Uncounted} months are being counted for the first time and are not in these numbers yet; come back in a few minutes."; }

        var since = new[] { fresh.Decided.AsOf, fresh.OthersAsOf }.Where(t => t is not null).Min();
        return since is { } at ? $"Counted at {time.Of(at)}; what happened since is counted within minutes." : "Counted this moment.";
    }
}
