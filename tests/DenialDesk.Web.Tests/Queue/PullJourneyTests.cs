using System.Globalization;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Queue;

public sealed class PullJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task In_pull_mode_a_key_skips_the_next_one_opens_by_itself_and_another_s_step_appears_without_a_reload()
    {
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        await page.Locator("html[data-keys=on]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        await page.Keyboard.PressAsync("N");
        await page.GetByTestId("pull").WaitForAsync();
        var first = await page.EvaluateAsync<string>("location.pathname");
        await page.Keyboard.PressAsync("2");
        await page.WaitForFunctionAsync("was => location.pathname !== was", first);
        await Assertions.Expect(page.GetByTestId("my-day")).ToContainTextAsync("1 skipped");
        var second = await page.EvaluateAsync<string>("location.pathname");
        await page.GetByTestId("step").SelectOptionAsync("Recovered");
        await page.GetByTestId("amount").FillAsync("1.25");
        await page.GetByTestId("record").ClickAsync();
        await page.WaitForFunctionAsync("was => location.pathname !== was", second);
        await Assertions.Expect(page.GetByTestId("my-day")).ToContainTextAsync("1 done");
        await Assertions.Expect(page.GetByTestId("told")).ToContainTextAsync("recorded");
        await page.AssertNoFaultsAsync();

        var third = await page.EvaluateAsync<string>("location.pathname");
        await desk.Get<AddNote>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = int.Parse(third.Split('/')[^2], CultureInfo.InvariantCulture), DenialId = long.Parse(third.Split('/')[^1], CultureInfo.InvariantCulture), Text = "The clinic called back." },
            Actor.Desk with { Name = "Lee Lead" }, TestContext.Current.CancellationToken);
        await Assertions.Expect(page.GetByText("The clinic called back.")).ToBeVisibleAsync();
    }
}
