using System.Net;
using DenialDesk.App.People;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Health;

public sealed class HealthTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task An_admin_drills_the_restore_and_the_health_page_tells_how_it_went()
    {
        var page = await desk.BrowseAsync("admin");
        await page.GotoAsync(Routes.Jobs);
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Drill the restore" }).ClickAsync();
        var run = page.Locator("section[aria-labelledby=job-restore-drill] tbody tr").Filter(new() { HasText = "Pat admin" });
        await Expect(run.First).ToContainTextAsync("done", new() { Timeout = 120_000 });

        await page.GotoAsync(Routes.Health);

        await Expect(page.GetByTestId("runs")).ToContainTextAsync("Restored and verified");
        await Expect(page.GetByTestId("items")).ToContainTextAsync("answers in");
        Assert.Equal(1L, await desk.ScalarAsync<long>("select count(*) from backup_run where kind = 'drill' and sound"));
        Assert.Equal(1L, await desk.ScalarAsync<long>("select count(*) from journal where action = 'backup.drilled'"));
        Assert.False(Directory.Exists(Path.Combine(desk.DataFolder, "drill")));
    }

    [Fact]
    public async Task Figures_come_in_the_format_of_prometheus_and_hold_counts_only()
    {
        using var visitor = desk.Visit();

        var text = await visitor.ReadAsync(Routes.Metrics);

        Assert.Contains("\ndenialdesk_database_up 1\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE denialdesk_denials_open gauge\ndenialdesk_denials_open{lane=\"ordinary\"} ", text, StringComparison.Ordinal);
        Assert.Contains("denialdesk_imported_files_total{state=\"posted\"} 1\n", text, StringComparison.Ordinal);
        Assert.All(
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'),
            line => Assert.Matches("^[a-z_]+(\\{[a-z]+=\"[^\"]*\"\\})? [0-9.eE+-]+$", line));
    }

    [Fact]
    public async Task Through_a_proxy_or_under_another_name_figures_need_an_admin_or_a_key()
    {
        using var visitor = desk.Visit();
        using var biller = await desk.VisitAsAsync("biller");
        using var admin = await desk.VisitAsAsync("admin");
        var key = (await desk.Get<ManageApiKeys>().Run(new() { Name = "monitoring" }, Actor.Desk, TestContext.Current.CancellationToken)).Secret;
        var proxied = ("X-Forwarded-For", "203.0.113.9");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, proxied));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, ("Host", "desk.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(biller, proxied));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, proxied));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, proxied, ("Authorization", "Bearer " + key)));
    }

    [Fact]
    public async Task The_live_address_answers_anybody()
    {
        using var visitor = desk.Visit();

        Assert.Equal("alive", await visitor.ReadAsync(Routes.Live));
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, params (string, string)[] headers)
    {
        using var answer = await visitor.SendAsync(HttpMethod.Get, Routes.Metrics, headers);
        return answer.StatusCode;
    }
}
