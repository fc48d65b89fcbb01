using System.Globalization;
using DenialDesk.App.Reviews;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.Trends;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace DenialDesk.Web.Pages.Teamwork;

/// <summary>What the team can do in time, and what each did. Days and pace in the address.</summary>
public sealed partial class TeamPage
{
    private TeamView? _team;
    private ForecastView? _forecast;
    private ReadingWait? _wait;

    [Inject]
    public required SeeTeam See { get; set; }

    [Inject]
    public required ForecastQueue Play { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>"90"; what is no number from 7 to 366 is said to be none.</summary>
    [SupplyParameterFromQuery(Name = "days")]
    public string? DaysAsked { get; set; }

    /// <summary>"480".</summary>
    [SupplyParameterFromQuery(Name = "minutes")]
    public string? MinutesAsked { get; set; }

    private int? Days => PeriodWords.Whole(DaysAsked) is { } days and >= 7 and <= 366 ? days : null;

    private double? Minutes => double.TryParse(MinutesAsked, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes <= 100_000 ? minutes : null;

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Me.GetAsync();
        (_forecast, _wait) = (null, null);
        _team = await See.Run(new() { Days = Days ?? 30, Waiting = Tell }, actor, CancellationToken.None);
        _forecast = await Play.Run(new() { Minutes = Minutes, Waiting = Tell }, actor, CancellationToken.None);
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        _wait = wait;
        StateHasChanged();
    });

    private static RenderFragment ShareCell(Rate rate) => (RenderTreeBuilder b) =>
    {
        b.OpenElement(0, "span");
        b.AddAttribute(1, "class", rate.TooFew ? "note" : null);
        b.AddContent(2, rate.Exists ? string.Create(CultureInfo.InvariantCulture, $"{SheetText.Share(rate.Value)} ({rate.Whole})") : "–");
        b.CloseElement();
    };

    private string File(string kind) => Routes.With(Routes.FileOfKind(Routes.TeamFile, kind), ("days", Days?.ToString(CultureInfo.InvariantCulture)), ("minutes", Minutes?.ToString("0", CultureInfo.InvariantCulture)));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Team, ("days", name == "days" ? value?.ToString() : Days?.ToString(CultureInfo.InvariantCulture)), ("minutes", name == "minutes" ? value?.ToString() : Minutes?.ToString(CultureInfo.InvariantCulture))));
}
