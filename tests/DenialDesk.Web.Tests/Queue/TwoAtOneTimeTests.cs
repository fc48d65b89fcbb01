using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Queue;

public sealed class TwoAtOneTimeTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_row_taken_by_somebody_else_shows_its_owner_and_the_cursor_stays()
    {
        var watching = await OpenQueueAsync("manager");
        await watching.PressKeyAsync("j");
        await watching.PressKeyAsync("j");
        await watching.Locator("#row-1[aria-current=true]").WaitForAsync();
        var held = await watching.Locator("[data-testid=row][aria-current=true] a").First.GetAttributeAsync("href");
        var working = await OpenQueueAsync("biller");

        await working.PressKeyAsync("n");
        await working.GetByTestId("why").WaitForAsync();

        await watching.GetByTestId("row").Filter(new() { HasText = "Pat biller" }).First.WaitForAsync();
        await watching.GetByTestId("open-by").Filter(new() { HasText = "Pat biller" }).First.WaitForAsync();
        Assert.Equal(held, await watching.Locator("[data-testid=row][aria-current=true] a").First.GetAttributeAsync("href"));
    }

    [Fact]
    public async Task A_stale_step_is_shown_beside_what_is_there_now_and_can_be_recorded_after_it()
    {
        var id = await desk.ScalarAsync<long>("select max(denial_id) from denial where is_open and assigned_to is null");
        var (mine, theirs) = (await OpenDenialAsync("manager", id), await OpenDenialAsync("admin", id));
        await mine.GetByTestId("step").SelectOptionAsync("Recovered");
        await mine.GetByTestId("amount").FillAsync("3.75");

        await theirs.GetByTestId("step").SelectOptionAsync("Start");
        await theirs.GetByTestId("record").ClickAsync();
        await theirs.Locator("[data-testid=state]", new() { HasText = "In work" }).WaitForAsync();
        await mine.GetByTestId("changed").Filter(new() { HasText = "Pat admin changed this just now" }).WaitForAsync();
        await mine.GetByTestId("record").ClickAsync();
        await mine.GetByTestId("overtaken").WaitForAsync();

        Assert.Equal("Payer paid", await mine.GetByTestId("mine").InnerTextAsync());
        Assert.StartsWith("Pat admin", await mine.GetByTestId("theirs").InnerTextAsync(), StringComparison.Ordinal);
        await mine.GetByTestId("apply-again").ClickAsync();
        await mine.Locator("[data-testid=state]", new() { HasText = "Recovered" }).WaitForAsync();
        Assert.Equal(3.75m, await desk.ScalarAsync<decimal>($"select recovered_amount from denial where denial_id = {id}"));
    }

    [Fact]
    public async Task Following_and_previous_stay_in_the_list_the_denial_was_opened_from()
    {
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.QueueWhere(("owner", "none")));
        await page.GetByTestId("row").First.WaitForAsync();
        var second = await page.Locator("#row-1 a").First.GetAttributeAsync("href");
        await page.Locator("#row-0 a").First.ClickAsync();
        await page.GetByTestId("following").WaitForAsync();

        await page.PressKeyAsync("j");
        await page.ReachAsync(second!);
        await page.GetByTestId("previous").WaitForAsync();
        await page.PressKeyAsync("q");

        await page.ReachAsync("/queue?owner=none");
    }

    private async Task<IPage> OpenQueueAsync(string role)
    {
        var page = await desk.BrowseAsync(role);
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        return page;
    }

    private async Task<IPage> OpenDenialAsync(string role, long id)
    {
        var page = await desk.BrowseAsync(role);
        await page.GotoAsync(Routes.DenialOf(1, id));
        await page.GetByTestId("why").WaitForAsync();
        return page;
    }
}
