using DenialDesk.App.Audit;
using DenialDesk.App.People;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Claims;

/// <summary>One claim from its first submission to its payment: claim, acceptance, denial, corrected claim, reversal and payment, each dropped in the browser.</summary>
public sealed class WholeStoryTests(Site site) : IClassFixture<Site>
{
    private static readonly string Chain = Path.Combine(Root(), "samples", "files", "chain");

    [Fact]
    public async Task A_claim_is_followed_from_its_submission_to_the_payment_of_its_corrected_copy()
    {
        var page = await site.BrowseAsync("biller");

        await DropAsync(page, "1-claim.837", "2-received.999", "3-accepted.277");
        await page.GotoAsync(Routes.NonResponse);
        await Assertions.Expect(page.GetByTestId("non-response")).ToContainTextAsync("CB200401");

        await DropAsync(page, "4-denied.835");
        await page.GotoAsync(Routes.NonResponse);
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("CB200401");
        await page.GotoAsync(Routes.Queue);
        await Assertions.Expect(page.GetByTestId("row")).ToHaveCountAsync(1);
        await page.PressKeyAsync("n");
        await page.GetByTestId("why").WaitForAsync();
        var denial = page.Url;
        await Assertions.Expect(page.GetByTestId("submitted")).ToContainTextAsync("CB200401");
        await Assertions.Expect(page.Locator(".tiles")).ToContainTextAsync("$220.00");
        await page.GetByTestId("step").SelectOptionAsync("CorrectedResubmitted");
        await page.GetByTestId("step-note").FillAsync("Authorization AUTH552001 found and sent");
        await page.GetByTestId("record").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("state")).ToContainTextAsync("Waiting for payer");

        await DropAsync(page, "5-corrected.837", "6-reversed-and-paid.835");
        await page.GotoAsync(denial);
        await Assertions.Expect(page.GetByTestId("state")).ToContainTextAsync("Recovered");
        await Assertions.Expect(page.GetByTestId("steps")).ToContainTextAsync("$151.20");
        var history = page.GetByRole(AriaRole.Region, new() { Name = "History of the claim" });
        await Assertions.Expect(history.Locator("tbody tr")).ToHaveCountAsync(3);
        await history.GetByRole(AriaRole.Link, new() { Name = "EF0612006" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("$151.20");

        await page.GotoAsync(Routes.Queue);
        await Assertions.Expect(page.GetByTestId("row")).ToHaveCountAsync(0);
        var audit = await site.Get<AuditPractice>().Run(new() { PracticeId = 1, Today = DateOnly.FromDateTime(DateTime.UtcNow) }, Actor.Desk, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (audit.Denials, audit.Standing));
    }

    private static async Task DropAsync(IPage page, params string[] names)
    {
        await page.GotoAsync(Routes.Remittances);
        await page.Locator("#drop[data-ready]").WaitForAsync();
        foreach (var name in names)
        {
            await page.GetByTestId("files").SetInputFilesAsync(Path.Combine(Chain, name));
            await page.Locator(".uploads li.posted", new() { HasText = name }).WaitForAsync();
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return folder;
    }
}
