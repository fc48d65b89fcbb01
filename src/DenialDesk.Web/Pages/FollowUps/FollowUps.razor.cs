using System.Globalization;
using DenialDesk.App.FollowUps;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Web.Pages.Documents;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.FollowUps;

/// <summary>Open follow-ups. Filters in the address; <c>j</c>, <c>k</c>, <c>Enter</c> walk the rows and <c>c</c> logs a call about one.</summary>
public partial class FollowUps
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["c", "Escape"];
    private FollowUpList? _list;
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayWork;
    private string? _me;
    private int _calling = -1;
    private CallForm _form = new();
    private string? _told;
    private string _tone = "told";

    /// <summary>A command keeps its id until it has been answered, so that a second press is the same command.</summary>
    private Guid _command = Guid.NewGuid();

    private string? _focus;

    [Inject]
    public required ListFollowUps List { get; set; }

    [Inject]
    public required LogCalls Log { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [SupplyParameterFromQuery(Name = "due")]
    public string? Due { get; set; }

    /// <summary>A person's id, or "none".</summary>
    [SupplyParameterFromQuery(Name = "who")]
    public string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <summary>The keyset: day and follow-up after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Csv => Routes.FollowUpsCsv + new Uri(Navigation.Uri).Query;

    private bool IsFiltered => Due is not null || Who is not null || Payer is not null || Kind is not null;

    protected override IReadOnlyList<FollowUpRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.FollowUps;

    protected override (string Name, string? Value)[] Filters => [("due", Due), ("who", Who), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("kind", Kind)];

    protected override IReadOnlyList<string> MoreKeys => KeyNames;

    protected override Task OnParametersSetAsync()
    {
        (At, _calling) = (-1, -1);
        return LoadAsync();
    }

    protected override string Opened(FollowUpRow row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);

        if (_focus is { } field)
        {
            _focus = null;
            await Browser.InvokeVoidAsync("desk.focus", field);
        }
    }

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        (_mayWork, _me) = (actor.May(Permission.WorkDenials), actor.UserId?.ToString());
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Due = Due, Who = Who, Payer = Payer, Kind = Kind, After = DocumentRequests.PlaceOf(After), Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
    }

    protected override Task PressAsync(string key)
    {
        if (key == "Escape") { _calling = -1; }
        else if (_mayWork && Walked.Count > 0) { OpenCall(Math.Max(0, At)); }

        return Task.CompletedTask;
    }

    private void OpenCall(int row)
    {
        // Who answered and the number of the call stay as they were: the next row is often the same call.
        (At, _calling, _focus) = (row, row, "list-call");
        _form = new() { CalledOn = _list!.Day, SpokeTo = _form.SpokeTo, Reference = _form.Reference };
    }

    private async Task LogAsync()
    {
        var row = _list!.Rows[_calling];
        var result = await Log.Run(new() { CommandId = _command, Calls = [new(row.PracticeId, row.DenialId, _form.Note)] }, await Me.GetAsync(), CancellationToken.None);
        _command = Guid.NewGuid();
        var told = result.Denials is [var one, ..] ? one : null;
        if ((result.Refusal ?? told?.Refusal) is { } refusal)
        {
            (_told, _tone) = (refusal.Sentence, "refusal");
            return;
        }

        (_told, _tone) = (told?.NextOn is { } next ? $"Kept for {row.Account}. Look again on {Day(next)}." : $"Kept for {row.Account}.", "told");
        (At, _calling) = (Math.Max(0, _calling - 1), -1);
        await LoadAsync();
    }

    private string Here(string? due) => Here("due", due);

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
