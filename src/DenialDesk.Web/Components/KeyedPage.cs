using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Components;

/// <summary>
/// A list that is walked without a mouse: <c>j</c> and <c>k</c> move over the rows, <c>Enter</c> opens the one they stand on, other keys are the page's own; its filters are the
/// address. Each row's element is called <c>row-0</c>, <c>row-1</c> and so on.
/// </summary>
public abstract class KeyedPage<TRow> : ReadingPage, IAsyncDisposable
    where TRow : class
{
    private static readonly string[] Walking = ["j", "k", "Enter"];
    private PageKeys? _keys;

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    /// <summary>The row under the keys, counted from 0; -1 before the first of them.</summary>
    protected int At { get; set; } = -1;

    /// <summary>The row under the keys; null when they stand on none.</summary>
    protected TRow? Row => At >= 0 && At < Walked.Count ? Walked[At] : null;

    /// <summary>What else ends with the page: its listening to changes of the desk.</summary>
    protected IDisposable? Listening { get; set; }

    /// <summary>The rows shown, in their order.</summary>
    protected abstract IReadOnlyList<TRow> Walked { get; }

    /// <summary>The page without its filters.</summary>
    protected abstract string Page { get; }

    /// <summary>What narrows the page, as its address says it.</summary>
    protected abstract (string Name, string? Value)[] Filters { get; }

    /// <summary>Keys of the page's own.</summary>
    protected virtual IReadOnlyList<string> MoreKeys => [];

    public virtual async ValueTask DisposeAsync()
    {
        Listening?.Dispose();
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        Listen();
        _keys = new(Browser, [.. Walking, .. MoreKeys], key => InvokeAsync(() => KeyAsync(key)), () => Reading);
        await _keys.StartAsync();
    }

    /// <summary>The address that a row opens.</summary>
    protected abstract string Opened(TRow row);

    /// <summary>One of <see cref="MoreKeys"/> was pressed.</summary>
    protected virtual Task PressAsync(string key) => Task.CompletedTask;

    /// <summary>Begins to listen to the desk, once the page is in a browser.</summary>
    protected virtual void Listen()
    {
    }

    /// <summary>This page with its filters, from its first row on.</summary>
    protected string Here() => Routes.With(Page, Filters);

    /// <summary>This page with one filter changed, from its first row on.</summary>
    protected string Here(string name, string? value) => Routes.With(Page, [.. Filters.Select(f => f.Name == name ? (name, value) : f)]);

    /// <summary>Goes there.</summary>
    protected void Go(string name, object? value) => Navigation.NavigateTo(Here(name, value as string));

    private async Task KeyAsync(string key)
    {
        if (key == "Enter")
        {
            if (Row is { } row) { Navigation.NavigateTo(Opened(row)); }

            return;
        }

        if (key is not ("j" or "k")) { await PressAsync(key); }
        else if (Walked.Count > 0)
        {
            At = Math.Clamp(At + (key == "j" ? 1 : -1), 0, Walked.Count - 1);
            StateHasChanged();
            await Browser.InvokeVoidAsync("desk.show", $"row-{At}");
        }

        StateHasChanged();
    }
}
