using Microsoft.JSInterop;

namespace DenialDesk.Web.Components;

/// <summary>The keys of a page: the browser listens, the page's method decides. Ends with the page.</summary>
/// <param name="reading">What the page is still reading: a key pressed before that has ended waits for it, because the page does not know yet what the key is about.</param>
public sealed class PageKeys(IJSRuntime browser, IReadOnlyList<string> names, Func<string, Task> press, Func<Task>? reading = null) : IAsyncDisposable
{
    private DotNetObjectReference<PageKeys>? _self;
    private IJSObjectReference? _listening;
    private bool _over;

    /// <summary>Starts listening; called once, after the page's first rendering.</summary>
    public async Task StartAsync()
    {
        _self = DotNetObjectReference.Create(this);
        try
        {
            _listening = await browser.InvokeAsync<IJSObjectReference>("desk.keys", _self, names);
            if (_over) { await StopAsync(); }      // the page was left while the browser was being asked
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone before it listened.
        }
    }

    /// <summary>A key was pressed outside of any field.</summary>
    [JSInvokable]
    public async Task Key(string key)
    {
        // A reading that fails is the page's to tell, not the key's.
        if (reading is not null) { await reading().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); }

        ObjectDisposedException.ThrowIf(_over, this);      // the browser gives the key to the page that came
        await press(key);
    }

    public async ValueTask DisposeAsync()
    {
        _over = true;
        if (_listening is not null || _self is null) { await StopAsync(); }
    }

    private async Task StopAsync()
    {
        try
        {
            if (_listening is not null)
            {
                await _listening.InvokeVoidAsync("dispose");
                await _listening.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self?.Dispose();
    }
}
