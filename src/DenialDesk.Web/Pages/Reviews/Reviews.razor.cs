using System.Globalization;
using DenialDesk.App.Practices;
using DenialDesk.App.Reviews;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The pack of a month's review meeting. Practice, month and department in the address.</summary>
public sealed partial class Reviews
{
    private ReviewView? _view;
    private ReadingWait? _wait;
    private DeskTime? _time;
    private string? _refused;
    private bool _none;
    private bool _mayKeep;

    [Inject]
    public required SeeReview See { get; set; }

    [Inject]
    public required KeepReview Keep { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    /// <summary>"2026-05".</summary>
    [SupplyParameterFromQuery(Name = "month")]
    public string? Month { get; set; }

    [SupplyParameterFromQuery(Name = "department")]
    public string? Department { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayKeep = actor.May(Domain.People.Permission.AssignOthers);
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _wait = null;
        _view = await See.Run(new() { Practice = Practice, Month = Deadlines.Expired.FirstOf(Month), Waiting = Tell }, actor, CancellationToken.None);
        _none = _view is null;
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        _wait = wait;
        StateHasChanged();
    });

    private async Task KeepAsync()
    {
        if (_view is not { } view) { return; }

        _refused = (await Keep.Run(new() { Practice = view.PracticeId, Month = view.Pack.Month }, await Me.GetAsync(), CancellationToken.None)).Refusal?.Sentence;
        await LoadAsync();
    }

    private string Address(string path, params (string, string?)[] more) => Routes.With(path, [("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("month", Month), ("department", Department), .. more]);

    private string File(string kind) => Address(Routes.FileOfKind(Routes.ReviewFile, kind));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Reviews, ("practice", name == "practice" ? value?.ToString() : Practice?.ToString(CultureInfo.InvariantCulture)), ("month", name == "month" ? value as string : Month),
        ("department", name == "department" ? value as string : name == "practice" ? null : Department)));
}
