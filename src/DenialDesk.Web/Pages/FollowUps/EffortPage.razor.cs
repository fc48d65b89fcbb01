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

    /// <summary>The row after which the page begins, "12:CO-197".</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Csv => Routes.EffortCsv + new Uri(Navigation.Uri).Query;

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _report = await See.Run(new() { Months = Months ?? 12, Payer = Payer, Category = Category, After = After, Take = PageSize }, actor, CancellationToken.None);
    }

    private string Here() => Routes.With(
        Routes.Effort, ("months", Months?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("category", Category));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Effort, ("months", name == "months" ? value as string : Months?.ToString(CultureInfo.InvariantCulture)),
        ("payer", name == "payer" ? value as string : Payer?.ToString(CultureInfo.InvariantCulture)), ("category", name == "category" ? value as string : Category)));

    private static string ActionWords(string action) => action switch
    {
        "looked" => "nothing recorded",
        "called" => "a call",
        _ => Words.Of(action),
    };

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
