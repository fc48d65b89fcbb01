using System.Text.RegularExpressions;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Claims;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Claims;

/// <summary>A claim whose account number was lost is pointed to its submission in two clicks, and the pointing is undone.</summary>
public sealed class UnmatchedTests(Site site) : IClassFixture<Site>
{
    private async Task ImportAsync(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await site.Get<ImportFile>().Run(new() { Content = stream, Name = name, Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Two_clicks_resolve_a_claim_and_one_undoes_it()
    {
        await ImportAsync("sent.837", TwoWays.Sent("20260105", 1, new("GRP001", "RIVERA", "W1", "20260102", 90m), new("GRP002", "RIVERA", "W1", "20260102", 95m)));
        await ImportAsync("answered.835", TwoWays.Answered("20260112", 3, new Told("P900", "RIVERA", "", "20260102", 90m, Paid: 0m)));
        var page = await site.BrowseAsync("biller");

        await page.GotoAsync(Routes.Unmatched);
        await Assertions.Expect(page.GetByTestId("unmatched")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByTestId("candidates").Locator("tbody tr").First).ToContainTextAsync("GRP001");
        var question = page.GetByRole(AriaRole.Alertdialog);
        await page.GetByTestId("this-one").First.ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Match them" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("told")).ToContainTextAsync("Matched to the submitted claim.");
        await Assertions.Expect(page.GetByTestId("unmatched")).ToHaveCountAsync(0);

        await page.GetByTestId("undo-last").ClickAsync();
        await Assertions.Expect(page.GetByTestId("unmatched")).ToHaveCountAsync(1);

        await page.GetByTestId("none").ClickAsync();
        await page.GetByTestId("reason").FillAsync("Billed by the hospital");
        await page.GetByTestId("none-save").ClickAsync();
        await Assertions.Expect(page.GetByTestId("unmatched")).ToHaveCountAsync(0);

        await page.GotoAsync(Routes.With(Routes.Unmatched, ("state", "dismissed")));
        await Assertions.Expect(page.GetByTestId("unmatched")).ToContainTextAsync("Billed by the hospital");
        await page.GetByTestId("unmatched").Locator("h2 a").ClickAsync();
        await page.ReachAsync(new Regex("/unmatched/\\d+/\\d+$"));
        await Assertions.Expect(page.GetByTestId("changes")).ToContainTextAsync("none of those offered");
        await page.AssertNoFaultsAsync();

        await page.GotoAsync(Routes.NonResponse);
        await Assertions.Expect(page.GetByTestId("non-response").Locator("tbody tr")).ToHaveCountAsync(2);
        await page.AssertNoFaultsAsync();
    }
}
