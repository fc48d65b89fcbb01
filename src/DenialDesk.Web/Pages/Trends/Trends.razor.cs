using System.Globalization;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Trends;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Trends;

/// <summary>Twelve months of denial rates. Every filter is in the address; every number leads to its denials.</summary>
public partial class Trends
{
    private static readonly IReadOnlyList<(double At, string Name)> Zones =
        [(100 * DenialRateZone.Target, "5 % target"), (100 * DenialRateZone.Red, "10 % red")];

    [Inject]
    public required SeeTrends See { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "carc")]
    public string? Carc { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "measure")]
    public string? MeasureName { get; set; }

    private TrendView? View { get; set; }

    private TrendMeasure Measure => MeasureName == "dollars" ? TrendMeasure.Dollars : TrendMeasure.Claims;

    private bool HasFilter => Practice is not null || Payer is not null || Category is not null || Carc is not null || To is not null;

    private string PeriodText => View is null ? "Twelve months" : $"{Month(View.Tables.Period.From)} to {Month(View.Tables.Period.Last)}";

    private string ChartTitle => Measure == TrendMeasure.Claims ? "Denial rate of claims" : "Denial rate of dollars";

    /// <summary>The newest month that has a denial; the last month when none has.</summary>
    private int TopMonth
    {
        get
        {
            for (var i = TrendPeriod.Months - 1; i >= 0; i--)
            {
                if (View!.Tables.Overall.Months[i].Denied > 0) { return i; }
            }

            return TrendPeriod.Months - 1;
        }
    }

    private string TopMonthName => Month(View!.Tables.Period.All[TopMonth]);

    private IEnumerable<DateOnly> LastMonths
    {
        get
        {
            var newest = new DateOnly(View!.Today.Year, View.Today.Month, 1);
            var months = Enumerable.Range(0, 36).Select(i => newest.AddMonths(-i));
            return months.Contains(View.Tables.Period.Last) ? months : months.Prepend(View.Tables.Period.Last);
        }
    }

    private IReadOnlyList<RatePoint> ChartPoints =>
    [
        .. View!.Tables.Period.All.Select((month, i) =>
        {
            var count = View.Tables.Overall.Months[i];
            var rate = Measure.RateOf(count);
            var (low, high) = rate?.Interval ?? (rate?.Value ?? 0, rate?.Value ?? 0);
            return new RatePoint(month, rate is null ? null : 100 * rate.Value, 100 * low, 100 * high, rate?.Thin ?? true, Denials(month: month), $"{Month(month)}: {Measure.Explain(count)}");
        }),
    ];

    private IReadOnlyList<Tile> Tiles
    {
        get
        {
            var tables = View!.Tables;
            var thisMonth = new DateOnly(View.Today.Year, View.Today.Month, 1);
            var last = tables.Period.Last == thisMonth ? TrendPeriod.Months - 2 : TrendPeriod.Months - 1;
            var tiles = new List<Tile>
            {
                For(TrendMeasure.Claims, $"Claims, {Month(tables.Period.All[last])}", tables.Overall.Months[last], tables.Period.All[last]),
                For(TrendMeasure.Dollars, $"Dollars, {Month(tables.Period.All[last])}", tables.Overall.Months[last], tables.Period.All[last]),
            };
            if (tables.Period.Last == thisMonth) { tiles.Add(For(TrendMeasure.Claims, "Claims, this month so far", tables.Overall.Months[^1], thisMonth)); }

            tiles.Add(For(TrendMeasure.Claims, "Claims, all twelve months", tables.Overall.Total, null));
            return tiles;
        }
    }

    protected override async Task OnParametersSetAsync()
        => View = await See.Run(new() { Practice = Practice, Payer = Payer, Category = Category, Carc = Carc, To = To }, await Who.GetAsync(), CancellationToken.None);

    private static string Month(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.GetCultureInfo("en-US"));

    private Tile For(TrendMeasure measure, string title, TrendCount count, DateOnly? month)
    {
        var rate = measure.RateOf(count);
        var parts = measure == TrendMeasure.Claims
            ? $"{count.Denied:N0} of {count.Claims:N0} claims"
            : string.Create(CultureInfo.InvariantCulture, $"${count.DeniedAmount:N0} of ${count.Billed:N0}");
        var (zone, words) = rate?.Zone switch
        {
            Zone.Target => ("target", "on target"),
            Zone.NeedsWork => ("needs-work", "needs work"),
            Zone.Red => ("red", "red"),
            _ => ("thin", null),
        };
        var fine = rate switch
        {
            null => "Nothing decided yet",
            { Thin: true } => "Fewer than 30 claims: too few to judge",
            { Interval: null } => "Under 5 % is on target, over 10 % is red",
            _ => $"95 % interval {rate.IntervalText}" + (rate.Uncertain ? ", reaches into another zone" : ""),
        };
        return new(title, rate?.Text ?? "–", zone, words, Denials(month: month), parts, fine, measure.Definition());
    }

    private string? Current(TrendMeasure measure) => measure == Measure ? "true" : null;

    /// <summary>This page with some filters changed; an empty text takes a filter away.</summary>
    private string Here(string? practice = null, string? payer = null, string? category = null, string? carc = null, string? to = null, string? measure = null)
        => Routes.With(
            Routes.Trends,
            ("practice", practice ?? Practice?.ToString(CultureInfo.InvariantCulture)),
            ("payer", payer ?? Payer?.ToString(CultureInfo.InvariantCulture)),
            ("category", category ?? Category),
            ("carc", carc ?? Carc),
            ("to", to ?? To),
            ("measure", measure ?? MeasureName));

    private void Go(string address) => Navigation.NavigateTo(address);

    /// <summary>The denials behind a number, under the filters of the page.</summary>
    private string Denials(string? payer = null, string? category = null, string? carc = null, DateOnly? month = null)
        => DenialLinks.OfTrend(
            View!.Tables.Period, month, Practice, payer ?? Payer?.ToString(CultureInfo.InvariantCulture), category ?? Category, carc ?? Carc);

    private string Csv(string table) => Routes.With(
        Routes.TrendsCsv, ("table", table), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)),
        ("category", Category), ("carc", Carc), ("to", To));

    /// <summary>One figure at the top of the page.</summary>
    private sealed record Tile(string Title, string Figure, string Zone, string? ZoneText, string Href, string Parts, string Interval, string How);
}
