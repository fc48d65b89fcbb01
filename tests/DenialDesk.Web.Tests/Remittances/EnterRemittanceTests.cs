using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Remittances;

public sealed class EnterRemittanceTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_biller_types_a_paper_remittance_reloads_balances_it_attaches_the_scan_and_posts_it()
    {
        await site.ScalarAsync<object>("with p as (insert into practice (name) values ('Paper Practice') returning practice_id) insert into practice_identifier (kind, value, practice_id) select 'npi', '1999999984', practice_id from p");
        var page = await site.BrowseAsync("biller");
        await page.GotoAsync(Routes.EnterRemittance);
        await page.GetByLabel("Payer", new() { Exact = true }).FillAsync("First Paper Health");
        await page.GetByLabel("Practice").SelectOptionAsync("Paper Practice");
        await page.GetByLabel("Cheque or EFT number").FillAsync("778899");
        await page.GetByLabel("Date", new() { Exact = true }).FillAsync("2026-05-04");
        await page.GetByLabel("Amount", new() { Exact = true }).FillAsync("40");
        await page.GetByLabel("Account number").FillAsync("P-100");
        await page.GetByLabel("Procedure").FillAsync("99213");
        await page.GetByLabel("Charge").FillAsync("100");
        await page.GetByLabel("Paid", new() { Exact = true }).FillAsync("40");
        await page.GetByLabel("Reason of adjustment 1, line 1 of claim 1").FillAsync("197");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByText("Line 1: $60.00 not accounted for.").WaitForAsync();
        await page.GetByTestId("kept").WaitForAsync();
        await page.AssertNoFaultsAsync();

        await page.ReloadAsync();
        await page.GetByText("Line 1: $60.00 not accounted for.").WaitForAsync();
        await page.GetByLabel("Amount of adjustment 1, line 1 of claim 1").FillAsync("60");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByTestId("balanced").WaitForAsync();
        await page.GetByLabel("PDF, PNG or JPG").SetInputFilesAsync(new FilePayload { Name = "scan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 a scan"u8.ToArray() });
        await page.GetByRole(AriaRole.Link, new() { Name = "scan.pdf" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and post" }).ClickAsync();
        await page.GetByTestId("file-state").WaitForAsync();

        Assert.Equal("197", await site.ScalarAsync<string>("select max(lead_carc) from denial"));
        Assert.Equal("Posted", await page.GetByTestId("file-state").TextContentAsync());
        await page.GetByText("entered by hand").First.WaitForAsync();
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from scan s join inbound_file f using (file_id) where f.source = 'manual'"));
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from manual_draft"));
        using var biller = await site.VisitAsAsync("biller");
        using var scan = await biller.GetAsync(Routes.ScanOf(await site.ScalarAsync<long>("select scan_id from scan")));
        Assert.Equal("application/pdf", scan.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", scan.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("%PDF-1.7 a scan", await scan.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
