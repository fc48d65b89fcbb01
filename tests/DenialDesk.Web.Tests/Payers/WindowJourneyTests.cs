using DenialDesk.App.Payers;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Payers;

public sealed class WindowJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task An_admin_edits_a_window_and_the_biller_s_badge_changes_in_the_other_browser_without_a_reload()
    {
        var denial = await desk.ScalarAsync<long>("select min(denial_id) from denial where is_open and appealable and clock_action in ('appeal_1', 'reconsideration')");
        var payer = await desk.ScalarAsync<int>($"select payer_id from denial where denial_id = {denial}");
        var step = WindowWords.Of(CodeNames.Read<WindowAction>((await desk.ScalarAsync<string>($"select clock_action from denial where denial_id = {denial}"))!));
        var biller = await desk.BrowseAsync("biller");
        await biller.GotoAsync(Routes.DenialOf(1, denial));
        var badge = biller.Locator(".page-header .due");
        await badge.WaitForAsync();
        var before = await badge.GetAttributeAsync("title");
        await biller.EvaluateAsync("window.same = true");
        var admin = await desk.BrowseAsync("admin");
        await admin.GotoAsync(Routes.PayerOf(payer));

        await admin.GetByLabel($"Change the window of {step}", new() { Exact = true }).ClickAsync();
        var editor = admin.Locator(".editor");
        await editor.GetByLabel("Unit").SelectOptionAsync(nameof(WindowUnit.CalendarDay));
        await editor.GetByLabel("Counted from").SelectOptionAsync(nameof(WindowAnchor.RemitDate));
        await editor.GetByLabel("Amount").FillAsync("2");
        await editor.GetByLabel("Where it is written").FillAsync("Contract 2026, section 4.2");
        await editor.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { NameRegex = new("^Apply and move") }).ClickAsync();
        await Assertions.Expect(admin.GetByText("In force.")).ToBeVisibleAsync(new() { Timeout = 45_000 });

        var due = await desk.ScalarAsync<DateOnly>($"select due_on from denial where denial_id = {denial}");
        await Assertions.Expect(badge).ToHaveAttributeAsync("title", due.ToString("ddd d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture), new() { Timeout = 45_000 });
        Assert.NotEqual(before, await badge.GetAttributeAsync("title"));
        Assert.True(await biller.EvaluateAsync<bool>("window.same === true"));
    }
}
