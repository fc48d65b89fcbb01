// Reason for length: filters, keys and the scrolling list of one page.
using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
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
        [("", "To do"), ("waiting", "Waiting for payer"), ("snoozed", "Snoozed"), ("back", "Back from snooze"), ("escalated", "With a lead"), ("unworked", "Not worked for 7 days"), ("open", "All open"), ("closed", "Closed"), ("written_off", "Written off"), ("closed_recovered", "Recovered"), ("expired", "Expired"), ("all", "All")];

    private static readonly (string Key, string Text)[] AllColumns =
    [
        ("payer", "Payer"), ("reason", "Reason"), ("denied", "Denied"), ("expected", "Would pay"), ("hour", "Per hour"), ("due", "Due"), ("age", "Age"), ("owner", "Owner"), ("first", "First step"),
    ];

    private const string UsualColumns = "payer,reason,denied,hour,due,owner,first";

    /// <summary>Milliseconds between two countings of all the views while others work: a busy office would count without end.</summary>
    private const long BetweenTurns = 15_000;

    private static readonly string[] KeyNames = ["j", "k", "Enter", "n", "N", "f", "a", "s", "h", "e", "g", "p", "w", "m", "t", "x", "X", "A", "u", "v", "/", "?", "Escape"];

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
    private readonly QueueSelection _selection = new();
    private IReadOnlyList<QueueGroupRow> _ages = [];
    private QueueViews? _views;
    private BulkProgress? _progress;
    private string? _columns;

    /// <summary>Grows when counts beside names may be old.</summary>
    private int _turn;
    private long _turnedAt;
    private long? _run;
    private WorkOrder? _order;
    private BulkPreview? _preview;
    private Guid _start = Guid.NewGuid();
    private WorkAct? _act;
    private string? _actRefused;
    private string? _told;
    private string _tone = "told";
    private QueueFilter? _loaded;
    private WriteOffPolicy _policy = WriteOffPolicy.Shipped;
    private IReadOnlyList<string>? _steps;

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
    public required PreviewBulk Preview { get; set; }

    [Inject]
    public required StartBulk Start { get; set; }

    [Inject]
    public required GroupQueue Groups { get; set; }

    [Inject]
    public required KeepView Keep { get; set; }

    [Inject]
    public required SeeWriteOffPolicy Policies { get; set; }

    [Inject]
    public required SeeRootCauses Causes { get; set; }

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

    /// <summary>Only what need not have come.</summary>
    [SupplyParameterFromQuery(Name = "preventable")]
    public bool Preventable { get; set; }

    /// <summary>The leading remark, or "none".</summary>
    [SupplyParameterFromQuery(Name = "rarc")]
    public string? Rarc { get; set; }

    /// <summary>Whose step it was, "Billing: the card was not copied".</summary>
    [SupplyParameterFromQuery(Name = "traced")]
    public string? Traced { get; set; }

    /// <summary>Whether what nobody found a step for counts with it.</summary>
    [SupplyParameterFromQuery(Name = "mapped")]
    public bool Mapped { get; set; }

    /// <summary>Rendering NPI.</summary>
    [SupplyParameterFromQuery(Name = "provider")]
    public string? Provider { get; set; }

    /// <summary>Beginning of the leading procedure, "971xx".</summary>
    [SupplyParameterFromQuery(Name = "procedure")]
    public string? Procedure { get; set; }

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

    /// <summary>"payer", "category" or "code": groups instead of rows.</summary>
    [SupplyParameterFromQuery(Name = "group")]
    public string? GroupBy { get; set; }

    /// <summary>Columns beside the patient, "payer,due"; the person's own choice when it names none.</summary>
    [SupplyParameterFromQuery(Name = "cols")]
    public string? Cols { get; set; }

    /// <summary>"all": everything that matches is selected when the page opens, for work as a project.</summary>
    [SupplyParameterFromQuery(Name = "select")]
    public string? Select { get; set; }

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
        Preventable = Preventable ? true : null,
        Rarc = Rarc,
        Traced = Traced,
        Mapped = Mapped ? true : null,
        Provider = Provider,
        Procedure = Procedure,
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
        Preventable ? "preventable" : null,
        string.IsNullOrEmpty(Rarc) ? null : Rarc == "none" ? "no remark" : "remark " + Rarc,
        string.IsNullOrEmpty(Traced) ? null : "traced to " + Traced,
        string.IsNullOrEmpty(Procedure) ? null : Procedure == "none" ? "no procedure" : "procedure " + Procedure,
        string.IsNullOrEmpty(Provider) ? null : Provider == "none" ? "no provider" : "provider " + Provider,
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
            case "n" or "N" when _mayWork:
                await TakeAsync(pull: key == "N");
                break;
            case "x" when _mayWork && _row is { } row:
                _selection.Toggle(row, _here);
                break;
            case "X" when _mayWork && _row is not null:
                await RangeAsync();
                break;
            case "A" when _mayWork:
                _selection.SelectAll();
                break;
            case "u" when _run is not null && _progress is { } progress:
                await progress.UndoAsync();
                break;
            case "v" when _views is { } views:
                await views.Open();
                break;
            case "/":
                await Browser.InvokeVoidAsync("desk.focus", "queue-search");
                break;
            case "?":
                _showKeys = !_showKeys;
                break;
            case "Escape":
                if (_act is null && _order is null && !_showKeys) { _selection.Clear(); }

                _showKeys = false;
                (_act, _order) = (null, null);
                break;
            default:
                if (_mayWork && What is not null && ActOf(key) is { } act) { await BeginAsync(act); }

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
        "t" => WorkAct.Start,
        "f" => WorkAct.WriteOff,
        _ => null,
    };

    /// <summary>What an act is done to: what is selected, or the row under the cursor; nothing when there is neither.</summary>
    private string? What => _selection.Any && _counts is { } c ? Denials(_selection.Count(c.Found).Denials) : _row is { } row ? "account " + row.Account : null;

    private async Task BeginAsync(WorkAct act)
    {
        if (act == WorkAct.WriteOff)
        {
            var me = await Me.GetAsync();
            if (!me.May(Permission.WriteOff)) { return; }

            _policy = (await Policies.Run(me, CancellationToken.None)).Body;
            _steps ??= [.. (await Causes.Run(me, CancellationToken.None)).Body.Lines.Select(l => l.Step).Distinct()];
        }

        (_act, _actRefused) = (act, null);
    }

    /// <summary>Everything from where the last one was selected to the cursor, rows that were never scrolled to included.</summary>
    private async Task RangeAsync()
    {
        var (from, to) = _selection.Anchor < 0 ? (_here, _here) : (Math.Min(_selection.Anchor, _here), Math.Max(_selection.Anchor, _here));
        _selection.Add(await List.Run(
            new ListQueue.Input { Filter = Filter, Skip = from, Take = Math.Min(to - from + 1, PreviewBulk.Most), Shown = _shown }, await Me.GetAsync(), CancellationToken.None));
    }

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
        _selection.Clear();
        if (Select == "all") { _selection.SelectAll(); }

        (_told, _tone) = Search is { Length: > 0 } && Text is null ? ("What was searched for is kept in memory only, and is gone. Type it again.", "caution") : (null, "told");
        (_myId, _mayAssignOthers, _mayWork) = (me.UserId, me.May(Permission.AssignOthers), me.May(Permission.WorkDenials));
        _choices ??= await Choices.Run(me, CancellationToken.None);
        await RefreshAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _listening = Changes.Listen(changes => InvokeAsync(() => HearAsync(changes)));
        _keys = new(Browser, KeyNames, PressAsync, () => Reading);
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
        if (Environment.TickCount64 - _turnedAt > BetweenTurns) { (_turn, _turnedAt) = (_turn + 1, Environment.TickCount64); }

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
        (_turn, _turnedAt) = (_turn + 1, Environment.TickCount64);
        if (_list is not null) { await _list.RefreshDataAsync(); }

        // The rows first: the numbers beside the ages may come a moment later.
        StateHasChanged();
        _ages = await Groups.Run(new GroupQueue.Input { By = QueueGroup.Age, Filter = Filter with { Age = null } }, await Me.GetAsync(), CancellationToken.None);
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

    private async Task TakeAsync(bool pull = false)
    {
        var taken = await Take.Run(new TakeNext.Input { CommandId = _take, Practice = Practice }, await Me.GetAsync(), CancellationToken.None);
        _take = Guid.NewGuid();
        if (taken is null)
        {
            (_told, _tone) = (await Nothing.Run(Practice, await Me.GetAsync(), CancellationToken.None), "caution");
            return;
        }

        var address = AddressOf(taken.PracticeId, taken.DenialId);
        Navigation.NavigateTo(pull ? Routes.With(address, ("mode", "pull")) : address);
    }

    /// <summary>Does what the dialog ordered with the row under the cursor; a refusal stays in the dialog with everything typed.</summary>
    private async Task ActAsync(WorkOrder order)
    {
        if (_selection.Any)
        {
            await PreviewAsync(order);
            return;
        }

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

    private async Task PreviewAsync(WorkOrder order)
    {
        (_act, _actRefused, _start) = (null, null, Guid.NewGuid());
        _preview = await Preview.Run(
            new PreviewBulk.Input { Order = order, Which = _selection.All ? null : _selection.Rows, Filter = Filter, Except = _selection.Except }, await Me.GetAsync(), CancellationToken.None);
        _order = order;
    }

    private async Task StartAsync()
    {
        if (_order is not { } order || _preview is not { } preview) { return; }

        var started = await Start.Run(new StartBulk.Input { CommandId = _start, Order = order, Rows = [.. preview.Changing] }, await Me.GetAsync(), CancellationToken.None);
        _actRefused = started.Refusal?.Sentence;
        if (started.RunId is not { } run) { return; }

        (_order, _preview, _run, _told) = (null, null, run, null);
        _selection.Clear();
    }

    private async Task RunEndedAsync()
    {
        _turn++;
        await CatchUpAsync();
    }

    /// <summary>The address without search and selection: what a saved view keeps, and is known by.</summary>
    private string ViewQuery => string.Join('&', Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query)
        .Where(q => q.Key is not ("t" or "select") && q.Value.ToString().Length > 0).OrderBy(q => q.Key, StringComparer.Ordinal)
        .Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value.ToString())}"));

    private QueueGroup? Grouping => GroupBy switch { "payer" => QueueGroup.Payer, "category" => QueueGroup.Category, "code" => QueueGroup.Code, _ => null };

    private string GroupAddress(string name, string value) => Changed((name, value), ("group", null));

    private bool Shows(string column) => (Cols ?? _columns ?? UsualColumns).Split(',').Contains(column);

    private static string ColumnClass(string column) => column switch
    {
        "denied" or "expected" => "number c-money",
        "hour" or "age" => "number c-hour",
        "reason" => "",
        _ => "c-" + column,
    };

    private void ColumnsKept(string? columns) => _columns = columns;

    /// <summary>Shows a column or not: in the address, and as this person's choice for addresses that name none.</summary>
    private async Task ToggleColumnAsync(string column)
    {
        var shown = string.Join(',', AllColumns.Select(c => c.Key).Where(c => Shows(c) != (c == column)));
        _columns = shown;
        await Keep.Run(new KeepView.Input { Act = KeepView.Act.Columns, Query = shown }, await Me.GetAsync(), CancellationToken.None);
        Navigation.NavigateTo(Changed(("cols", shown == UsualColumns ? null : shown)), replace: true);
    }

    private static string AgeText(string age) => age == "121-" ? "over 120 days" : age.Replace("-", "–", StringComparison.Ordinal) + " days";

    private string Changed(params (string Name, string? Value)[] changes)
    {
        var all = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        foreach (var (name, value) in changes) { all[name] = value; }

        return Routes.QueueWhere([.. all.Select(q => (q.Key, q.Value))]);
    }

    private void Go(string name, object? value)
    {
        Navigation.NavigateTo(Changed((name, name == "t" ? Searches.Keep(_myId, value?.ToString()) : value?.ToString())));
    }

    private string At(params (string, string?)[] query) => Routes.QueueWhere([.. query, ("practice", Practice?.ToString(CultureInfo.InvariantCulture))]);

    private string RowClass(Numbered item) => (item.Index == _here ? "here" : "") + (_selection.Has(item.Row) ? " chosen" : "");

    private static string Denials(long count) => count == 1 ? "1 denial" : $"{N(count)} denials";

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
