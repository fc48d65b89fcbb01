using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.WriteOffs;

/// <summary>A biller asks to give up more than a biller may, a manager approves it and takes it back: all by keys.</summary>
public sealed class WriteOffJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_biller_asks_a_manager_approves_and_reverses_with_the_keyboard_alone()
    {
        var denial = await desk.ScalarAsync<long>("select denial_id from denial where is_open and denied_amount > 100 order by denial_id limit 1");
        var biller = await desk.BrowseAsync("biller");
        await biller.GotoAsync(Routes.DenialOf(1, denial));
        await biller.ListensAsync("j");
        await biller.GetByTestId("write-off-form").Locator("summary").FocusAsync();
        await biller.Keyboard.PressAsync("Enter");
        await biller.GetByTestId("write-off-reason").SelectOptionAsync("NonCovered");
        await biller.GetByTestId("write-off-words").FocusAsync();
        await biller.Keyboard.TypeAsync("The plan never covers this.");
        await biller.GetByTestId("write-off-ask").FocusAsync();
        await biller.Keyboard.PressAsync("Enter");
        await Assertions.Expect(biller.GetByTestId("write-off-waiting")).ToContainTextAsync("waits for approval");

        var manager = await desk.BrowseAsync("manager");
        await manager.GotoAsync(Routes.WriteOffs);
        await Assertions.Expect(manager.GetByTestId("write-off-count")).ToContainTextAsync("1");
        await manager.PressKeyAsync("j");
        await Assertions.Expect(manager.Locator("tr.here")).ToHaveCountAsync(1);
        await manager.PressKeyAsync("y");
        await Assertions.Expect(manager.GetByTestId("said")).ToContainTextAsync("given up anyway");
        await Assertions.Expect(manager.GetByTestId("words")).ToBeFocusedAsync();
        await manager.Keyboard.TypeAsync("The contract excludes it.");
        await manager.Keyboard.PressAsync("Enter");
        await Assertions.Expect(manager.GetByTestId("said")).ToContainTextAsync("approved and written off");
        Assert.Equal("written_off", await desk.ScalarAsync<string>($"select state from denial where denial_id = {denial}"));

        await manager.GotoAsync(Routes.WriteOffs + "?show=decided");
        await manager.PressKeyAsync("j");
        await Assertions.Expect(manager.Locator("tr.here")).ToHaveCountAsync(1);
        await manager.PressKeyAsync("x");
        await Assertions.Expect(manager.GetByTestId("words")).ToBeFocusedAsync();
        await manager.Keyboard.TypeAsync("The payer looks at it again.");
        await manager.Keyboard.PressAsync("Enter");
        await Assertions.Expect(manager.GetByTestId("said")).ToContainTextAsync("reversed");
        Assert.Equal("in_work", await desk.ScalarAsync<string>($"select state from denial where denial_id = {denial}"));
        Assert.Equal("Pat biller", await desk.ScalarAsync<string>($"select asked_name from write_off_request where denial_id = {denial} and decided_name = 'Pat manager' and reversed_name = 'Pat manager'"));
    }
}
