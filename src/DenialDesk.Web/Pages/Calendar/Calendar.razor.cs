using System.Globalization;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Calendar;

/// <summary>Last days by month or week. Span and filters stand in the address; the day under the keys does not.</summary>
public partial class Calendar : IAsyncDisposable
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");
    private static readonly string[] KeyNames = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "m", "w", "t"];

    private CalendarView? _view;
    private QueueChoiceLists? _choices;
    private Dictionary<DateOnly, CalendarDay> _days = [];
    private DateOnly _here;
    private PageKeys? _keys;
    private IDisposable? _listening;

    [Inject]
    public required SeeCalendar See { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    [SupplyParameterFromQuery(Name = "month")]
    public string? Month { get; set; }

    [SupplyParameterFromQuery(Name = "week")]
    public string? Week { get; set; }

    [SupplyParameterFromQuery(Name = "owner")]
    public string? Owner { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    private string Csv => Routes.CalendarCsv + new Uri(Navigation.Uri).Query;

    private IEnumerable<CalendarDay> Shown => _view!.Days.Where(d => _view.Span.Holds(d.Day));

    public async ValueTask DisposeAsync()
    {
        _listening?.Dispose();
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        _choices ??= await Choices.Run(await Me.GetAsync(), CancellationToken.None);
        await LoadAsync();
        if (!_view!.Span.Holds(_here)) { _here = _view.Span.Holds(_view.Today) ? _view.Today : _view.Span.Month ?? _view.Span.From; }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _listening = Changes.Listen(changes => changes.All(c => c.Presence) ? Task.CompletedTask : InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        }));
        _keys = new(Browser, KeyNames, PressAsync, () => Reading);
        await _keys.StartAsync();
    }

    private async Task LoadAsync()
    {
        _view = await See.Run(new() { Month = Month, Week = Week, Owner = Owner, Payer = Payer, Practice = Practice }, await Me.GetAsync(), CancellationToken.None);
        _days = _view.Days.ToDictionary(d => d.Day);
    }

    private async Task PressAsync(string key)
    {
        switch (key)
        {
            case "Enter":
                Navigation.NavigateTo(QueueOf(_here.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                return;
            case "t":
                _here = _view!.Today;
                Navigation.NavigateTo(Here(_here));
                return;
            case "m" or "w":
                Navigation.NavigateTo(Address(_here, week: key == "w"));
                return;
        }

        _here = _here.AddDays(key switch { "ArrowLeft" => -1, "ArrowRight" => 1, "ArrowUp" => -7, _ => 7 });
        if (!_view!.Span.Holds(_here)) { Navigation.NavigateTo(Here(_here)); }

        StateHasChanged();
        await Browser.InvokeVoidAsync("desk.show", $"day-{_here:yyyy-MM-dd}");
    }

    /// <summary>The same kind of span around a day, with the same filters.</summary>
    private string Here(DateOnly? day = null) => Address(day ?? _here, _view!.Span.Month is null);

    private string Address(DateOnly day, bool week) => Routes.With(
        Routes.Calendar, week ? ("week", CalendarSpan.OfWeek(day).From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : ("month", day.ToString("yyyy-MM", CultureInfo.InvariantCulture)), ("owner", Owner),
        ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)));

    private string QueueOf(string? due) => Routes.QueueWhere(
        ("due", due), ("owner", Owner), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)));

    private void Go(string name, object? value)
    {
        var all = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        all[name] = value?.ToString();
        Navigation.NavigateTo(Routes.With(Routes.Calendar, [.. all.Select(q => (q.Key, q.Value))]));
    }

    private string Look(DateOnly day) => string.Join(' ', new[]
    {
        _view!.Span.Holds(day) ? null : "outside", day == _view.Today ? "today" : null, day == _here ? "here" : null,
        BusinessDays.Is(day) ? null : "free",
    }.OfType<string>());

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
