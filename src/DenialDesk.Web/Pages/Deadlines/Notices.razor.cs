using System.Globalization;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Deadlines;

/// <summary>What one was told about deadlines. Filters in the address; <c>j</c>, <c>k</c> and <c>Enter</c> walk the rows.</summary>
public partial class Notices : IAsyncDisposable
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["j", "k", "Enter"];
    private List<NoticeRow> _rows = [];
    private bool _read;
    private bool _more;
    private int _here = -1;
    private PageKeys? _keys;
    private IDisposable? _listening;

    [Inject]
    public required ListNotices List { get; set; }

    [Inject]
    public required ReadNotices Mark { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    [SupplyParameterFromQuery(Name = "all")]
    public bool All { get; set; }

    [SupplyParameterFromQuery(Name = "flag")]
    public string? Flag { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    private string Csv => Routes.NoticesCsv + new Uri(Navigation.Uri).Query;

    public async ValueTask DisposeAsync()
    {
        _listening?.Dispose();
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override Task OnParametersSetAsync()
    {
        _here = -1;
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _listening = Changes.Listen(changes => changes.Contains(DeskChange.Anything) && Before is null ? InvokeAsync(AgainAsync) : Task.CompletedTask);
        _keys = new(Browser, KeyNames, PressAsync);
        await _keys.StartAsync();
    }

    private async Task AgainAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var found = await List.Run(new() { All = All, Flag = Flag, Before = Before, Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_rows, _more, _read) = ([.. found.Take(PageSize)], found.Count > PageSize, true);
    }

    private async Task PressAsync(string key)
    {
        if (key == "Enter")
        {
            if (_here >= 0 && _here < _rows.Count) { Navigation.NavigateTo(Routes.DenialOf(_rows[_here].PracticeId, _rows[_here].DenialId)); }

            return;
        }

        _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, Math.Max(0, _rows.Count - 1));
        StateHasChanged();
        await Browser.InvokeVoidAsync("desk.show", $"notice-{_here}");
    }

    private async Task ReadAsync(NoticeRow row)
    {
        await Mark.Run(new() { UpTo = row.NoticeId, One = true }, await Me.GetAsync(), CancellationToken.None);
        await LoadAsync();
        Navigation.NavigateTo(Navigation.Uri);
    }

    private async Task AllReadAsync()
    {
        await Mark.Run(new() { UpTo = _rows[0].NoticeId, Flag = Flag }, await Me.GetAsync(), CancellationToken.None);
        await LoadAsync();
        Navigation.NavigateTo(Here(All, Flag));
    }

    private static string Here(bool all, string? flag) => Routes.With(Routes.Notices, ("all", all ? "true" : null), ("flag", flag));

    private static string Tone(string flag) => flag switch { "14" or "7" => "", "3" or "1" or "write_off_asked" => "warn", "write_off_approved" => "good", _ => "bad" };
}
