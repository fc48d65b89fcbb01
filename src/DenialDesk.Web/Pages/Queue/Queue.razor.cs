// Reason for length: filters, keys and the scrolling list of one page.
using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Queue;

/// <summary>The ranked list. Every filter stands in the address; rows come as they are scrolled to.</summary>
public partial class Queue : IAsyncDisposable
{
    private static readonly (string Value, string Text)[] Dues =
        [("overdue", "Overdue"), ("0", "Today"), ("3", "Within 3 days"), ("7", "Within 7 days"), ("14", "Within 14 days"), ("30", "Within 30 days")];

    private static readonly (string Value, string Text)[] States =
        [("", "To do"), ("waiting", "Waiting for payer"), ("snoozed", "Snoozed"), ("back", "Back from snooze"), ("escalated", "With a lead"), ("open", "All open"), ("closed", "Closed"), ("written_off", "Written off"), ("closed_recovered", "Recovered"), ("expired", "Expired"), ("all", "All")];

    private static readonly string[] KeyNames = ["j", "k", "Enter", "n", "a", "s", "h", "e", "g", "p", "w", "m", "/", "?", "Escape"];

    private readonly Dictionary<int, QueuePlace> _anchors = [];
    private readonly Dictionary<int, QueueRow> _seen = [];
    private readonly HashSet<long> _shown = [];
    private Virtualize<Numbered>? _list;
    private QueueCounts? _counts;
    private QueueChoiceLists? _choices;
    private DateOnly _today;
    private readonly HashSet<int> _fresh = [];
    private int _here = -1;

    /// <summary>The row under the cursor, held by itself: keys work on it while the list is being read again.</summary>
    private QueueRow? _row;
    private bool _showKeys;
    private WorkAct? _act;
    private string? _actRefused;
    private string? _told;
    private string _tone = "told";
    private QueueFilter? _loaded;

    /// <summary>One id until it is answered: a double press takes one denial.</summary>
    private Guid _take = Guid.NewGuid();

    private PageKeys? _keys;
    private IDisposable? _listening;
    private Guid? _myId;
    private bool _mayAssignOthers;
    private bool _mayWork;

    /// <summary>A row with its place in the list.</summary>
    public sealed record Numbered(int Index, QueueRow Row);

    [Inject]
    public required ListQueue List { get; set; }

    [Inject]
    public required CountQueue Count { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required TakeNext Take { get; set; }

    [Inject]
    public required WorkOnOne One { get; set; }

    [Inject]
    public required WhyNothing Nothing { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [Inject]
    public required SearchWords Searches { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "department")]
    public string? Department { get; set; }

    [SupplyParameterFromQuery(Name = "carc")]
    public string? Carc { get; set; }

    [SupplyParameterFromQuery(Name = "owner")]
    public string? Owner { get; set; }

    [SupplyParameterFromQuery(Name = "due")]
    public string? Due { get; set; }

    /// <summary>Days since the denial, "31-60".</summary>
    [SupplyParameterFromQuery(Name = "age")]
    public string? Age { get; set; }

    [SupplyParameterFromQuery(Name = "min")]
    public decimal? Min { get; set; }

    /// <summary>The key of a search: what is searched for may be a patient's name, so it never stands in an address.</summary>
    [SupplyParameterFromQuery(Name = "t")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "file")]
    public long? File { get; set; }

    [SupplyParameterFromQuery(Name = "remittance")]
    public long? Remittance { get; set; }

    [SupplyParameterFromQuery(Name = "month")]
    public string? Month { get; set; }

    [SupplyParameterFromQuery(Name = "first")]
    public bool First { get; set; }

    /// <summary>What is searched for, found by its key.</summary>
    private string? Text { get; set; }

    private QueueFilter Filter => new()
    {
        State = State,
        Practice = Practice,
        Payer = Payer,
        Category = Category,
        Department = Department,
        Carc = Carc,
        Owner = Owner,
        Due = Due,
        Age = Age,
        Min = Min,
        Text = Text,
        File = File,
        Remittance = Remittance,
        Month = Month,
        First = First ? true : null,
    };

    private bool Narrowed => Filter != new QueueFilter();

    private string Csv => Routes.QueueCsv + new Uri(Navigation.Uri).Query;

