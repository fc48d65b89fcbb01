using DenialDesk.App.Audit;
using DenialDesk.App.People;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Audit;

/// <summary>A manager's visit to the self-audit.</summary>
public sealed class AuditPageTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_wrong_score_is_worked_out_again_a_silent_payer_accepted_and_taken_back()
    {
        var stop = TestContext.Current.CancellationToken;
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await desk.ScalarAsync<int>("update denial set score = score + 50 where denial_id = (select min(denial_id) from denial) returning 1");
        await desk.ScalarAsync<int>("update denial set state = 'waiting', waiting_since = current_date - 60 where denial_id = (select max(denial_id) from denial) returning 1");
        await desk.Get<AuditPractice>().Run(new() { PracticeId = 1, Today = today }, Actor.Desk, stop);
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Audit);

        await Expect(page.GetByTestId("total")).ToHaveTextAsync("2 findings stand");
        await page.GetByRole(AriaRole.Link, new() { Name = "Wrong score" }).ClickAsync();
        await page.ReachAsync(Routes.Audit + "?kind=score_differs");
        await Expect(page.GetByTestId("finding")).ToHaveCountAsync(1);
        await page.GetByTestId("recompute").ClickAsync();
        await Expect(page.GetByTestId("told")).ToContainTextAsync("Worked out again");
        await Expect(page.GetByTestId("finding")).ToHaveCountAsync(0);
        Assert.Equal(1L, await desk.ScalarAsync<long>("select count(*) from journal where action = 'denial.recomputed' and actor_name = 'Pat manager'"));

        await page.GetByRole(AriaRole.Link, new() { Name = "No answer" }).ClickAsync();
        await page.ReachAsync(Routes.Audit + "?kind=no_acknowledgement");
        await page.GetByTestId("accept").ClickAsync();
        await page.GetByTestId("reason").FillAsync("The payer asked for ninety days");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("total")).ToHaveTextAsync("Target reached: zero findings");
        await page.GetByLabel("State").SelectOptionAsync("accepted");
        await Expect(page.GetByTestId("findings")).ToContainTextAsync("The payer asked for ninety days (Pat manager)");
        await page.GetByTestId("undo").ClickAsync();
        await Expect(page.GetByTestId("total")).ToHaveTextAsync("1 finding stands");
        using var visitor = await desk.VisitAsAsync("manager");
        Assert.Contains("NoAcknowledgement", await visitor.ReadAsync(Routes.AuditCsv), StringComparison.Ordinal);

        await page.GetByLabel("State").SelectOptionAsync("standing");
        await page.GetByTestId("findings").GetByRole(AriaRole.Link).First.ClickAsync();
        await page.ReachAsync(Routes.DenialOf(1, await desk.ScalarAsync<long>("select max(denial_id) from denial")));
    }
}
