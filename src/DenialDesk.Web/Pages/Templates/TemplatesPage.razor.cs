using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Templates;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Templates;

/// <summary>The list of letter templates; filters stand in the address.</summary>
public partial class TemplatesPage
{
    private IReadOnlyList<TemplateRow>? _rows;
    private QueueChoiceLists? _choices;

    [Inject]
    public required ListTemplates List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    public string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "retired")]
    public bool Retired { get; set; }

    private (string Name, string? Value)[] Filters
        => [("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("category", Category), ("level", Level), ("retired", Retired ? "true" : null)];

    protected override async Task OnParametersSetAsync()
    {
        var me = await Who.GetAsync();
        _choices ??= await Choices.Run(me, CancellationToken.None);
        _rows = await List.Run(new() { Payer = Payer, Category = Category, Level = Level, Retired = Retired }, me, CancellationToken.None);
    }

    private void Go(string name, object? value)
        => Navigation.NavigateTo(Routes.With(Routes.Templates, [.. Filters.Where(f => f.Name != name), (name, value?.ToString())]));
}
