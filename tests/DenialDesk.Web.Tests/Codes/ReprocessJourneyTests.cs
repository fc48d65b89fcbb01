using System.Net;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Codes;

/// <summary>An admin changes what one reason code means: drafted, tried in shadow, put in force.</summary>
public sealed class ReprocessJourneyTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_category_is_drafted_tried_and_put_in_force_and_what_a_person_decided_stays()
    {
        var code = (await desk.ScalarAsync<string>("select lead_carc from denial where is_open and category <> 'charge_capture' and lead_rarc = '' group by 1 having count(*) > 3 order by count(*) desc, 1 limit 1"))!;
        var mine = await desk.ScalarAsync<long>(
            $"update denial set assigned_to = (select min(id::text)::uuid from identity_users) where denial_id = (select min(denial_id) from denial where is_open and lead_carc = '{code}') returning denial_id");
        var before = await desk.ScalarAsync<string>($"select category from denial where denial_id = {mine}");
        var page = await desk.BrowseAsync("admin");
        await page.GotoAsync($"{Routes.Codes}?kind=carc&text={code}");
        await Expect(page.GetByTestId("code")).ToHaveCountAsync(1);

        await page.GetByTestId("new-draft").ClickAsync();
        await page.GetByTestId("rule-carc").FillAsync(code);
        await page.GetByTestId("rule-category").SelectOptionAsync("charge_capture");
        await page.GetByTestId("reason").FillAsync("Our coders say so");
        await page.GetByTestId("save-draft").ClickAsync();
        var set = await ReachedAsync(page);
        await Expect(page.GetByTestId("state")).ToHaveTextAsync("Draft: affects nothing");

        await page.GetByTestId("preview").ClickAsync();
        await Expect(page.GetByTestId("told")).ToHaveTextAsync("Previewed. Nothing was changed.");
        await Expect(page.GetByTestId("changes")).ToContainTextAsync("Charge capture");
        await Expect(page.GetByTestId("changes")).ToContainTextAsync("because it has an owner");
        Assert.Equal(0L, await desk.ScalarAsync<long>("select count(*) from denial where category = 'charge_capture'"));
        await page.AssertNoFaultsAsync();

        // The preview is kept: it is there after a reload.
        await page.ReloadAsync();
        await Expect(page.GetByTestId("preview-told")).ToContainTextAsync("decided again");
        await page.GetByTestId("apply").ClickAsync();
        await Expect(page.GetByTestId("told")).ToContainTextAsync("In force");
        await Expect(page.GetByTestId("state")).ToHaveTextAsync("In force");

        var changed = await desk.ScalarAsync<long>($"select count(*) from code_preview_row where not 'kept' = any(kinds) and preview_id = (select max(preview_id) from code_preview where set_id = {set})");
        Assert.True(changed > 0);
        Assert.Equal(changed, await desk.ScalarAsync<long>("select count(*) from denial where category = 'charge_capture'"));
        Assert.Equal(before, await desk.ScalarAsync<string>($"select category from denial where denial_id = {mine}"));
        Assert.Equal(changed, await desk.ScalarAsync<long>("select count(*) from journal where action = 'denial.reprocessed' and actor_name = 'Pat admin'"));
        await page.GotoAsync($"{Routes.Queue}?category=charge_capture");
        await Expect(page.GetByTestId("row").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_biller_reads_codes_and_finds_no_way_to_change_them()
    {
        using var biller = await desk.VisitAsAsync("biller");
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.Codes);

        await Expect(page.GetByTestId("code").First).ToBeVisibleAsync();
        await Expect(page.GetByTestId("new-draft")).ToHaveCountAsync(0);
        Assert.Contains("Kind,Carc,Other,Title,Means,Category", await biller.ReadAsync(Routes.CodesCsv), StringComparison.Ordinal);
        using var refused = await biller.GetAsync(Routes.ReprocessCsv);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    private static async Task<long> ReachedAsync(IPage page)
    {
        await page.GetByTestId("rules").WaitForAsync();
        return long.Parse(page.Url[(page.Url.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
