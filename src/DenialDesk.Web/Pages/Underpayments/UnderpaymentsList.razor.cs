using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Underpayments;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Underpayments;

/// <summary>Underpaid lines by payer, marked and disputed together. Filters in the address.</summary>
public partial class UnderpaymentsList
{
    private const int PageSize = 100;
    private static readonly string[] KeyNames = ["m"];
    private static readonly (string Value, string Text)[] States = [("open", "Open"), ("look", "To look at"), ("disputed", "Disputed"), ("recovered", "Recovered"), ("dropped", "Given up")];

    private readonly HashSet<(int, long)> _marked = [];
    private UnderpaymentList? _list;
    private IReadOnlyList<MadeDispute> _made = [];
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayWork;
    private string _channel = "letter";
    private string? _note;
    private string? _said;
    private bool _refused;
    private Guid _command = Guid.NewGuid();

    [Inject]
    public required ListUnderpayments List { get; set; }

    [Inject]
    public required DisputeUnderpayments Dispute { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    /// <summary>open when it is not said.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "code")]
    public string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "basis")]
    public string? Basis { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    /// <summary>First day of the remittances, "2026-03-04".</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Showing => StateOf(State);

    private bool MayDispute => _mayWork && Showing == "open";

    protected override IReadOnlyList<UnderpaymentRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.Underpayments;

    protected override IReadOnlyList<string> MoreKeys => KeyNames;

    protected override (string Name, string? Value)[] Filters =>
        [("state", State), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("code", Code), ("basis", Basis), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("from", From)];

    /// <summary>The state of an address.</summary>
    internal static string StateOf(string? state) => state is "look" or "disputed" or "recovered" or "dropped" ? state : "open";

    protected override Task OnParametersSetAsync()
    {
        _marked.Clear();
        At = -1;
        return LoadAsync();
    }

    protected override string Opened(UnderpaymentRow row) => Routes.RemittanceClaimOf(row.FileId, row.PracticeId, row.RemittanceId, row.Position);

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { State = Showing, Payer = Payer, Code = Code, Basis = Basis, Practice = Practice, From = Reviews.SheetText.DayOf(From), After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
        At = Math.Min(At, _list.Rows.Count - 1);
    }

    private bool IsMarked(UnderpaymentRow row) => _marked.Contains((row.PracticeId, row.UnderpaymentId));

    private void Mark(UnderpaymentRow row)
    {
        if (!_marked.Remove((row.PracticeId, row.UnderpaymentId))) { _marked.Add((row.PracticeId, row.UnderpaymentId)); }
    }

    private void MarkAll(ChangeEventArgs e)
    {
        _marked.Clear();
        if (e.Value is true) { _marked.UnionWith((_list?.Rows ?? []).Select(r => (r.PracticeId, r.UnderpaymentId))); }
    }

    protected override Task PressAsync(string key)
    {
        if (Row is { } row && MayDispute) { Mark(row); }

        return Task.CompletedTask;
    }

    private async Task DisputeAsync()
    {
        var marked = _marked.Select(m => new DisputeUnderpayments.UnderpaidLine(m.Item1, m.Item2)).ToList();
        var (made, refusal) = await Dispute.Run(new() { CommandId = _command, Lines = marked, Channel = _channel, Note = _note ?? "" }, await Me.GetAsync(), CancellationToken.None);
        (_command, _made, _refused) = (Guid.NewGuid(), made, refusal is not null);
        _said = refusal?.Sentence ?? $"{made.Count} {(made.Count == 1 ? "dispute" : "disputes")} made.";
        _marked.Clear();
        await LoadAsync();
    }
}
