using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Queue;

public sealed class BulkJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_manager_assigns_three_rows_undoes_it_and_goes_elsewhere_without_touching_the_mouse()
    {
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();

        await PressAsync(page, "j", "x");
        await page.GetByTestId("selection").Filter(new() { HasText = "1 selected" }).WaitForAsync();
        await PressAsync(page, "j", "j");
        await page.Locator("#row-2[aria-current=true]").WaitForAsync();
        await PressAsync(page, "X");
        await page.GetByTestId("selection").Filter(new() { HasText = "3 selected" }).WaitForAsync();
        await PressAsync(page, "a");
        await Assertions.Expect(page.GetByTestId("work-person")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Pat b");
        await Assertions.Expect(page.GetByTestId("work-person")).Not.ToHaveValueAsync("");
        await PressAsync(page, "Tab", "Enter");
        await page.GetByTestId("bulk-changing").Filter(new() { HasText = "3 would change" }).WaitForAsync();
        await Assertions.Expect(page.GetByTestId("bulk-go")).ToBeFocusedAsync();
        await PressAsync(page, "Enter");
        await page.GetByTestId("bulk-told").Filter(new() { HasText = "3 done" }).WaitForAsync();
        Assert.Equal(3L, await desk.ScalarAsync<long>("select count(*) from denial d join identity_users u on u.id = d.assigned_to where u.display_name = 'Pat biller'"));

        await page.GetByTestId("bulk-undo").WaitForAsync();
        await PressAsync(page, "u");
        await page.GetByTestId("bulk-told").Filter(new() { HasText = "Undone: 3 as before" }).WaitForAsync();
        Assert.Equal(0L, await desk.ScalarAsync<long>("select count(*) from denial where assigned_to is not null"));

        await PressAsync(page, "Control+k");
        await Assertions.Expect(page.GetByTestId("palette-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Bulk");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("palette").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await PressAsync(page, "Control+k");
        await Assertions.Expect(page.GetByTestId("palette-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Trends");
        await Assertions.Expect(page.Locator("#palette-0")).ToContainTextAsync("Trends");
        await PressAsync(page, "Enter");
        await page.ReachAsync(Routes.Trends);
    }

    private static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys) { await page.Keyboard.PressAsync(key); }
    }
}
