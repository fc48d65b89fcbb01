using Microsoft.JSInterop;

namespace DenialDesk.Web.Components;

/// <summary>The keys of a page: the browser listens, the page's method decides. Ends with the page.</summary>
public sealed class PageKeys(IJSRuntime browser, IReadOnlyList<string> names, Func<string, Task> press) : IAsyncDisposable
{
    private DotNetObjectReference<PageKeys>? _self;
    private IJSObjectReference? _listening;

    /// <summary>Starts listening; called once, after the page's first rendering.</summary>
    public async Task StartAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _listening = await browser.InvokeAsync<IJSObjectReference>("desk.keys", _self, names);
    }

    /// <summary>A key was pressed outside of any field.</summary>
    [JSInvokable]
    public Task Key(string key) => press(key);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_listening is not null) { await _listening.InvokeVoidAsync("dispose"); }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self?.Dispose();
    }
}
