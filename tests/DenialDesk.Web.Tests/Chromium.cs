using DenialDesk.Web.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace DenialDesk.Web.Tests;

/// <summary>One browser for the whole run, started by the first test that browses.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private readonly Lazy<Task<IBrowser>> _browser;
    private IPlaywright? _playwright;

    public Chromium()
    {
        _browser = new(LaunchAsync);
        Assertions.SetDefaultExpectTimeout(45_000);      // as long as everything else may take on a busy machine
    }

    public Task<IBrowser> Started => _browser.Value;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated) { await (await _browser.Value).CloseAsync(); }

        _playwright?.Dispose();
    }

    private async Task<IBrowser> LaunchAsync()
    {
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DENIALDESK_TEST_CHROMIUM") is { Length: > 0 } given ? given : Places.First(File.Exists),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}
