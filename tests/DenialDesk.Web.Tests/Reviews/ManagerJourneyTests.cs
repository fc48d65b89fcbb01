using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Reviews;

/// <summary>A manager's morning: Today, the rows behind a figure, and the pages of figures, shown, printed and taken away.</summary>
public sealed class ManagerJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manager_begins_with_today_and_walks_through_every_page_of_figures()
    {
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Home);
        await page.ReachAsync(Routes.Today);
        await Assertions.Expect(page.GetByTestId("risk").Locator("a")).ToHaveCountAsync(6);
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("lying").Locator("a").Nth(2).ClickAsync();
        await page.ReachAsync(new Regex(@"/queue\?owner=unallocated"));

        await page.AssertNoFaultsAsync(
        [
            (Routes.FiveQuestions, "part-changes"), (Routes.DenialAudit, "part-scope"), (Routes.Reviews + "?month=2026-05", "kept"), (Routes.DossierOf(1), "part-rate"), (Routes.Team + "?minutes=30", "said"),
        ]);

        await page.GotoAsync(Routes.FiveQuestions);
        await Assertions.Expect(page.GetByTestId("part-changes")).ToContainTextAsync("the process is reactive");
        await page.GetByTestId("part-ranking").Locator("tbody a").First.ClickAsync();
        await page.ReachAsync(new Regex("/denials/1/[0-9]+$"));
    }

    [Fact]
    public async Task The_pages_leave_as_workbook_csv_and_pdf_and_a_biller_gets_none()
    {
        using var manager = await desk.VisitAsAsync("manager");
        using var biller = await desk.VisitAsAsync("biller");
        foreach (var address in new[] { Routes.FileOfKind(Routes.DenialAuditFile, "xlsx"), Routes.DossierFileOf(1, "xlsx"), Routes.FileOfKind(Routes.ReviewFile, "xlsx"), Routes.FileOfKind(Routes.TeamFile, "xlsx") })
        {
            using var answer = await manager.GetAsync(address);
            Assert.Equal("PK", Encoding.ASCII.GetString((await answer.Content.ReadAsByteArrayAsync(Stop))[..2]));
            using var refused = await biller.GetAsync(address);
            Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        }

        Assert.Contains("\"3. Every denied claim by reason\"", await manager.ReadAsync(Routes.FileOfKind(Routes.DenialAuditFile, "csv")), StringComparison.Ordinal);
        using var unknown = await manager.GetAsync(Routes.FileOfKind(Routes.DenialAuditFile, "exe"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        Assert.SkipUnless(PdfPrinter.Installed, "weasyprint is not installed on this machine");
        using var pdf = await manager.GetAsync(Routes.FileOfKind(Routes.FiveQuestionsFile, "pdf"));
        Assert.StartsWith("%PDF", Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync(Stop)), StringComparison.Ordinal);
    }
}
