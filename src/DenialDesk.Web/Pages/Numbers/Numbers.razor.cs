using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Numbers;

/// <summary>Every number of the manager's month as a card. Filters are in the address.</summary>
public partial class Numbers
{
    private DeskTime? _time;

    [Inject]
    public required SeeNumbers See { get; set; }

    [Inject]
    public required PersonTime Clock { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private NumberView? View { get; set; }

    private bool MayEdit { get; set; }

    private bool HasFilter => Practice is not null || Payer is not null || To is not null;

    private (string Name, string? Value)[] Filters => [("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("to", To)];

    protected override async Task OnParametersSetAsync()
    {
        _time ??= await Clock.GetAsync();
        var actor = await Who.GetAsync();
        MayEdit = actor.May(Permission.ManageSettings);
        View = await See.Run(new() { Practice = Practice, Payer = Payer, To = To }, actor, CancellationToken.None);
    }

    /// <summary>Another page under the same filters.</summary>
    private string Here(string address) => Routes.With(address, Filters);

    private void Go(string name, string? value) => Navigation.NavigateTo(Routes.With(Routes.Numbers, [.. Filters.Select(f => f.Name == name ? (name, value) : f)]));

    private static IReadOnlyList<double?> Values(NumberLine line) => [.. line.Months.Select(m => (double?)m.Value.Value)];
}
