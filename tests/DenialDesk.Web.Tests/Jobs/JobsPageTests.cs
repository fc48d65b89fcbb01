using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Jobs;

public sealed class JobsPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_job_set_off_by_hand_runs_and_its_result_appears_with_who_set_it_off()
    {
        var page = await site.BrowseAsync("admin");
        await page.GotoAsync(Routes.Jobs);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Run now: .*ank") }).First.ClickAsync();

        var run = page.Locator("tbody tr").Filter(new() { HasText = "Pat admin" }).First;
        await run.Filter(new() { HasText = "done" }).WaitForAsync();
        Assert.Contains("Eastern", await run.InnerTextAsync(), StringComparison.Ordinal);
    }
}
