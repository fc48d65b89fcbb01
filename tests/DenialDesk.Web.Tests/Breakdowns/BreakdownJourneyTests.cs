using System.IO.Compression;
using System.Text.RegularExpressions;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Breakdowns;

/// <summary>A manager asks where denials come from, opens the rows of a number, takes the page away as a file, and has it made every week.</summary>
public sealed class BreakdownJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task From_the_whole_to_the_rows_of_one_number_and_to_a_report_that_makes_itself()
    {
        var month = await desk.ScalarAsync<string>("select to_char(min(remit_date), 'YYYY-MM') || '&to=' || to_char(max(remit_date), 'YYYY-MM') from adjudication where is_first_primary");
        var denials = await desk.ScalarAsync<long>("select count(*) from denial d join adjudication a using (practice_id, adjudication_id) where a.is_first_primary and d.outcome is distinct from 'not_a_denial'");
        var period = "period=own&from=" + month;
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Breakdown + "?" + period);
        await Assertions.Expect(page.GetByTestId("breakdown-sum")).ToContainTextAsync(Whole(denials));
        await page.AssertNoFaultsAsync();

        // A name narrows to it; a number opens its rows, as many as it says.
        await page.GotoAsync(Routes.Breakdown + "?by=category&measure=expected&compare=none&" + period);
        var row = page.GetByTestId("breakdown-row").First;
        var number = await row.Locator("td a").First.InnerTextAsync();
        await row.Locator("td a").First.ClickAsync();
        await page.ReachAsync(new Regex("/breakdown/rows"));
        await Assertions.Expect(page.GetByTestId("rows-sum")).ToContainTextAsync(number + " denial");
        await page.AssertNoFaultsAsync();

        foreach (var (address, ready) in new[]
        {
            ("?show=heat&measure=rate&", "heat"), ("?show=pareto&by=carc&", "pareto"), ("?show=movers&by=category&", "breakdown-total"), ("?by=age&compare=none&", "breakdown"),
        })
        {
            await page.AssertNoFaultsAsync([(Routes.Breakdown + address + period, ready)]);
        }

        // The same as files: a workbook is a zip, and the PDF either a PDF or the sentence that says what is missing.
        using var visitor = await desk.VisitAsAsync("manager");
        using var book = await visitor.GetAsync(Routes.BreakdownXlsx + "?" + period);
        Assert.Equal("PK", System.Text.Encoding.ASCII.GetString(await book.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), 0, 2));
        Assert.Contains("\"All\"," + denials, await visitor.ReadAsync(Routes.BreakdownCsv + "?" + period), StringComparison.Ordinal);
        using var paper = await visitor.GetAsync(Routes.BreakdownPdf + "?show=heat&" + period);
        Assert.Contains(paper.Content.Headers.ContentType!.MediaType, new[] { "application/pdf", "text/plain" });

        await page.GotoAsync(Routes.ScheduleOf("breakdown", "Denials by payer", period));
        await page.GetByTestId("schedule-name").FillAsync("Payers for Monday");
        await page.GetByTestId("schedule-format").SelectOptionAsync("csv");
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("schedule-save").ClickAsync();
        await Assertions.Expect(page.GetByTestId("schedules")).ToContainTextAsync("Payers for Monday");
        await page.ReachAsync(Routes.Reports);
        await page.GetByTestId("make-now").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("reports")).ToContainTextAsync("Payers for Monday");
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("delete").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("said")).ToContainTextAsync("deleted");
        await page.GetByTestId("undo").ClickAsync();
        await Assertions.Expect(page.GetByTestId("schedules")).ToContainTextAsync("Payers for Monday");
        Assert.Equal(1L, await desk.ScalarAsync<long>("select count(*) from report_file where name = 'Payers for Monday' and format = 'csv'"));
    }

    [Fact]
    public async Task The_rows_of_a_procedure_and_of_a_provider_lead_into_the_queue_under_the_same_filters()
    {
        var group = await desk.ScalarAsync<string>("select left(procedure_codes, 3) || 'xx' from denial where is_open and procedure_codes <> '' group by 1 order by count(*), 1 limit 1");
        var todo = "select count(*) from denial d join adjudication a using (practice_id, adjudication_id) where d.is_open and d.state <> 'waiting' and a.is_first_primary";
        var alike = await desk.ScalarAsync<long>($"{todo} and left(d.procedure_codes, 3) || 'xx' = '{group}'");
        var nobody = await desk.ScalarAsync<long>($"{todo} and a.rendering_npi = ''");
        var months = await desk.ScalarAsync<string>("select 'period=own&from=' || to_char(min(remit_date), 'YYYY-MM') || '&to=' || to_char(max(remit_date), 'YYYY-MM') from adjudication");
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.BreakdownRows + "?procedure=" + group + "&" + months);
        await page.GetByTestId("to-queue").ClickAsync();
        await page.GetByTestId("more-filters").ClickAsync();
        await page.ReachAsync(new Regex(@"/queue\?.*procedure=" + group));
        await Assertions.Expect(page.GetByTestId("procedure")).ToHaveValueAsync(group!);
        await Assertions.Expect(page.GetByText("Also narrowed to")).ToContainTextAsync("procedure " + group);
        await Assertions.Expect(page.Locator(".list-head")).ToContainTextAsync(Whole(alike) + " denials");
        await page.AssertNoFaultsAsync();

        await page.GetByTestId("procedure").FillAsync("");
        await page.GetByTestId("procedure").PressAsync("Tab");
        await page.GetByTestId("provider").FillAsync("none");
        await page.GetByTestId("provider").PressAsync("Tab");
        await page.ReachAsync(new Regex(@"/queue\?(?!.*procedure=).*provider=none"));
        if (nobody > 0) { await Assertions.Expect(page.Locator(".list-head")).ToContainTextAsync(Whole(nobody) + " denials"); }
        else { await Assertions.Expect(page.GetByText("Nothing under these filters")).ToBeVisibleAsync(); }

        using var visitor = await desk.VisitAsAsync("manager");
        Assert.Equal(alike + 1, (await visitor.ReadAsync(Routes.QueueCsv + "?first=true&procedure=" + group)).Split('\n', StringSplitOptions.RemoveEmptyEntries).LongLength);
    }

    [Fact]
    public async Task Months_without_a_denial_leave_as_files_that_open_and_say_so()
    {
        using var visitor = await desk.VisitAsAsync("manager");
        foreach (var show in new[] { "table", "heat", "pareto", "movers" })
        {
            var query = $"?show={show}&period=own&from=2001-02&to=2001-02&payer=999999";
            using var book = await visitor.GetAsync(Routes.BreakdownXlsx + query);
            await using var bytes = await book.Content.ReadAsStreamAsync(Stop);
            using var zip = new ZipArchive(bytes);
            Assert.Matches("<(x:)?sheet ", await TextAsync(zip, "xl/workbook.xml"));
            var sheets = await Task.WhenAll(zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Select(e => TextAsync(zip, e.FullName)));
            Assert.Contains(sheets, s => s.Contains("Nothing to tell.", StringComparison.Ordinal) || s.Contains(">All<", StringComparison.Ordinal));
            using var paper = await visitor.GetAsync(Routes.BreakdownPdf + query);
            Assert.Contains(paper.Content.Headers.ContentType!.MediaType, new[] { "application/pdf", "text/plain" });
        }
    }

    private static async Task<string> TextAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Whole(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
