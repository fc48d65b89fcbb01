using DenialDesk.Web.Tests.Queue;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Routing;

/// <summary>A lead drafts rules, tries them on today's queue and puts them in force; a biller finds the work.</summary>
public sealed class RoutingJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_lead_routes_the_queue_and_the_biller_finds_the_work()
    {
        await desk.ScalarAsync<int>("insert into work_profile (user_id, capacity, works_on) select id, 7, '{0,1,2,3,4,5,6}' from identity_users where display_name = 'Pat biller' returning capacity");
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Routing);

        await page.GetByTestId("begin").ClickAsync();
        await page.GetByTestId("add-rule").ClickAsync();
        await page.GetByTestId("rule-name").FillAsync("All to Pat");
        await page.GetByTestId("rule-to").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "Pat biller" });
        await page.GetByTestId("keep-rule").ClickAsync();
        await Expect(page.GetByTestId("draft")).ToContainTextAsync("every denial");
        await page.GetByTestId("dry-run").ClickAsync();
        await Expect(page.GetByTestId("deal-told")).ToContainTextAsync("7 would be routed");
        Assert.Equal(0L, await desk.ScalarAsync<long>("select count(*) from denial_route"));

        await page.GetByTestId("reason").FillAsync("A first rule");
        await page.GetByTestId("apply").ClickAsync();
        await Expect(page.GetByTestId("told")).ToContainTextAsync("In force. 7 denials are routed");

        var biller = await desk.BrowseAsync("biller");
        await biller.GotoAsync(Routes.QueueWhere(("owner", "routed")));
        await Expect(biller.GetByTestId("row")).ToHaveCountAsync(7);
        await Expect(biller.GetByTestId("row").First).ToContainTextAsync("→ Pat biller");
    }
}
