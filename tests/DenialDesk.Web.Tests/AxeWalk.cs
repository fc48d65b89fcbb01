using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests;

/// <summary>Looks for accessibility faults on the page a browser shows.</summary>
/// <remarks>
/// Axe runs inside the page itself: our pages have no frames of others, and the package's own way opens a second, empty page for every look, which costs seconds.
/// A theme changes nothing but colours, so the dark one is asked about contrast alone. Axe takes an icon for the word it is made of until the icons' font has come.
/// </remarks>
internal static class AxeWalk
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private const string Look = """
        async rules => {
          const icon = document.querySelector('.rzi');
          if (icon) await document.fonts.load('16px ' + getComputedStyle(icon).fontFamily, icon.textContent);
          const found = await axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) });
          return found.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ' ' + v.nodes[0].html);
        }
        """;

    /// <summary>Opens each address and asserts that it has no serious or critical fault, in light colours and in dark ones.</summary>
    /// <param name="page">A browser of somebody who may see the pages.</param>
    /// <param name="places">Addresses, each with the test id of what has to stand there first; none: its heading.</param>
    public static async Task AssertNoFaultsAsync(this IPage page, IEnumerable<(string Address, string? Ready)> places)
    {
        foreach (var (address, ready) in places)
        {
            await page.GotoAsync(address);
            await (ready is null ? page.Locator("h1") : page.GetByTestId(ready)).First.WaitForAsync();
            await page.AssertNoFaultsAsync();
        }
    }

    /// <summary>Asserts that the page as it stands has no serious or critical fault, in light colours and in dark ones.</summary>
    public static async Task AssertNoFaultsAsync(this IPage page)
    {
        await page.EvaluateAsync(Axe);
        await page.LookAsync(ColorScheme.Light);
        await page.LookAsync(ColorScheme.Dark, "color-contrast");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
    }

    private static async Task LookAsync(this IPage page, ColorScheme colors, params string[] rules)
    {
        // Without motion: a colour on its way from one theme to the other is neither.
        await page.EmulateMediaAsync(new() { ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce });
        var faults = await page.EvaluateAsync<JsonElement>(Look, rules.Length == 0 ? null : rules);
        var found = faults.EnumerateArray().Select(fault => $"{new Uri(page.Url).PathAndQuery} ({colors}): {fault.GetString()}").ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
