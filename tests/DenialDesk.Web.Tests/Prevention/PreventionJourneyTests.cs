using System.Globalization;
using DenialDesk.App.Jobs;
using DenialDesk.App.Tests.Prevention;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Prevention;

/// <summary>From an alert over an action to its measured effect, as a manager walks it.</summary>
public sealed class PreventionJourneyTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manager_turns_an_alert_into_a_change_and_sees_what_it_did()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var began = today.AddDays(-120);
        await SeedAsync(began, today);
        await RunAsync("find-spikes");

        var page = await site.BrowseAsync("manager");
        await page.GotoAsync(Routes.Alerts);
        await Assertions.Expect(page.GetByTestId("alert-count")).ToContainTextAsync("1");
        await Assertions.Expect(page.GetByTestId("alert")).ToContainTextAsync("Maple Health: 197 (Authorization)");
        await page.AssertNoFaultsAsync();
        await page.PressKeyAsync("j");
        await Assertions.Expect(page.Locator("tr.here")).ToHaveCountAsync(1);
        await page.PressKeyAsync("a");
        await page.ReachAsync(new System.Text.RegularExpressions.Regex("/prevention/new"));
        await Assertions.Expect(page.GetByTestId("f-step")).ToHaveValueAsync("No authorization was requested");
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("f-owner").SelectOptionAsync(new SelectOptionValue { Label = "Pat manager" });
        await page.GetByTestId("f-change").FillAsync("Scheduling asks for the authorization before the visit is booked.");
        await page.GetByTestId("f-checklist").FillAsync("Train scheduling\nPut it on the booking sheet");
        await page.GetByTestId("save-action").ClickAsync();
        await Assertions.Expect(page.GetByTestId("action-status")).ToContainTextAsync("Proposed");
        await page.AssertNoFaultsAsync();

        await page.GetByTestId("step").SelectOptionAsync("PutInForce");
        await page.GetByTestId("effective").FillAsync(began.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByTestId("take-step").ClickAsync();
        await Assertions.Expect(page.GetByTestId("action-status")).ToContainTextAsync("In force");
        await page.GetByTestId("checklist").GetByRole(AriaRole.Checkbox).First.CheckAsync();
        await Assertions.Expect(page.GetByTestId("checklist")).ToContainTextAsync("Pat manager");
        await RunAsync("measure-changes");

        await page.GotoAsync(Routes.Prevention + "?show=measured");
        await Assertions.Expect(page.GetByTestId("action")).ToContainTextAsync("better");
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("action").GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByTestId("readings")).ToContainTextAsync("Better");
        await page.AssertNoFaultsAsync();
        Assert.Equal("acting", await site.ScalarAsync<string>("select state from alert"));

        await page.GetByTestId("ask-department").ClickAsync();
        await page.ReachAsync(new System.Text.RegularExpressions.Regex("/prevention/departments"));
        await Assertions.Expect(page.GetByTestId("link-department")).ToHaveValueAsync("Scheduling and pre-service");
        await page.AssertNoFaultsAsync();
        await page.GetByTestId("make-link").ClickAsync();
        var address = await page.GetByTestId("link-address").InnerTextAsync();
        var department = await site.BrowseAsync();
        await department.GotoAsync(address);
        await Assertions.Expect(department.GetByTestId("department-denials")).ToContainTextAsync("CO-197");
        await department.AssertNoFaultsAsync();
        await department.GetByTestId("answer-text").FillAsync("The scheduler now asks at booking.");
        await department.GetByTestId("answer-done").CheckAsync();
        await department.GetByTestId("answer-send").ClickAsync();
        await Assertions.Expect(department.GetByTestId("answers")).ToContainTextAsync("asks at booking");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("link")).ToContainTextAsync("asks at booking");
        await page.GetByTestId("revoke-link").ClickAsync();
        await Assertions.Expect(page.GetByTestId("said")).ToContainTextAsync("Taken back");
        await department.GotoAsync(address);
        await Assertions.Expect(department.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("does not work");
        Assert.Equal("department link: Scheduling and pre-service", await site.ScalarAsync<string>("select actor_name from journal where action = 'department_link.answered'"));
        Assert.Equal(1L, await site.ScalarAsync<long>("select count(*) from department_answer"));
    }

    /// <summary>Runs a job as the jobs page does; the timetable of the desk may be at it already.</summary>
    private async Task RunAsync(string job)
    {
        while (!(await site.Get<JobRunner>().RunNowAsync(Timetable.Find(job)!, "command", null, Stop)).Ran) { Stop.ThrowIfCancellationRequested(); }
    }

    /// <summary>A payer that refused much, stopped with the change, and in the last weeks begins again, beside one that goes on as ever.</summary>
    private async Task SeedAsync(DateOnly began, DateOnly today)
    {
        Assert.Equal(1, await site.ScalarAsync<int>("insert into practice (name, time_zone) values ('Elm Street', 'America/New_York') returning practice_id"));
        var maple = await site.ScalarAsync<int>("insert into payer (name) values ('Maple Health') returning payer_id");
        var alder = await site.ScalarAsync<int>("insert into payer (name) values ('Alder Health') returning payer_id");
        await PreventionSeed.AddAsync(site.Database, 1, maple, began.AddDays(-400), began, 4, 30, "authorization", "197", "1999999984", Stop);
        await PreventionSeed.AddAsync(site.Database, 1, maple, began, today.AddDays(-35), 4, 2, "authorization", "197", "1999999984", Stop);
        await PreventionSeed.AddAsync(site.Database, 1, maple, today.AddDays(-35), today.AddDays(-14), 4, 45, "authorization", "197", "1999999984", Stop);
        await PreventionSeed.AddAsync(site.Database, 1, alder, began.AddDays(-400), today.AddDays(-14), 4, 10, "authorization", "197", "1999999984", Stop);
    }
}
