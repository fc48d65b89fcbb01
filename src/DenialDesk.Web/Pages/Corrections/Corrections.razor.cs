using System.Globalization;
using DenialDesk.App.Corrections;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Corrections;

/// <summary>Corrections of denied claims, the newest first; the filters are the address.</summary>
public sealed partial class Corrections : IAsyncDisposable
{
    private const int PageSize = 50;

    private static readonly string[] KeyNames = ["j", "k", "Enter"];

    private CorrectionList? _list;
    private QueueChoiceLists? _choices;
    private PageKeys? _keys;
    private string _state = "";
    private string _payer = "";
    private string _practice = "";
    private int _here = -1;
    private bool _mayWork;

    /// <summary>"overdue", "written", "rejected", "answered" or "all"; anything else is what is on its way.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    /// <summary>The correction after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public long? After { get; set; }

    [Inject]
    public required ListCorrections List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    private (string Name, string? Value)[] Filters =>
        [("state", State), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    private bool IsFiltered => Filters.Any(f => !string.IsNullOrEmpty(f.Value));

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }
    }

    protected override async Task OnParametersSetAsync()
    {
        (_state, _payer, _practice, _here) = (State ?? "", $"{Payer}", $"{Practice}", -1);
        var actor = await Who.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _list = await List.Run(new() { State = State, Payer = Payer, Practice = Practice, After = After, Take = PageSize }, actor, CancellationToken.None);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, key => InvokeAsync(() => PressAsync(key)));
        await _keys.StartAsync();
    }

    /// <summary>Who works denials goes on with the correction; who only looks sees the denial.</summary>
    private string Open(CorrectionRow row) => _mayWork ? Routes.CorrectionOf(row.PracticeId, row.DenialId) : Routes.DenialOf(row.PracticeId, row.DenialId);

    private void Apply() => Navigation.NavigateTo(Routes.With(Routes.Corrections, ("state", _state), ("payer", _payer), ("practice", _practice)));

    private async Task PressAsync(string key)
    {
        if (_list?.Rows is not { Count: > 0 } rows) { return; }

        if (key == "Enter")
        {
            if (_here >= 0) { Navigation.NavigateTo(Open(rows[_here])); }

            return;
        }

        _here = key == "j" ? Math.Min(_here + 1, rows.Count - 1) : Math.Max(_here - 1, 0);
        StateHasChanged();
        await Browser.InvokeVoidAsync("desk.show", $"row-{_here}");
    }
}