    private string Extra => string.Join(", ", new[]
    {
        File is null ? null : "one file", Remittance is null ? null : "one remittance", Month is null ? null : "remittances of " + Month, First ? "first decisions" : null,
        Department is null ? null : "department " + Words.Of(Department),
        Owner?.StartsWith("routed:", StringComparison.Ordinal) == true ? "what is routed to " + (_choices?.People.FirstOrDefault(p => p.Value == Owner["routed:".Length..])?.Text ?? "one person") : null,
    }.OfType<string>());

    /// <summary>A key of the page.</summary>
    private async Task PressAsync(string key)
    {
        switch (key)
        {
            case "j" or "k":
                await MoveAsync(key == "j" ? 1 : -1);
                break;
            case "Enter" when _row is { } row:
                Open(row);
                break;
            case "n" when _mayWork:
                await TakeAsync();
                break;
            case "/":
                await Browser.InvokeVoidAsync("desk.focus", "queue-search");
                break;
            case "?":
                _showKeys = !_showKeys;
                break;
            case "Escape":
                _showKeys = false;
                _act = null;
                break;
            default:
                if (_mayWork && _row is not null && ActOf(key) is { } act) { (_act, _actRefused) = (act, null); }

                break;
        }

        StateHasChanged();
    }

    private static WorkAct? ActOf(string key) => key switch
    {
        "a" => WorkAct.Assign,
        "s" => WorkAct.Snooze,
        "h" => WorkAct.HandOver,
        "e" => WorkAct.Escalate,
        "g" => WorkAct.GiveBack,
        "p" => WorkAct.PutBack,
        "w" => WorkAct.Wake,
        "m" => WorkAct.Note,
        _ => null,
    };

    /// <summary>Whom an act can give a denial to: a lead when one is asked; oneself by all; everybody by those who may, and one's own work by its owner.</summary>
    private IReadOnlyList<Choice> PeopleFor(WorkAct act) => act switch
    {
        WorkAct.Escalate => _choices?.Leads ?? [],
        WorkAct.HandOver => _choices?.People ?? [],
        _ => [.. (_choices?.People ?? []).Where(p => _mayAssignOthers || p.Value == _myId?.ToString())],
    };

    /// <summary>What else there is to know of a row.</summary>
    private static string? Note(QueueRow row)
        => row.SnoozedUntil is { } until ? $"snoozed until {until.ToString("ddd, MMM d", CultureInfo.GetCultureInfo("en-US"))}"
            : row.Escalated ? "a lead is asked"
            : row.State is "new" or "in_work" ? null : Words.Of(row.State);

    public async ValueTask DisposeAsync()
    {
        _listening?.Dispose();
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        var me = await Me.GetAsync();
        Text = Searches.Find(me.UserId, Search);
        if (_loaded == Filter) { return; }

        _loaded = Filter;
        (_told, _tone) = Search is { Length: > 0 } && Text is null ? ("What was searched for is kept in memory only, and is gone. Type it again.", "caution") : (null, "told");
        (_myId, _mayAssignOthers, _mayWork) = (me.UserId, me.May(Permission.AssignOthers), me.May(Permission.WorkDenials));
        _choices ??= await Choices.Run(me, CancellationToken.None);
        await RefreshAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _listening = Changes.Listen(changes => InvokeAsync(() => HearAsync(changes)));
        _keys = new(Browser, KeyNames, PressAsync);
        await _keys.StartAsync();
    }

    /// <summary>Who opened or left a denial matters only while its row is shown, and changes no count.</summary>
    private Task HearAsync(IReadOnlyList<DeskChange> changes)
        => !changes.All(c => c.Presence) ? CatchUpAsync()
            : _seen.Values.Any(row => changes.Any(c => c.Touches(row.PracticeId, row.DenialId))) ? AgainAsync()
            : Task.CompletedTask;

    /// <summary>Somebody changed something: the same rows again, the cursor on the same denial, the scroll bar where it was.</summary>
    private async Task CatchUpAsync()
    {
        _counts = await Count.Run(Filter, await Me.GetAsync(), CancellationToken.None);
        await AgainAsync();
    }

    private async Task AgainAsync()
    {
        _anchors.Clear();
        _fresh.Clear();
        if (_list is not null) { await _list.RefreshDataAsync(); }

        foreach (var old in _seen.Keys.Where(i => !_fresh.Contains(i)).ToArray()) { _seen.Remove(old); }

        if (_seen.FirstOrDefault(s => s.Value.DenialId == _row?.DenialId) is { Value: not null } found) { (_here, _row) = (found.Key, found.Value); }

        StateHasChanged();
    }

