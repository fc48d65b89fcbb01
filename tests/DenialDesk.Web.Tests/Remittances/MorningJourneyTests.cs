using System.Text;
using DenialDesk.Samples;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Remittances;

public sealed class MorningJourneyTests(Site site) : IClassFixture<Site>
{
    private static LocatorFilterOptions Having(string text) => new() { HasText = text };

    [Fact]
    public async Task A_biller_sends_the_morning_s_files_reads_the_report_takes_the_next_denial_records_and_undoes()
    {
        var page = await site.BrowseAsync("biller");
        await page.GotoAsync(Routes.Remittances);
        await page.Locator("#drop[data-ready]").WaitForAsync();

        await page.GetByTestId("files").SetInputFilesAsync([File("one.835", 31), File("two.835", 32), new() { Name = "letter.txt", MimeType = "text/plain", Buffer = Encoding.ASCII.GetBytes("Dear biller") }]);
        var lines = page.Locator(".uploads li");
        await lines.Filter(Having("one.835")).GetByRole(AriaRole.Link, new() { Name = "Report" }).WaitForAsync();
        await lines.Filter(Having("two.835")).GetByRole(AriaRole.Link, new() { Name = "Report" }).WaitForAsync();
        await page.Locator(".uploads li.unreadable", new() { HasText = "letter.txt" }).WaitForAsync();
        var table = page.GetByTestId("files-table");
        await table.GetByRole(AriaRole.Row).Filter(Having("two.835")).WaitForAsync();

        await lines.Filter(Having("one.835")).GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync();
        await page.Locator(".page-header", new() { HasText = "one.835" }).WaitForAsync();
        Assert.Contains("Posted", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "Queue" }).First.ClickAsync();
        await page.GetByTestId("row").First.WaitForAsync();
        await page.PressKeyAsync("n");
        await page.GetByTestId("why").WaitForAsync();
        Assert.Equal("Pat biller", await page.GetByTestId("owner").InnerTextAsync());
        await page.GetByTestId("step").SelectOptionAsync("Recovered");
        await page.GetByTestId("amount").FillAsync("2.25");
        await page.GetByTestId("record").PressAsync("Enter");
        await page.Locator("[data-testid=state]", new() { HasText = "Recovered" }).WaitForAsync();
        await page.Locator("h1").First.ClickAsync();
        await page.PressKeyAsync("u");
        await page.GetByTestId("undo-yes").PressAsync("Enter");
        await page.Locator("[data-testid=state]", new() { HasText = "In work" }).WaitForAsync();
    }

    [Fact]
    public async Task A_file_dropped_on_the_zone_is_sent_as_a_chosen_one_is()
    {
        var page = await site.BrowseAsync("manager");
        await page.GotoAsync(Routes.Remittances);
        await page.GetByTestId("files").WaitForAsync();
        await page.Locator("#drop[data-ready]").WaitForAsync();
        var content = Encoding.ASCII.GetString(Bytes(33));

        var dropped = await page.EvaluateHandleAsync("text => { const d = new DataTransfer(); d.items.add(new File([text], 'dropped.835')); return d; }", content);
        await page.Locator("#drop").DispatchEventAsync("drop", new { dataTransfer = dropped });

        await page.Locator(".uploads li.posted", new() { HasText = "dropped.835" }).WaitForAsync();
        await page.GetByTestId("files-table").GetByRole(AriaRole.Row).Filter(Having("dropped.835")).WaitForAsync();
    }

    private static FilePayload File(string name, int seed) => new() { Name = name, MimeType = "text/plain", Buffer = Bytes(seed) };

    private static byte[] Bytes(int seed)
    {
        using var content = new MemoryStream();
        BalancedRemittance.Write(content, 150_000, seed);
        return content.ToArray();
    }
}
