using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Pages;

public sealed class AccessibilityTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Pages_of_the_house_have_no_violations_in_either_theme()
    {
        var page = await site.BrowseAsync("admin");
        await page.AssertNoFaultsAsync(new[]
        {
            Routes.Help, Routes.People, Routes.Journal, Routes.Password, Routes.Sessions, Routes.Invitations, Routes.SecondFactor, Routes.NotAllowed, Routes.Certificate, Routes.Ledger, Routes.Quarantine,
            Routes.Unmatched, Routes.NonResponse,
        }.Select(address => (address, (string?)null)));

        await page.Context.ClearCookiesAsync();
        await page.AssertNoFaultsAsync([(Routes.SignIn, null)]);
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
}
