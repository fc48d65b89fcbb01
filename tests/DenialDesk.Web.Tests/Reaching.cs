using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests;

/// <summary>
/// Waits until a page stands at an address. Asked again and again: waiting for the event of a navigation misses one that happens within the
/// document just before the wait begins, and then waits for ever.
/// </summary>
internal static class Reaching
{
    public static Task ReachAsync(this IPage page, Regex address) => Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = 45_000 });

    /// <summary>Path and query, whole.</summary>
    public static Task ReachAsync(this IPage page, string pathAndQuery) => page.ReachAsync(new Regex("^https?://[^/]+" + Regex.Escape(pathAndQuery) + "$"));
}
