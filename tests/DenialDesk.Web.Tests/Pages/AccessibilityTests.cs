using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Pages;

public sealed class AccessibilityTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_of_the_house_have_no_violations_in_either_theme(ColorScheme colors)
    {
        var page = await site.BrowseAsync("admin", colors);
        foreach (var address in new[] { Routes.Help, Routes.People, Routes.Journal, Routes.Password, Routes.Sessions, Routes.Invitations, Routes.SecondFactor, Routes.NotAllowed, Routes.Certificate, Routes.Ledger, Routes.Quarantine, Routes.Unmatched, Routes.NonResponse })
        {
            await page.GotoAsync(address);
            await page.Locator("h1").First.WaitForAsync();
            await CheckAsync(page, address);
        }

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(Routes.SignIn);
        await CheckAsync(page, Routes.SignIn);
    }

    [Fact]
    public async Task The_theme_chosen_stays()
    {
        var page = await site.BrowseAsync("biller");

        await page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        await page.Locator("html[data-theme=dark]").WaitForAsync();
        await page.GotoAsync(Routes.Help);

        Assert.Equal("dark", await page.Locator("html").GetAttributeAsync("data-theme"));
    }

    private static async Task CheckAsync(IPage page, string address)
    {
        var found = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{address}: {v.Id} {v.Nodes[0].Html}");
        Assert.Empty(found);
    }
}
