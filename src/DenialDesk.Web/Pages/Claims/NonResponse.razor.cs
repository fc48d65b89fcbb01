using System.Globalization;
using DenialDesk.App.Claims;
using DenialDesk.App.Queue;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Claims;

/// <summary>Submitted claims without an answer; the filters are the address.</summary>
public partial class NonResponse
{
    private const int PageSize = 50;

    private NonResponseView? _view;
    private QueueChoiceLists? _choices;
    private string _show = "";
    private string _payer = "";
    private string _practice = "";
    private bool _silent;

    /// <summary>"all" for everything that waits; anything else for what is late.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "silent")]
    public bool? Silent { get; set; }

    /// <summary>The keyset: day and submission after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    [Inject]
    public required ListNonResponse List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private (string Name, string? Value)[] Filters =>
    [
        ("show", Show), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("silent", Silent == true ? "true" : null),
    ];

    private bool IsFiltered => Filters.Any(f => !string.IsNullOrEmpty(f.Value));

    protected override async Task OnParametersSetAsync()
    {
        (_show, _payer, _practice, _silent) = (Show ?? "", $"{Payer}", $"{Practice}", Silent == true);
        var actor = await Who.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _view = await List.Run(
            new() { All = Show == "all", Payer = Payer, Practice = Practice, Silent = Silent == true, After = PlaceOf(After), Take = PageSize }, actor, CancellationToken.None);
    }

    private static NonResponsePlace? PlaceOf(string? text)
        => text?.Split('-') is [var day, var id] && DateOnly.TryParseExact(day, "yyyyMMdd", out var on) && long.TryParse(id, CultureInfo.InvariantCulture, out var submitted) ? new(on, submitted) : null;

    private void Apply() => Navigation.NavigateTo(Routes.With(
        Routes.NonResponse, ("show", _show), ("payer", _payer), ("practice", _practice), ("silent", _silent ? "true" : null)));
}
