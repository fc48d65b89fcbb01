using System.Globalization;
using DenialDesk.App.HandOffs;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.HandOffs;

/// <summary>What goes on to the patient or the next payer, and its files. Filters in the address.</summary>
public partial class HandOffsList
{
    private const int PageSize = 50;
    private static readonly (string Value, string Text)[] Shows = [("waiting", "Waiting"), ("handed", "Handed over"), ("all", "All")];

    private HandOffList? _list;
    private HandOverBatch? _batch;
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayWork;
    private string? _said;
    private bool _refused;
    private Guid _command = Guid.NewGuid();

    [Inject]
    public required ListHandOffs List { get; set; }

    [Inject]
    public required HandOver Hand { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    /// <summary>waiting when it is not said.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>patient or next_payer.</summary>
    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Showing => ShowOf(Show);

    protected override IReadOnlyList<HandOffRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.HandOffs;

    protected override (string Name, string? Value)[] Filters => [("show", Show), ("kind", Kind), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What an address shows.</summary>
    internal static string ShowOf(string? show) => show is "handed" or "all" ? show : "waiting";

    protected override Task OnParametersSetAsync()
    {
        At = -1;
        return LoadAsync();
    }

    protected override string Opened(HandOffRow row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Show = Showing, Kind = Kind, Payer = Payer, Practice = Practice, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
    }

    private async Task HandOverAsync(string kind)
    {
        (_batch, var refusal) = await Hand.Run(new() { CommandId = _command, Kind = kind, Payer = Payer, Practice = Practice }, await Me.GetAsync(), CancellationToken.None);
        (_command, _refused) = (Guid.NewGuid(), refusal is not null);
        _said = refusal?.Sentence ?? $"{_batch!.Rows} handed over, {Domain.Money.Dollars.Text(_batch.Amount)}{(_batch.LeftOut > 0 ? $"; {_batch.LeftOut} stay, the list says why" : "")}.";
        await LoadAsync();
    }

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
