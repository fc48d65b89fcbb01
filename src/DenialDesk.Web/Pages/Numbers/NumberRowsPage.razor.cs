using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Numbers;

/// <summary>The rows behind a number of a month, those of its numerator, its denominator, or both.</summary>
public partial class NumberRowsPage
{
    private const int PageSize = 50;

    private static readonly (string? Value, string Text)[] Sides = [(null, "All rows"), ("part", "Numerator"), ("whole", "Denominator")];

    private NumberRowList? _list;
    private bool _more;
    private bool _read;

    [Inject]
    public required ListNumberRows List { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    /// <summary>The number's key.</summary>
    [Parameter]
    public required string Key { get; set; }

    /// <summary>"2026-05".</summary>
    [Parameter]
    public required string Month { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    /// <summary>part or whole; both when left out.</summary>
    [SupplyParameterFromQuery(Name = "side")]
    public string? Side { get; set; }

    [SupplyParameterFromQuery(Name = "bucket")]
    public int? Bucket { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private (string Name, string? Value)[] Filters =>
    [
        ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("side", Side), ("bucket", Bucket?.ToString(CultureInfo.InvariantCulture)),
    ];

    protected override async Task OnParametersSetAsync()
    {
        var found = await List.Run(
            new() { Kpi = Key, Month = Month, Practice = Practice, Payer = Payer, Side = Side, Bucket = Bucket, After = After, Take = PageSize + 1 }, await Who.GetAsync(), CancellationToken.None);
        (_list, _more, _read) = (found is null ? null : found with { Rows = [.. found.Rows.Take(PageSize)] }, found?.Rows.Count > PageSize, true);
    }

    private static string Amount(decimal value, bool dollars) => dollars
        ? (value < 0 ? "−$" : "$") + Math.Abs(value).ToString("#,##0.00", CultureInfo.InvariantCulture)
        : value.ToString("#,##0.##", CultureInfo.InvariantCulture);

    private string Here(string name, string? value)
        => Routes.With(Routes.With("/numbers/" + Uri.EscapeDataString(Key) + "/" + Uri.EscapeDataString(Month), [.. Filters.Select(f => f.Name == name ? (name, value) : f)]), name == "after" ? [("after", value)] : []);
}
