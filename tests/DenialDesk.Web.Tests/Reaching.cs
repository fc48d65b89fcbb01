using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests;

/// <summary>
/// Waits until a page stands at an address, or listens for a key. The address is asked for again and again: waiting for the event of a navigation misses one that happens within
/// the document just before the wait begins, and then waits for ever.
/// </summary>
internal static class Reaching
{
    public static Task ReachAsync(this IPage page, Regex address) => Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = 45_000 });

    /// <summary>Path and query, whole.</summary>
    public static Task ReachAsync(this IPage page, string pathAndQuery) => page.ReachAsync(new Regex("^https?://[^/]+" + Regex.Escape(pathAndQuery) + "$"));

    /// <summary>Presses a key of the page as soon as somebody listens for it: a person sees nothing to press it for before that.</summary>
    public static async Task PressKeyAsync(this IPage page, string key)
    {
        await page.ListensAsync(key);
        await page.Keyboard.PressAsync(key);
    }

    /// <summary>Waits until somebody listens for a key.</summary>
    public static Task ListensAsync(this IPage page, string key) => page.Locator($"html[data-keys~=\"{key}\"]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
}
