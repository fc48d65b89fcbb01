using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>The ledger of changes. Filters in the address.</summary>
public partial class PreventionLedger : IAsyncDisposable
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["j", "k", "Enter"];
    private static readonly (string Value, string Text)[] Shows = [("open", "Open"), ("mine", "Mine"), ("measured", "Measured"), ("kept", "Kept"), ("reopened", "Reopened"), ("reverted", "Taken back"), ("all", "All")];

    private ActionList? _list;
    private QueueChoiceLists? _choices;
    private IReadOnlyList<string> _departments = [];
    private bool _more;
    private int _here = -1;
    private PageKeys? _keys;

    [Inject]
    public required ListActions List { get; set; }

    [Inject]
    public required SeeRootCauses Causes { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    /// <summary>open when it is not said.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "department")]
    public string? Department { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Showing => ShowOf(Show);

    private (string Name, string? Value)[] Filters => [("show", Show), ("department", Department), ("category", Category), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What an address shows.</summary>
    internal static string ShowOf(string? show) => Shows.Any(s => s.Value == show) ? show! : "open";

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        _here = -1;
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _departments = (await Causes.Run(actor, CancellationToken.None)).Body.Departments;
        var found = await List.Run(new() { Show = Showing, Department = Department, Category = Category, Practice = Practice, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
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
        if (key == "Enter")
        {
            if (_here >= 0 && _here < rows.Count) { Navigation.NavigateTo(Routes.PreventionActionOf(rows[_here].PracticeId, rows[_here].ActionId)); }

            return;
        }

        _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, Math.Max(0, rows.Count - 1));
        StateHasChanged();
        await Browser.InvokeVoidAsync("desk.show", $"action-{_here}");
    }

    private string Here(string name, string? value) => Routes.With(Routes.Prevention, [.. Filters.Select(f => f.Name == name ? (name, value) : f)]);

    private void Go(string name, object? value) => Navigation.NavigateTo(Here(name, value as string));
}
