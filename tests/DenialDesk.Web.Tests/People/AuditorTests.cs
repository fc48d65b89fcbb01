using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.People;

/// <summary>An auditor's visit: everything is shown, nothing is offered that would only be refused.</summary>
public sealed class AuditorTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task An_auditor_sees_every_page_and_no_command()
    {
        var page = await desk.BrowseAsync("auditor");
        var denial = await desk.ScalarAsync<long>("select min(denial_id) from denial where is_open");
        foreach (var address in new[] { Routes.Queue, Routes.DenialOf(1, denial), Routes.Remittances, Routes.Trends, Routes.Payers, Routes.PayerOf(1), Routes.Practices, Routes.People, Routes.Invitations, Routes.ApiKeys, Routes.Jobs, Routes.Audit, Routes.Journal })
        {
            await page.GotoAsync(address);
            await page.Locator("main h1").First.WaitForAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

            Assert.Equal(0, await page.GetByText("Something went wrong").Or(page.GetByText("Not for your role")).Or(page.GetByText("is not for your role")).CountAsync());
            var offered = await page.Locator("main button:visible:enabled").AllInnerTextsAsync();
            Assert.DoesNotContain(offered, text => Commands.Any(c => text.StartsWith(c, StringComparison.Ordinal)));
        }
    }

    private static readonly string[] Commands =
        ["Take", "Undo", "Record", "Add", "Put it back", "Edit", "Enter another", "Merge", "Run now", "Invite", "New password", "Sign out", "Shut out", "Make a key", "Revoke", "Require", "Accept", "Keep it"];
}
