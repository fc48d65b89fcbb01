using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.WriteOffs;

/// <summary>What is proposed for giving up, marked and written off together. Filters in the address.</summary>
public partial class Proposals : IAsyncDisposable
{
    private const int PageSize = 100;
    private static readonly string[] KeyNames = ["j", "k", "Enter", " ", "m"];

    private readonly HashSet<(int, long)> _marked = [];
    private readonly Dictionary<(int, long), string> _answers = [];
    private IReadOnlyList<WriteOffProposal> _rows = [];
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _read;
    private bool _mayWriteOff;
    private int _here = -1;
    private WriteOffReason _why = WriteOffReason.SmallBalance;
    private string? _words;
    private string? _said;
    private bool _refused;
    private Guid _command = Guid.NewGuid();
    private PageKeys? _keys;

    [Inject]
    public required ListWriteOffProposals List { get; set; }

    [Inject]
    public required WriteOffMany Many { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    /// <summary>small_balance or cost_exceeds_return.</summary>
    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public long? After { get; set; }

    private (string Name, string? Value)[] Filters => [("reason", Reason), ("payer", Payer?.ToString(CultureInfo.InvariantCulture))];

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override Task OnParametersSetAsync()
    {
        _marked.Clear();
        _answers.Clear();
        _here = -1;
        _why = Reason == "cost_exceeds_return" ? WriteOffReason.CostExceedsReturn : WriteOffReason.SmallBalance;
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
        _mayWriteOff = actor.May(Permission.WriteOff);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Reason = Reason, Payer = Payer, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_rows, _more, _read) = ([.. found.Take(PageSize)], found.Count > PageSize, true);
        _here = Math.Min(_here, _rows.Count - 1);
    }

    private bool IsMarked(WriteOffProposal row) => _marked.Contains((row.PracticeId, row.DenialId));

    private void Mark(WriteOffProposal row)
    {
        if (!_marked.Remove((row.PracticeId, row.DenialId))) { _marked.Add((row.PracticeId, row.DenialId)); }
    }

    private void MarkAll(ChangeEventArgs e)
    {
        _marked.Clear();
        if (e.Value is true) { _marked.UnionWith(_rows.Select(r => (r.PracticeId, r.DenialId))); }
    }

    private async Task PressAsync(string key)
    {
        var row = _here >= 0 && _here < _rows.Count ? _rows[_here] : null;
        switch (key)
        {
            case "j" or "k" when _rows.Count > 0:
                _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, _rows.Count - 1);
                await Browser.InvokeVoidAsync("desk.show", $"proposal-{_here}");
                break;
            case "Enter" when row is not null:
                Navigation.NavigateTo(Routes.DenialOf(row.PracticeId, row.DenialId));
                break;
            case " " or "m" when row is not null && _mayWriteOff:
                Mark(row);
                break;
        }

        StateHasChanged();
    }

    private async Task WriteOffAsync()
    {
        var marked = _rows.Where(IsMarked).Select(r => new BulkWriteOffItem(r.PracticeId, r.DenialId, r.Version)).ToList();
        var lines = await Many.Run(new() { CommandId = _command, Items = marked, Reason = _why, Words = _words }, await Me.GetAsync(), CancellationToken.None);
        _command = Guid.NewGuid();
        var (done, asked, refused) = (lines.Count(l => l.Answer is { Done: true, Waiting: false }), lines.Count(l => l.Answer.Waiting), lines.Count(l => !l.Answer.Done));
        (_said, _refused) = ($"{done} written off{(asked > 0 ? $", {asked} asked for" : "")}{(refused > 0 ? $", {refused} left out: the reasons stand beside them" : "")}.", done + asked == 0);
        _marked.Clear();
        _answers.Clear();
        foreach (var line in lines.Where(l => l.Answer.Refusal is not null)) { _answers[(line.PracticeId, line.DenialId)] = line.Answer.Refusal!.Sentence; }

        await LoadAsync();
    }

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(Routes.WriteOffProposals, [.. Filters.Select(f => f.Name == name ? (name, value as string) : f)]));
}
