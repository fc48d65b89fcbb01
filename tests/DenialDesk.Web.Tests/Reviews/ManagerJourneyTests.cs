using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.People;
using DenialDesk.App.Reports;
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
    public async Task A_page_that_a_large_desk_reads_for_long_says_so_and_shows_itself_when_it_is_read()
    {
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Home);
        await page.ReachAsync(Routes.Today);
        await desk.ScalarAsync<object>("insert into rollup_built (practice_id, month, built_at, claims, denials, build_ms) values (1, '1990-01-01', now(), 200000, 200000, 1)");
        try
        {
            await using (var held = await desk.Database.OpenConnectionAsync(Stop))
            {
                await using var transaction = await held.BeginTransactionAsync(Stop);
                await using var hold = new Npgsql.NpgsqlCommand("lock table time_spent in access exclusive mode", held, transaction);
                await hold.ExecuteNonQueryAsync(Stop);
                await page.GotoAsync(Routes.DenialAudit);
                await Assertions.Expect(page.GetByTestId("being-worked-out")).ToContainTextAsync("the first time, so nobody knows how long it takes");
                await page.AssertNoFaultsAsync();
                await Assertions.Expect(page.GetByTestId("part-scope")).ToHaveCountAsync(0);
            }

            await Assertions.Expect(page.GetByTestId("part-scope")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByTestId("being-worked-out")).ToHaveCountAsync(0);
        }
        finally
        {
            await desk.ScalarAsync<object>("delete from rollup_built where month = '1990-01-01'; delete from kept_reading");
        }
    }

    [Fact]
    public async Task A_time_that_there_is_not_is_said_to_be_none_and_the_page_stays()
    {
        var page = await desk.BrowseAsync("manager");
        foreach (var (address, said) in new[]
        {
            (Routes.Reviews + "?month=2026-13", "There is no month 2026-13; this is "), (Routes.Reviews + "?month=2190-05", "May 2190 has not come yet; this is "),
            (Routes.Numbers + "?to=2026-13", "There is no month 2026-13; this is "), (Routes.Trends + "?to=2190-05", "May 2190 has not come yet; this is "),
            (Routes.Breakdown + "?from=2026-13&to=2026-05", "There is no month 2026-13; this is May 2026."), (Routes.Breakdown + "?period=7q", "There is no period 7q; this is "),
            (Routes.DenialAudit + "?to=0001-01-01", "There is nothing to show of January 1, 0001; this ends on "), (Routes.Reviews + "?month=0001-01", "There is nothing to show of January 0001; this is "),
            (Routes.DenialAudit + "?to=2026-02-30", "There is no day 2026-02-30; this ends on "), (Routes.Expired + "?month=soon", "There is no month soon; these are all months."),
            (Routes.WriteOffs + "?month=soon", "There is no month soon; these are all months."),
            (Routes.Team + "?days=many", "There is no page of many days; this is of 30."), (Routes.DossierOf(1) + "?months=0", "There is no page of 0 months; this is of 12."),
        })
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page.GetByTestId("no-such-time")).ToContainTextAsync(said);
        }

        await page.AssertNoFaultsAsync();
        await page.GotoAsync(Routes.Reviews + "?month=2026-05");
        await Assertions.Expect(page.GetByTestId("kept")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("no-such-time")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_address_with_a_filter_that_is_no_number_is_no_fault_of_the_desk_and_leads_to_the_page_without_it()
    {
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Numbers + "?practice=abc");
        await Assertions.Expect(page.GetByText("This address cannot be read")).ToBeVisibleAsync();
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("without-filters").ClickAsync();
        await Assertions.Expect(page.GetByTestId("fresh")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_page_of_figures_can_be_scheduled_and_one_about_nothing_says_so()
    {
        var id = await desk.ScalarAsync<Guid>("select id from identity_users where normalized_email = upper('" + Site.EmailOf("manager") + "')");
        var manager = (await desk.Get<FindActor>().Run(id, null, Stop))!;
        foreach (var (page, query, begins) in new[]
        {
            ("today", "", "\"Money at risk by deadline\""), ("five-questions", "", "\"1. What is our denial rate?\""), ("audit-90", "to=2026-05-31", "\"2. Denial rate\""),
            ("review", "month=2026-05", "\""), ("team", "days=90", "\"The next 30 days\""), ("dossier", "payer=1&months=24", "\"Denial rate\""), ("numbers", "", "\"Shares\""),
        })
        {
            Assert.StartsWith(begins, await MadeAsync(page, query, manager), StringComparison.Ordinal);
        }

        Assert.Equal("What it was about is gone, or is in no practice of its owner's.", await MadeAsync("dossier", "payer=999999", manager));
        var addresses = (await desk.Get<ListReports>().Run(new(), manager, Stop)).Schedules.Select(s => s.Address).ToList();
        Assert.Contains("/audit-90?to=2026-05-31", addresses);
        Assert.Contains("/payers/1/dossier?months=24", addresses);
    }

    /// <summary>A page scheduled and made at once, as CSV; or the sentence why it was not made.</summary>
    private async Task<string> MadeAsync(string page, string query, Actor manager)
    {
        var input = new KeepSchedule.Input { Act = KeepSchedule.Act.Save, Name = page, Page = page, Query = query, Format = "csv", Cadence = new(Domain.Reports.ReportRhythm.Monthly, 2) };
        var schedule = (await desk.Get<KeepSchedule>().Run(input, manager, Stop)).ScheduleId!.Value;
        var made = await desk.Get<MakeReportNow>().Run(new() { ScheduleId = schedule }, manager, Stop);
        if (made.ReportId is not { } report) { return made.Refusal!.Sentence; }

        return Encoding.UTF8.GetString((await desk.Get<OpenReport>().Run(new() { ReportId = report }, manager, Stop)).Content!);
    }

    [Fact]
    public async Task The_pages_leave_as_workbook_csv_and_pdf_and_a_biller_gets_none()
    {
        using var manager = await desk.VisitAsAsync("manager");
        using var biller = await desk.VisitAsAsync("biller");
        foreach (var address in new[] { Routes.FileOfKind(Routes.DenialAuditFile, "xlsx"), Routes.DossierFileOf(1, "xlsx"), Routes.FileOfKind(Routes.ReviewFile, "xlsx"), Routes.FileOfKind(Routes.TeamFile, "xlsx"), Routes.FileOfKind(Routes.TodayFile, "xlsx"), Routes.NumbersXlsx })
        {
            using var answer = await manager.GetAsync(address);
            Assert.Equal("PK", Encoding.ASCII.GetString((await answer.Content.ReadAsByteArrayAsync(Stop))[..2]));
            using var refused = await biller.GetAsync(address);
            Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        }

        Assert.Contains("\"3. Every denied claim by reason\"", await manager.ReadAsync(Routes.FileOfKind(Routes.DenialAuditFile, "csv")), StringComparison.Ordinal);
        Assert.StartsWith("\"Money at risk by deadline\"", await manager.ReadAsync(Routes.FileOfKind(Routes.TodayFile, "csv")), StringComparison.Ordinal);
        using var unknown = await manager.GetAsync(Routes.FileOfKind(Routes.DenialAuditFile, "exe"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        using var nobody = await manager.GetAsync(Routes.DossierFileOf(999_999, "csv"));
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);

        Assert.SkipUnless(PdfPrinter.Installed, "weasyprint is not installed on this machine");
        using var pdf = await manager.GetAsync(Routes.FileOfKind(Routes.FiveQuestionsFile, "pdf"));
        Assert.StartsWith("%PDF", Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync(Stop)), StringComparison.Ordinal);
    }
}
