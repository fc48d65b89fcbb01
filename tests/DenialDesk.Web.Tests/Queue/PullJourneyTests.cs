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
        await page.ListensAsync("Enter");
        await page.PressKeyAsync("j");
        await using (var held = await desk.Database.OpenConnectionAsync(Stop))
        {
            await using var transaction = await held.BeginTransactionAsync(Stop);
            await using var hold = new Npgsql.NpgsqlCommand("lock table denial_note in access exclusive mode", held, transaction);
            await hold.ExecuteNonQueryAsync(Stop);
            await page.Keyboard.PressAsync("Enter");
            await page.PressKeyAsync("r");      // the denial listens, and is not read yet
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
        await page.PressKeyAsync("N");
        await page.GetByTestId("pull").WaitForAsync();
        var first = await page.EvaluateAsync<string>("location.pathname");
        await page.PressKeyAsync("2");
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
            Actor.Desk with { Name = "Lee Lead" }, Stop);
        await Assertions.Expect(page.GetByText("The clinic called back.")).ToBeVisibleAsync();

        // What was done is a row behind the team's figures, and the row leads back to the denial.
        var manager = await desk.BrowseAsync("manager");
        await manager.GotoAsync(Routes.Work);
        await manager.PressKeyAsync("j");
        await Assertions.Expect(manager.Locator("#row-0[aria-current=true]")).ToHaveCountAsync(1);
        await manager.Keyboard.PressAsync("Enter");
        await manager.ReachAsync(new Regex("/denials/1/[0-9]+$"));
    }
}
