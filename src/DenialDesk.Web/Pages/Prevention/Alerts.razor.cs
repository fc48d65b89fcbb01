using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>Alerts: what comes more often, and what is done about it. Filters in the address.</summary>
public partial class Alerts
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["a", "x"];
    private static readonly (string Value, string Text)[] Shows = [("open", "Open"), ("acting", "In the ledger"), ("watch", "Watch list"), ("dismissed", "Dismissed"), ("ended", "Over"), ("all", "All")];
    private static readonly string[] Reasons = ["One batch of claims, already mended", "The payer made an error and is mending it", "Expected: a rule we know of changed", "Too few dollars to act on"];
    private static readonly string[] Categories = [.. Enum.GetValues<DenialCategory>().Select(c => c.Text())];

    private IReadOnlyList<AlertRow>? _rows;
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayDecide;
    private string? _said;
    private bool _refused;
    private AlertRow? _asked;
    private AlertRow? _undo;
    private string _reason = "";
    private Guid _command = Guid.NewGuid();

    [Inject]
    public required ListAlerts List { get; set; }

    [Inject]
    public required DismissAlert Dismiss { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

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

    protected override IReadOnlyList<AlertRow> Walked => _rows ?? [];

    protected override string Page => Routes.Alerts;

    protected override IReadOnlyList<string> MoreKeys => KeyNames;

    protected override (string Name, string? Value)[] Filters => [("show", Show), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("category", Category), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What an address shows.</summary>
    internal static string ShowOf(string? show) => Shows.Any(s => s.Value == show) ? show! : "open";

    protected override Task OnParametersSetAsync()
    {
        At = -1;
        return LoadAsync();
    }

    protected override string Opened(AlertRow row) => Routes.AlertRowsOf(row.PracticeId, row.AlertId);

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayDecide = actor.May(Permission.ManagePrevention);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Show = Showing, Payer = Payer, Category = Category, Practice = Practice, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_rows, _more) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    protected override async Task PressAsync(string key)
    {
        if (!_mayDecide || Row is not { EndedOn: null, State: "open" } row) { return; }

        if (key == "a")
        {
            Navigation.NavigateTo(Routes.With(Routes.NewPreventionAction, ("practice", row.PracticeId.ToString(CultureInfo.InvariantCulture)), ("alert", row.AlertId.ToString(CultureInfo.InvariantCulture))));
            return;
        }

        Ask(row);
        StateHasChanged();
        await Task.Yield();
        await Browser.InvokeVoidAsync("desk.focus", "dismiss-reason");
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

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
