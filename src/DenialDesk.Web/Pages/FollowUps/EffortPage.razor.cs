using System.Globalization;
using DenialDesk.App.FollowUps;
using DenialDesk.App.Queue;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.FollowUps;

/// <summary>Net dollars an hour of work, by payer and reason. Filters in the address.</summary>
public partial class EffortPage
{
    private const int PageSize = 100;
    private EffortReport? _report;
    private QueueChoiceLists? _choices;

    [Inject]
    public required SeeEffort See { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "months")]
    public int? Months { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "skip")]
    public int Skip { get; set; }

    private string Csv => Routes.EffortCsv + new Uri(Navigation.Uri).Query;

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _report = await See.Run(new() { Months = Months ?? 12, Payer = Payer, Category = Category, Skip = Math.Max(0, Skip), Take = PageSize }, actor, CancellationToken.None);
    }

    private string Here() => Routes.With(
        Routes.Effort, ("months", Months?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("category", Category));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Effort, ("months", name == "months" ? value as string : Months?.ToString(CultureInfo.InvariantCulture)),
        ("payer", name == "payer" ? value as string : Payer?.ToString(CultureInfo.InvariantCulture)), ("category", name == "category" ? value as string : Category)));

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
