using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Calibration;

/// <summary>A manager asks whether the odds are right and what the lane costs; an admin changes both.</summary>
public sealed class CalibrationJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task Odds_are_shown_beside_what_happened_and_the_lane_has_its_price_and_its_setting()
    {
        await desk.ScalarAsync<object>(
            "update denial set denied_on = current_date - 60 + (denial_id % 50)::int, due_on = current_date + (denial_id % 20)::int, last_safe_day = current_date + (denial_id % 20)::int - 1 where is_open");
        var few = await desk.BrowseAsync("manager", width: 1280);
        await few.GotoAsync(Routes.Calibration);
        await Expect(few.GetByTestId("too-few")).ToContainTextAsync("Under 100 nothing can be said");
        await Expect(few.GetByTestId("lane-price")).ToBeVisibleAsync();
        await Expect(few.GetByTestId("lane-save")).ToHaveCountAsync(0);

        await desk.ScalarAsync<object>(
            """
            insert into odds_prediction (practice_id, denial_id, payer_id, category, carc, family, predicted_on, decided_on, odds, low, high, outcome)
            select 1, i, (select min(payer_id) from payer), 'coding', '16', 'lab', current_date - 40, current_date - i % 50, .15 + i % 8 / 10.0, .1, .9, case when i * 37 % 100 < 15 + i % 8 * 10 then 1 else 0 end
            from generate_series(1, 240) i
            """);
        await few.GotoAsync(Routes.Calibration);
        await Expect(few.GetByTestId("scores")).ToContainTextAsync("240");
        await Expect(few.GetByTestId("bins").Locator("tbody tr")).ToHaveCountAsync(8);
        await few.AssertNoFaultsAsync([(Routes.Calibration, "lane-price"), (Routes.Odds, "standards")]);
        Assert.Contains("From,To,Attempts", await (await few.APIRequest.GetAsync(Routes.CalibrationCsv)).TextAsync(), StringComparison.Ordinal);

        var admin = await desk.BrowseAsync("admin", width: 1280);
        await admin.GotoAsync(Routes.Calibration + "?minutes=30");
        await Expect(admin.GetByTestId("lane-load")).ToContainTextAsync("30 minutes a day");
        await admin.GetByTestId("lane-share").FillAsync("25");
        await admin.GetByTestId("lane-save").ClickAsync();
        await Expect(admin.GetByTestId("lane-told")).ToContainTextAsync("Set to 25%");
        await admin.GotoAsync(Routes.Odds);
        await admin.GetByLabel("Minutes of Coding").FillAsync("9");
        await admin.GetByTestId("save").ClickAsync();
        await Expect(admin.GetByTestId("versions")).ToContainTextAsync("Version 1");

        var denial = await desk.ScalarAsync<long>("select min(denial_id) from denial where is_open and state = 'new'");
        await admin.GotoAsync(Routes.DenialOf(1, denial));
        await Expect(admin.GetByTestId("moves").Locator("li")).ToHaveCountAsync(3);
    }
}
