using System.Globalization;
using DenialDesk.App.Breakdowns;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Breakdowns;

/// <summary>The denials that a number counted. The same filters as the page it stands on, all in the address.</summary>
public partial class BreakdownRows : IAsyncDisposable
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["j", "k", "Enter"];

    private BreakdownAsk _ask = new();
    private BreakdownDenials? _list;
    private bool _moreRows;
    private int _here = -1;
    private PageKeys? _keys;

    [Inject]
    public required ListBreakdownRows List { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    /// <summary>One of <see cref="ListBreakdownRows.Shows"/>.</summary>
    [SupplyParameterFromQuery(Name = "which")]
    public string? Which { get; set; }

    /// <summary>Day and id of the row to go on after.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private (string Name, string? Value)[] Filters => [.. _ask.Query(), ("which", Which)];

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        (_ask, _here) = (BreakdownAddress.Read(Navigation), -1);
        var found = await List.Run(new() { Ask = _ask, Which = Which, After = Place(After), Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_list, _moreRows) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, PressAsync);
        await _keys.StartAsync();
    }

    private async Task PressAsync(string key)
    {
        var rows = _list?.Rows ?? [];
        if (rows.Count == 0) { return; }

        if (key == "Enter")
        {
            if (_here >= 0) { Navigation.NavigateTo(Routes.DenialOf(rows[_here].PracticeId, rows[_here].DenialId)); }

            return;
        }

        _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, rows.Count - 1);
        await Browser.InvokeVoidAsync("desk.show", $"row-{_here}");
        StateHasChanged();
    }

    private string Here(string? which) => Routes.With(Routes.BreakdownRows, [.. _ask.Query(), ("which", which is "all" ? null : which)]);

    private static BreakdownPlace? Place(string? after)
        => after?.Split('_') is [var day, var id] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var denial)
            ? new(on, denial)
            : null;

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
