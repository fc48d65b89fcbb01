using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Queue;

public sealed partial class QueueJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_biller_takes_the_next_denial_records_a_payment_and_undoes_it_with_the_keyboard()
    {
        var page = await OpenQueueAsync("biller");

        await page.PressKeyAsync("n");
        await page.ReachAsync(DenialAddress());
        await page.GetByTestId("why").WaitForAsync();
        Assert.Contains("expected", await page.GetByTestId("why").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("rule", await page.GetByTestId("clock").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByTestId("raw").ClickAsync();
        Assert.StartsWith("CLP*", await page.GetByTestId("segments").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByTestId("step").SelectOptionAsync("Recovered");
        await page.GetByTestId("record").ClickAsync();
        await page.Locator("[data-testid=told].refusal").WaitForAsync();
        await page.GetByTestId("amount").FillAsync("1.50");
        await page.GetByTestId("record").ClickAsync();
        await page.Locator("[data-testid=state]", new() { HasText = "Recovered" }).WaitForAsync();

        await page.Locator("h1").First.ClickAsync();
        await page.PressKeyAsync("u");
        await page.GetByTestId("undo-yes").ClickAsync();
        await page.Locator("[data-testid=state]", new() { HasText = "In work" }).WaitForAsync();
        Assert.Contains("undid the last step", await page.GetByTestId("steps").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_walked_with_j_and_k_and_opened_with_Enter()
    {
        var page = await OpenQueueAsync("manager");

        await page.PressKeyAsync("j");
        await page.PressKeyAsync("j");
        await page.Locator("#row-1[aria-current=true]").WaitForAsync();
        await page.PressKeyAsync("k");
        await page.Locator("#row-0[aria-current=true]").WaitForAsync();
        var href = await page.Locator("#row-0 a").First.GetAttributeAsync("href");
        await page.Keyboard.PressAsync("Enter");

        await page.ReachAsync(href!);
    }

    [Fact]
    public async Task A_filter_stands_in_the_address_and_the_back_button_takes_it_away()
    {
        var page = await OpenQueueAsync("manager");

        await page.GetByLabel("Owner").And(page.Locator("select")).SelectOptionAsync("none");
        await page.ReachAsync("/queue?owner=none");
        await page.GoBackAsync();
        await page.ReachAsync(new Regex("/queue$"));

        await Assertions.Expect(page.GetByLabel("Owner").And(page.Locator("select"))).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Two_browsers_pressing_take_next_two_hundred_times_never_get_the_same_denial()
    {
        var pages = new[] { await OpenQueueAsync("biller"), await OpenQueueAsync("admin") };

        var taken = await Task.WhenAll(pages.Select(TakeManyAsync));

        Assert.Equal(200, taken.Sum(t => t.Count));
        Assert.Equal(200, taken.SelectMany(t => t).Distinct().Count());
    }

    [Fact]
    public async Task Working_pages_have_no_serious_accessibility_faults()
    {
        var page = await desk.BrowseAsync("admin", width: 1280);
        var denial = await desk.ScalarAsync<long>("select min(denial_id) from denial");
        await page.AssertNoFaultsAsync([
            (Routes.Queue, "row"), (Routes.FollowUps, null), (Routes.Calls, null), (Routes.DocumentRequests, null), (Routes.DocumentRules, "rules"), (Routes.Effort, null), (Routes.Appeals, null), (Routes.Calendar, null), (Routes.Notices, null), (Routes.Expired, null), (Routes.DenialOf(1, denial), "why"), (Routes.Remittances, null), (Routes.FileOf(1), null),
            (Routes.Trends, null), (Routes.Payers, null), (Routes.PayerOf(1), null), (Routes.Jobs, null), (Routes.Health, null), (Routes.Practices, null), (Routes.Audit, null), (Routes.Codes, null),
            (Routes.Rejections, null), (Routes.Corrections, null), (Routes.CorrectionOf(1, denial), null), (Routes.Checklists, null), (Routes.Certificate, null), (Routes.CertificateOf(file: 1), null), (Routes.Ledger, null), (Routes.Routing, null), (Routes.BulkRuns, null), (Routes.Skips, null), (Routes.QueueWhere(("group", "payer")), "groups"),
            (Routes.WriteOffs, null), (Routes.WriteOffProposals, null), (Routes.Underpayments, null), (Routes.Fees, null), (Routes.Disputes, null), (Routes.HandOffs, null),
        ]);
    }

    private async Task<IPage> OpenQueueAsync(string role)
    {
        var page = await desk.BrowseAsync(role);
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        return page;
    }

    private static async Task<List<string>> TakeManyAsync(IPage page)
    {
        var taken = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            var before = await page.EvaluateAsync<string>("location.href");
            await page.PressKeyAsync("n");
            await page.WaitForFunctionAsync("before => location.href !== before && /\\/denials\\/\\d+\\/\\d+$/.test(location.href)", before);
            taken.Add(await page.EvaluateAsync<string>("location.href"));      // asked in the document: the driver's own idea of the address may lag
        }

        return taken;
    }

    [GeneratedRegex(@"/denials/\d+/\d+$")]
    private static partial Regex DenialAddress();
}
