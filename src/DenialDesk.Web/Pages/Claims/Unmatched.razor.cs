using System.Globalization;
using DenialDesk.App.Claims;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Claims;

/// <summary>Remittance claims without a submission, each with its candidates; two clicks resolve one. The filters are the address.</summary>
public sealed partial class Unmatched : IAsyncDisposable
{
    private const int PageSize = 25;

    private static readonly string[] KeyNames = ["j", "k", "1", "x"];

    private List<UnmatchedRow>? _rows;
    private QueueChoiceLists? _choices;
    private MatchDesk _desk = null!;
    private PageKeys? _keys;
    private string _state = "";
    private string _payer = "";
    private string _practice = "";
    private bool _early;
    private bool _mayWork;
    private int _here = -1;

    /// <summary>"dismissed" or "person"; anything else is what waits for a decision.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "early")]
    public bool? Early { get; set; }

    /// <summary>The keyset: day and claim after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    [Inject]
    public required ListUnmatched List { get; set; }

    [Inject]
    public required ResolveMatch Resolve { get; set; }

    [Inject]
    public required UndoMatch Undo { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    private (string Name, string? Value)[] Filters =>
    [
        ("state", State), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("early", Early == true ? "true" : null),
    ];

    private bool IsFiltered => Filters.Any(f => !string.IsNullOrEmpty(f.Value));

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }
    }

    protected override void OnInitialized() => _desk = new(Resolve, Undo, Who);

    protected override async Task OnParametersSetAsync()
    {
        (_state, _payer, _practice, _early) = (State ?? "", $"{Payer}", $"{Practice}", Early == true);
        _here = -1;
        _choices ??= await Choices.Run(await Who.GetAsync(), CancellationToken.None);
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, key => InvokeAsync(() => Press(key)), () => Reading);
        await _keys.StartAsync();
    }

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _rows = [.. await List.Run(
            new() { State = State, Payer = Payer, Practice = Practice, Early = Early == true, After = PlaceOf(After), Take = PageSize }, actor, CancellationToken.None)];
        _here = Math.Min(_here, _rows.Count - 1);
    }

    private static UnmatchedPlace? PlaceOf(string? text)
        => text?.Split('-') is [var day, var id] && DateOnly.TryParseExact(day, "yyyyMMdd", out var on) && long.TryParse(id, CultureInfo.InvariantCulture, out var claim) ? new(on, claim) : null;

    private static MatchTarget Target(UnmatchedRow row) => new(row.PracticeId, row.ClaimId, row.Version);

    private bool IsAsked(UnmatchedRow row) => _desk.Choice is null && _desk.Target?.ClaimId == row.ClaimId;

    private void Ask(UnmatchedRow row, MatchCandidate? candidate) => _desk.Ask(Target(row), candidate);

    private async Task UndoAsync(UnmatchedRow row)
    {
        await _desk.UndoAsync(Target(row));
        await ReadAsync();
    }

    private void Apply() => Navigation.NavigateTo(Routes.With(
        Routes.Unmatched, ("state", _state), ("payer", _payer), ("practice", _practice), ("early", _early ? "true" : null)));

    private async Task Press(string key)
    {
        if (_rows is not { Count: > 0 } rows || (_desk.Target is not null && _desk.Choice is not null)) { return; }

        _here = key switch { "j" => Math.Min(_here + 1, rows.Count - 1), "k" => Math.Max(_here - 1, 0), _ => Math.Max(_here, 0) };
        var row = rows[_here];
        if (key == "1" && _mayWork && row.State == "unmatched" && row.Ranked().Count > 0) { Ask(row, row.Ranked()[0]); }

        if (key == "x" && _mayWork && row.State == "unmatched") { Ask(row, null); }

        StateHasChanged();
        await Browser.InvokeVoidAsync("desk.show", $"claim-{row.ClaimId}");
    }
}
