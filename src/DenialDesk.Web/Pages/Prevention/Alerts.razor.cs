using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>Alerts: what comes more often, and what is done about it. Filters in the address.</summary>
public partial class Alerts : IAsyncDisposable
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["j", "k", "Enter", "a", "x"];
    private static readonly (string Value, string Text)[] Shows = [("open", "Open"), ("acting", "In the ledger"), ("watch", "Watch list"), ("dismissed", "Dismissed"), ("ended", "Over"), ("all", "All")];
    private static readonly string[] Reasons = ["One batch of claims, already mended", "The payer made an error and is mending it", "Expected: a rule we know of changed", "Too few dollars to act on"];
    private static readonly string[] Categories = [.. Enum.GetValues<DenialCategory>().Select(c => c.Text())];

    private IReadOnlyList<AlertRow>? _rows;
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayDecide;
    private int _here = -1;
    private string? _said;
    private bool _refused;
    private AlertRow? _asked;
    private AlertRow? _undo;
    private string _reason = "";
    private Guid _command = Guid.NewGuid();
    private PageKeys? _keys;

    [Inject]
    public required ListAlerts List { get; set; }

    [Inject]
    public required DismissAlert Dismiss { get; set; }

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

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Showing => ShowOf(Show);

    private (string Name, string? Value)[] Filters => [("show", Show), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("category", Category), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What an address shows.</summary>
    internal static string ShowOf(string? show) => Shows.Any(s => s.Value == show) ? show! : "open";

    /// <summary>The denials behind an alert, closed ones too, from the month it began.</summary>
    internal static string DenialsOf(AlertRow row) => Routes.QueueWhere(
        ("state", "all"), ("first", "true"), ("practice", row.PracticeId.ToString(CultureInfo.InvariantCulture)), ("payer", row.PayerId?.ToString(CultureInfo.InvariantCulture)),
        ("category", row.Carc.Length == 0 ? row.Category : null), ("carc", row.Carc), ("month", $"{TrendPeriod.Name(row.Since)}..{TrendPeriod.Name(row.JudgedThrough)}"));

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override Task OnParametersSetAsync()
    {
        _here = -1;
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, PressAsync);
        await _keys.StartAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayDecide = actor.May(Permission.ManagePrevention);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Show = Showing, Payer = Payer, Category = Category, Practice = Practice, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_rows, _more) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    private async Task PressAsync(string key)
    {
        var rows = _rows ?? [];
        if (key is "j" or "k")
        {
            _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, Math.Max(0, rows.Count - 1));
            StateHasChanged();
            await Browser.InvokeVoidAsync("desk.show", $"alert-{_here}");
            return;
        }

        if (_here < 0 || _here >= rows.Count) { return; }

        var row = rows[_here];
        if (key == "Enter") { Navigation.NavigateTo(DenialsOf(row)); }
        else if (_mayDecide && row is { EndedOn: null, State: "open" })
        {
            if (key == "a") { Navigation.NavigateTo(Routes.With(Routes.NewPreventionAction, ("practice", row.PracticeId.ToString(CultureInfo.InvariantCulture)), ("alert", row.AlertId.ToString(CultureInfo.InvariantCulture)))); }
            else
            {
                Ask(row);
                StateHasChanged();
                await Task.Yield();
                await Browser.InvokeVoidAsync("desk.focus", "dismiss-reason");
            }
        }
    }

    private void Ask(AlertRow row) => (_asked, _reason) = (_asked == row ? null : row, "");

    private async Task DismissAsync()
    {
        if (_asked is not { } row) { return; }

        var refusal = await Dismiss.Run(new() { CommandId = _command, PracticeId = row.PracticeId, AlertId = row.AlertId, Version = row.Version, Reason = _reason }, await Me.GetAsync(), CancellationToken.None);
        (_command, _refused, _said) = (Guid.NewGuid(), refusal is not null, refusal?.Sentence ?? $"Dismissed: {row.Title}. It stays quiet while it lives.");
        if (refusal?.Code != "reason") { (_asked, _undo) = (null, refusal is null ? row with { Version = row.Version + 1 } : null); }

        await LoadAsync();
    }

    private async Task UndoAsync(AlertRow row)
    {
        var refusal = await Dismiss.Run(new() { CommandId = _command, PracticeId = row.PracticeId, AlertId = row.AlertId, Version = row.Version, Undo = true }, await Me.GetAsync(), CancellationToken.None);
        (_command, _refused, _said, _undo) = (Guid.NewGuid(), refusal is not null, refusal?.Sentence ?? $"Open again: {row.Title}.", null);
        await LoadAsync();
    }

    private string Here(string name, string? value) => Routes.With(Routes.Alerts, [.. Filters.Select(f => f.Name == name ? (name, value) : f)]);

    private void Go(string name, object? value) => Navigation.NavigateTo(Here(name, value as string));

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
