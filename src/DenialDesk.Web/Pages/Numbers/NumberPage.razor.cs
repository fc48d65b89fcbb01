using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.Domain.Numbers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Numbers;

/// <summary>One number, month by month: its two halves open their rows, and what was frozen stands beside what it is now.</summary>
public partial class NumberPage
{
    private bool _read;
    private DeskTime? _time;

    [Inject]
    public required SeeNumbers See { get; set; }

    [Inject]
    public required PersonTime Clock { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>The number's key.</summary>
    [Parameter]
    public required string Key { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private NumberView? View { get; set; }

    private NumberLine? Line => View is { } view && KpiDefinitions.Find(Key) is { } definition ? view.Of(definition.Kpi) : null;

    /// <summary>Whether its parts are days, so that median and nine in ten mean something.</summary>
    private bool Spread => Line?.Definition.Kpi is Kpi.DaysToWork or Kpi.DaysToResolution;

    private IReadOnlyList<int> Buckets => Line is not { } line
        ? []
        : [.. line.Months.SelectMany(m => m.Buckets.Keys).Distinct().Where(b => NumberWords.Bucket(line.Definition.Kpi, b) is not null && (line.Definition.Kpi != Kpi.Recovery || b != 0)).Order()];

    private (string Name, string? Value)[] Filters => [("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("to", To)];

    protected override async Task OnParametersSetAsync()
    {
        _time ??= await Clock.GetAsync();
        View = KpiDefinitions.Find(Key) is null ? null : await See.Run(new() { Practice = Practice, Payer = Payer, To = To }, await Who.GetAsync(), CancellationToken.None);
        _read = true;
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Half(decimal value, bool dollars) => dollars ? KpiRule.Text(KpiUnit.Dollars, value) : value == Math.Floor(value) ? KpiRule.Text(KpiUnit.Count, value) : KpiRule.Text(KpiUnit.Each, value);

    private string Rows(DateOnly month, string? side) => Routes.With(
        Routes.NumberMonthOf(Key, month), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("side", side));

    private string Here(string address) => Routes.With(address, Filters);

    private void Go(string name, string? value) => Navigation.NavigateTo(Routes.With(Routes.NumberOf(Key), [.. Filters.Select(f => f.Name == name ? (name, value) : f)]));
}
