using System.Globalization;
using DenialDesk.App.Appeals;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Appeals;

/// <summary>The list of appeals. Filters in the address.</summary>
public partial class Appeals : IAsyncDisposable
{
    private const int PageSize = 50;

    private static readonly WindowAction[] Levels =
        [WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.Appeal3, WindowAction.Appeal4, WindowAction.Appeal5, WindowAction.ExternalReview];

    private AppealList? _list;
    private QueueChoiceLists? _choices;
    private bool _more;
    private int _at = -1;
    private PageKeys? _keys;

    [Inject]
    public required ListAppeals List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    public string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Csv => Routes.AppealsCsv + new Uri(Navigation.Uri).Query;

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Show = Show, Payer = Payer, Level = Level, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more, _at) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize, -1);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, ["j", "k", "Enter"], PressAsync);
        await _keys.StartAsync();
    }

    private Task PressAsync(string key)
    {
        if (_list is not { Rows.Count: > 0 } list) { return Task.CompletedTask; }

        if (key == "Enter" && _at >= 0) { Navigation.NavigateTo(Routes.AppealOf(list.Rows[_at].PracticeId, list.Rows[_at].AppealId)); }
        else if (key != "Enter") { _at = Math.Clamp(_at + (key == "j" ? 1 : -1), 0, list.Rows.Count - 1); }

        StateHasChanged();
        return Task.CompletedTask;
    }

    private string Here() => Routes.With(Routes.Appeals, ("show", Show), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("level", Level));

    private string Shown(string show) => Routes.With(Routes.Appeals, ("show", show), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("level", Level));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Appeals, ("show", name == "show" ? value as string : Show), ("payer", name == "payer" ? value as string : Payer?.ToString(CultureInfo.InvariantCulture)), ("level", name == "level" ? value as string : Level)));

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
