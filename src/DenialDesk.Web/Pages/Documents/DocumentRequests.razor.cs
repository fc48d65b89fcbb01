using System.Globalization;
using DenialDesk.App.Documents;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Documents;

/// <summary>Documents asked of departments. Filters in the address; <c>j</c>, <c>k</c> and <c>Enter</c> walk the rows.</summary>
public partial class DocumentRequests : IAsyncDisposable
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["j", "k", "Enter"];
    private DocumentRequestList? _list;
    private bool _more;
    private int _here = -1;
    private PageKeys? _keys;

    [Inject]
    public required ListDocumentRequests List { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "department")]
    public string? Department { get; set; }

    [SupplyParameterFromQuery(Name = "mine")]
    public bool Mine { get; set; }

    /// <summary>The keyset: due day and request after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Csv => Routes.DocumentRequestsCsv + new Uri(Navigation.Uri).Query;

    /// <summary>Reads "20260511-42"; null for anything else.</summary>
    internal static (DateOnly, long)? PlaceOf(string? text)
        => text?.Split('-') is [var day, var id] && DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? (on, number) : null;

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        var found = await List.Run(new() { State = State, Department = Department, Mine = Mine, After = PlaceOf(After), Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_list, _more, _here) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize, -1);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, PressAsync);
        await _keys.StartAsync();
    }

    private async Task PressAsync(string key)
    {
        if (_list is not { Rows: { Count: > 0 } rows }) { return; }

        if (key == "Enter")
        {
            if (_here >= 0) { Navigation.NavigateTo(Routes.DenialOf(rows[_here].PracticeId, rows[_here].DenialId)); }

            return;
        }

        _here = Math.Clamp(_here + (key == "j" ? 1 : -1), 0, rows.Count - 1);
        StateHasChanged();
        await Browser.InvokeVoidAsync("desk.show", $"request-{_here}");
    }

    private string Here() => Routes.With(Routes.DocumentRequests, ("state", State), ("department", Department), ("mine", Mine ? "true" : null));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.DocumentRequests, ("state", name == "state" ? value as string : State), ("department", name == "department" ? value as string : Department),
        ("mine", name == "mine" ? value as string : Mine ? "true" : null)));

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