    private async Task RefreshAsync()
    {
        _anchors.Clear();
        _seen.Clear();
        (_here, _row) = (-1, null);
        _counts = await Count.Run(Filter, await Me.GetAsync(), CancellationToken.None);
        _today = _counts.Today;
        if (_list is not null) { await _list.RefreshDataAsync(); }
    }

    /// <summary>Rows from any place: on from the nearest place already seen, by its key.</summary>
    private async ValueTask<ItemsProviderResult<Numbered>> RowsAsync(ItemsProviderRequest request)
    {
        var from = _anchors.Keys.Where(i => i <= request.StartIndex).DefaultIfEmpty(0).Max();
        var rows = await List.Run(
            new ListQueue.Input { Filter = Filter, After = _anchors.GetValueOrDefault(from), Skip = request.StartIndex - from, Take = Math.Max(request.Count, 1), Shown = _shown },
            await Me.GetAsync(), request.CancellationToken);
        for (var i = 0; i < rows.Count; i++) { _seen[request.StartIndex + i] = rows[i]; }

        _fresh.UnionWith(Enumerable.Range(request.StartIndex, rows.Count));
        _shown.UnionWith(rows.Select(r => r.DenialId));

        if (rows.Count > 0) { _anchors[request.StartIndex + rows.Count] = rows[^1].Place; }

        return new(rows.Select((r, i) => new Numbered(request.StartIndex + i, r)), (int)Math.Min(_counts?.Found.Denials ?? 0, int.MaxValue));
    }

    private async Task MoveAsync(int by)
    {
        var last = (int)Math.Min(_counts?.Found.Denials ?? 0, int.MaxValue) - 1;
        _here = Math.Clamp(_here + by, 0, Math.Max(0, last));
        _row = _seen.GetValueOrDefault(_here);
        await Browser.InvokeVoidAsync("desk.show", $"row-{_here}");
    }

    private void Here(Numbered item) => (_here, _row) = (item.Index, item.Row);

    private void Open(QueueRow row) => Navigation.NavigateTo(AddressOf(row.PracticeId, row.DenialId));

    /// <summary>The denial's page with this filter in its address, so that next, previous and back stay in this list.</summary>
    private string AddressOf(int practiceId, long denialId) => Routes.DenialOf(practiceId, denialId) + new Uri(Navigation.Uri).Query;

    private async Task TakeAsync()
    {
        var taken = await Take.Run(new TakeNext.Input { CommandId = _take, Practice = Practice }, await Me.GetAsync(), CancellationToken.None);
        _take = Guid.NewGuid();
        if (taken is null)
        {
            (_told, _tone) = (await Nothing.Run(Practice, await Me.GetAsync(), CancellationToken.None), "caution");
            return;
        }

        Navigation.NavigateTo(AddressOf(taken.PracticeId, taken.DenialId));
    }

    /// <summary>Does what the dialog ordered with the row under the cursor; a refusal stays in the dialog with everything typed.</summary>
    private async Task ActAsync(WorkOrder order)
    {
        if (_row is not { } row) { return; }

        var result = await One.DoAsync(order, new(row.PracticeId, row.DenialId, row.Version, null, row.Account), Guid.NewGuid(), await Me.GetAsync());
        if (!result.Done)
        {
            _actRefused = result.Refusal!.Sentence;
            await CatchUpAsync();
            return;
        }

        (_act, _told, _tone) = (null, WorkWords.Done(order.Act, row.Account), "told");
        await CatchUpAsync();
    }

    private void Go(string name, object? value)
    {
        var query = new Uri(Navigation.Uri).Query;
        var all = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        all[name] = name == "t" ? Searches.Keep(_myId, value?.ToString()) : value?.ToString();
        Navigation.NavigateTo(Routes.QueueWhere([.. all.Select(q => (q.Key, q.Value))]));
    }

    private string At(params (string, string?)[] query) => Routes.QueueWhere([.. query, ("practice", Practice?.ToString(CultureInfo.InvariantCulture))]);

    private string RowClass(Numbered item) => item.Index == _here ? "here" : "";

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
