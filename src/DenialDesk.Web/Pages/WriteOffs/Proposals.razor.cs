using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.WriteOffs;

/// <summary>What is proposed for giving up, marked and written off together. Filters in the address.</summary>
public partial class Proposals
{
    private const int PageSize = 100;
    private static readonly string[] KeyNames = [" ", "m"];

    private readonly HashSet<(int, long)> _marked = [];
    private readonly Dictionary<(int, long), string> _answers = [];
    private IReadOnlyList<WriteOffProposal> _rows = [];
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _read;
    private bool _mayWriteOff;
    private WriteOffReason _why = WriteOffReason.SmallBalance;
    private string? _words;
    private string? _said;
    private bool _refused;
    private Guid _command = Guid.NewGuid();

    [Inject]
    public required ListWriteOffProposals List { get; set; }

    [Inject]
    public required WriteOffMany Many { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    /// <summary>small_balance or cost_exceeds_return.</summary>
    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public long? After { get; set; }

    protected override IReadOnlyList<WriteOffProposal> Walked => _rows;

    protected override string Page => Routes.WriteOffProposals;

    protected override IReadOnlyList<string> MoreKeys => KeyNames;

    protected override (string Name, string? Value)[] Filters => [("reason", Reason), ("payer", Payer?.ToString(CultureInfo.InvariantCulture))];

    protected override Task OnParametersSetAsync()
    {
        _marked.Clear();
        _answers.Clear();
        At = -1;
        _why = Reason == "cost_exceeds_return" ? WriteOffReason.CostExceedsReturn : WriteOffReason.SmallBalance;
        return LoadAsync();
    }

    protected override string Opened(WriteOffProposal row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayWriteOff = actor.May(Permission.WriteOff);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Reason = Reason, Payer = Payer, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_rows, _more, _read) = ([.. found.Take(PageSize)], found.Count > PageSize, true);
        At = Math.Min(At, _rows.Count - 1);
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

    protected override Task PressAsync(string key)
    {
        if (Row is { } row && _mayWriteOff) { Mark(row); }

        return Task.CompletedTask;
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
}
