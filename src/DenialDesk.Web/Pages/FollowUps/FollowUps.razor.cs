using System.Globalization;
using DenialDesk.App.FollowUps;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Documents;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.FollowUps;

/// <summary>Open follow-ups. Filters in the address; <c>j</c>, <c>k</c>, <c>Enter</c> walk the rows and <c>c</c> logs a call about one.</summary>
public partial class FollowUps : IAsyncDisposable
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["j", "k", "Enter", "c", "Escape"];
    private FollowUpList? _list;
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayWork;
    private string? _me;
    private int _here = -1;
    private int _calling = -1;
    private CallForm _form = new();
    private string? _told;
    private string _tone = "told";
    private string? _focus;
    private PageKeys? _keys;

    [Inject]
    public required ListFollowUps List { get; set; }

    [Inject]
    public required LogCalls Log { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

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

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override Task OnParametersSetAsync()
    {
        (_here, _calling) = (-1, -1);
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _keys = new(Browser, KeyNames, PressAsync);
            await _keys.StartAsync();
        }

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

    private async Task PressAsync(string key)
    {
        if (key == "Escape") { _calling = -1; }

        if (_list is not { Rows: { Count: > 0 } rows }) { return; }

        switch (key)
        {
            case "Enter" when _here >= 0:
                Navigation.NavigateTo(Routes.DenialOf(rows[_here].PracticeId, rows[_here].DenialId));
                return;
            case "c" when _mayWork:
                OpenCall(Math.Max(0, _here));
                break;
            case "j" or "k":
                _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, rows.Count - 1);
                await Browser.InvokeVoidAsync("desk.show", $"look-{_here}");
                break;
        }

        StateHasChanged();
    }

    private void OpenCall(int row)
    {
        // Who answered and the number of the call stay as they were: the next row is often the same call.
        (_here, _calling, _focus) = (row, row, "list-call");
        _form = new() { CalledOn = _list!.Day, SpokeTo = _form.SpokeTo, Reference = _form.Reference };
    }

    private async Task LogAsync()
    {
        var row = _list!.Rows[_calling];
        var result = await Log.Run(new() { CommandId = Guid.NewGuid(), Calls = [new(row.PracticeId, row.DenialId, _form.Note)] }, await Me.GetAsync(), CancellationToken.None);
        var told = result.Denials is [var one, ..] ? one : null;
        if ((result.Refusal ?? told?.Refusal) is { } refusal)
        {
            (_told, _tone) = (refusal.Sentence, "refusal");
            return;
        }

        (_told, _tone) = (told?.NextOn is { } next ? $"Kept for {row.Account}. Look again on {Day(next)}." : $"Kept for {row.Account}.", "told");
        (_here, _calling) = (Math.Max(0, _calling - 1), -1);
        await LoadAsync();
    }

    private string Here(string? due) => Routes.With(Routes.FollowUps, ("due", due), ("who", Who), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("kind", Kind));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.FollowUps, ("due", name == "due" ? value as string : Due), ("who", name == "who" ? value as string : Who),
        ("payer", name == "payer" ? value as string : Payer?.ToString(CultureInfo.InvariantCulture)), ("kind", name == "kind" ? value as string : Kind)));

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
