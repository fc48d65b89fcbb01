using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DenialDesk.Web.Tests.Settings;

/// <summary>An admin sets the desk up in the browser, and a biller sees it where the work is done.</summary>
public sealed class SettingsPagesTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task What_an_admin_writes_about_a_payer_and_a_root_cause_stands_on_the_denial()
    {
        var denial = await desk.ScalarAsync<long>("select min(denial_id) from denial where is_open and category <> 'other'");
        var payer = await desk.ScalarAsync<int>($"select payer_id from denial where denial_id = {denial}");
        var page = await desk.BrowseAsync("admin");

        await page.GotoAsync(Routes.PayerOf(payer));
        await page.GetByTestId("edit-conduct").ClickAsync();
        await page.GetByTestId("conduct-phone").FillAsync("555-0100");
        await page.GetByTestId("conduct-note").FillAsync("They reopen by telephone.");
        await page.GetByTestId("save-conduct").ClickAsync();
        await Expect(page.GetByTestId("conduct")).ToContainTextAsync("Version 1: phone, note");
        await page.GotoAsync(Routes.RootCauses);
        await page.GetByTestId("step").First.FillAsync("The card was not scanned");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("versions")).ToContainTextAsync("Version 1");

        var biller = await desk.BrowseAsync("biller");
        await biller.GotoAsync(Routes.DenialOf(1, denial));
        await Expect(biller.GetByTestId("payer-note")).ToHaveTextAsync("They reopen by telephone.");
        await Expect(biller.GetByTestId("this-payer")).ToContainTextAsync("555-0100");
        await Expect(biller.GetByTestId("root-cause")).ToBeVisibleAsync();
        await biller.GetByTestId("letter").ClickAsync();
        await Expect(biller.GetByTestId("letter")).ToContainTextAsync("Pat biller");
        Assert.Equal(1L, await desk.ScalarAsync<long>($"select count(*) from read_journal where action = 'read.letter' and subject_id = '{denial}'"));
    }

    [Fact]
    public async Task A_letter_is_previewed_as_it_is_typed_and_an_unknown_field_is_refused()
    {
        var page = await desk.BrowseAsync("admin");
        await page.GotoAsync(Routes.TemplateOf(4));

        await Expect(page.GetByTestId("preview")).ToContainTextAsync("number AUTH-4711");
        await page.GetByTestId("sparse").CheckAsync();
        await Expect(page.GetByTestId("missing")).ToContainTextAsync("the authorization number on the claim");
        await page.GetByTestId("body").FillAsync("Dear {{payer_nam}}");
        await Expect(page.GetByTestId("wrong")).ToContainTextAsync("Did you mean {{payer_name}}?");
        await page.GetByTestId("body").FillAsync("Dear {{payer_name}}");
        await Expect(page.GetByTestId("preview")).ToContainTextAsync("Dear Acme Health Plan");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("state")).ToContainTextAsync("Draft of version 2; version 1 is used");
        await page.GetByTestId("publish").ClickAsync();
        await Expect(page.GetByTestId("state")).ToContainTextAsync("Version 2 is used");
    }

    [Fact]
    public async Task Pages_of_the_settings_have_no_serious_accessibility_faults()
    {
        var page = await desk.BrowseAsync("admin", width: 1280);
        await page.AssertNoFaultsAsync([
            (Routes.Settings, "settings"), (Routes.RootCauses, "map"), (Routes.WriteOffReasons, "reasons"), (Routes.Templates, "templates"), (Routes.TemplateOf(1), "fields"), (Routes.PracticeOf(1), "close"),
        ]);
    }
}
