using System.Globalization;
using System.Text.RegularExpressions;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Queue;

public sealed class PullJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_pressed_while_a_denial_is_still_read_is_taken_as_soon_as_it_stands()
    {
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        await page.Locator("html[data-keys~=Enter]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("j");
        await using (var held = await desk.Database.OpenConnectionAsync(Stop))
        {
            await using var transaction = await held.BeginTransactionAsync(Stop);
            await using var hold = new Npgsql.NpgsqlCommand("lock table denial_note in access exclusive mode", held, transaction);
            await hold.ExecuteNonQueryAsync(Stop);
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("html[data-keys~=r]").WaitForAsync(new() { State = WaitForSelectorState.Attached });      // the denial listens, and is not read yet
            await page.Keyboard.PressAsync("r");
            await page.ReachAsync(new Regex("/denials/1/[0-9]+$"));
            await Assertions.Expect(page.GetByTestId("state")).ToHaveCountAsync(0);
        }

        await page.ReachAsync(new Regex("/corrections/1/[0-9]+$"));
        await page.AssertNoFaultsAsync();
    }

    [Fact]
    public async Task In_pull_mode_a_key_skips_the_next_one_opens_by_itself_and_another_s_step_appears_without_a_reload()
    {
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        await page.Locator("html[data-keys~=N]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

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
