using DenialDesk.App.Intake;
using DenialDesk.App.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Quarantine;

public sealed class QuarantineTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_manager_finds_what_waits_rejects_it_takes_that_back_and_posts_it_as_it_stands()
    {
        var page = await site.BrowseAsync("manager");
        await page.GotoAsync(Routes.Quarantine);
        await page.GetByTestId("nothing-waits").WaitForAsync();
        await ImportAsync();
        await page.GotoAsync(Routes.Quarantine);
        await Expect(page.GetByTestId("waiting-count")).ToContainTextAsync("1");
        await page.AssertNoFaultsAsync();

        await page.GetByTestId("held").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByTestId("held-reason")).ToContainTextAsync("no end (SE)");
        await Expect(page.GetByTestId("segments")).ToContainTextAsync("LQ*HE*N19");
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("release").ClickAsync();
        await Expect(page.GetByTestId("refusal")).ToContainTextAsync("It still cannot post");
        await page.GetByTestId("reason").FillAsync("Not for us.");
        await page.GetByTestId("reject").ClickAsync();
        await Expect(page.GetByTestId("held-state")).ToHaveTextAsync("Rejected");
        await page.GetByTestId("reason").FillAsync("It is for us after all.");
        await page.GetByTestId("undo").ClickAsync();
        await Expect(page.GetByTestId("held-state")).ToHaveTextAsync("Waiting");
        await page.GetByTestId("reason").FillAsync("The payer confirms by phone that no claim is missing.");
        await page.GetByTestId("release-as-is").ClickAsync();
        await Expect(page.GetByTestId("said")).ToContainTextAsync("Posted with 1 claim and 1 denial");

        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from denial"));
        Assert.Equal(3, await site.ScalarAsync<long>("select count(*) from journal where subject_kind = 'transaction'"));
        await page.GetByTestId("posted-remittance").ClickAsync();
        await page.GetByText("EF0612002").First.WaitForAsync();
        await Expect(page.GetByTestId("waiting-count")).ToHaveCountAsync(0);
        await page.GotoAsync(Routes.With(Routes.Quarantine, ("state", "posted"), ("cause", "cut_off"), ("text", "ef0612002")));
        await Expect(page.GetByTestId("held").Locator("tbody tr")).ToHaveCountAsync(1);
        using var manager = await site.VisitAsAsync("manager");
        Assert.Contains("EF0612002", await manager.ReadAsync(Routes.With(Routes.QuarantineCsv, ("state", "all"))), StringComparison.Ordinal);
    }

    private async Task ImportAsync()
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(Root(), "samples", "files", "835-denied-line-on-paid-claim.835"), TestContext.Current.CancellationToken);
        var end = System.Text.Encoding.Latin1.GetString(whole).LastIndexOf("SE*", StringComparison.Ordinal);
        using var cut = new MemoryStream(whole, 0, end);
        await site.Get<ImportFile>().Run(new() { Content = cut, Name = "cut.835", Source = ImportFile.Source.Upload }, Actor.Desk, TestContext.Current.CancellationToken);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return folder;
    }
}
