using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Queue;

public sealed partial class ClumsyHandsTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_slow_double_click_on_Record_starts_work_and_does_nothing_after_it()
    {
        var (page, denial) = await OpenDenialAsync(1);
        await page.GetByTestId("step").SelectOptionAsync("Start");

        await page.GetByTestId("record").ClickAsync();
        await page.GetByTestId("told").Filter(new() { HasText = "Recorded." }).WaitForAsync();
        await page.GetByTestId("record").EvaluateAsync("button => button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }))");
        await AddNoteAsync(page, "after the double click");

        Assert.Equal(1L, await desk.ScalarAsync<long>($"select count(*) from denial_step where denial_id = {denial}"));
        Assert.Equal("in_work", await desk.ScalarAsync<string>($"select state from denial where denial_id = {denial}"));
    }

    [Fact]
    public async Task A_call_is_written_down_once_however_often_its_button_is_pressed()
    {
        var (page, denial) = await OpenDenialAsync(2);
        await page.GetByTestId("log-call").ClickAsync();
        await page.GetByTestId("call-person").FillAsync("Ann");
        await page.GetByTestId("call-said").FillAsync("it is in process");
        await page.GetByTestId("call-said").BlurAsync();

        await page.GetByTestId("call-save").EvaluateAsync("button => { button.click(); button.click(); button.click(); }");
        await page.GetByTestId("followup-told").Filter(new() { HasText = "Kept" }).WaitForAsync();
        await AddNoteAsync(page, "after the call");

        Assert.Equal(1L, await desk.ScalarAsync<long>($"select count(*) from call_log where denial_id = {denial}"));
    }

    [Fact]
    public async Task A_key_that_is_held_takes_one_denial()
    {
        var page = await desk.BrowseAsync("lead");
        await page.GotoAsync(Routes.Queue);
        await page.ListensAsync("n");

        await page.Keyboard.DownAsync("n");
        await page.ReachAsync(DenialAddress());
        await page.ListensAsync("r");
        await page.GetByTestId("why").WaitForAsync();
        var first = page.Url;
        await page.Keyboard.DownAsync("n");
        await page.Keyboard.UpAsync("n");
        await AddNoteAsync(page, "this one alone");

        Assert.Equal(first, page.Url);
        Assert.Equal(1L, await desk.ScalarAsync<long>($"select count(*) from denial d join identity_users u on u.id = d.assigned_to where u.email = '{Site.EmailOf("lead")}'"));
    }

    [Fact]
    public async Task A_note_keeps_its_lines()
    {
        var (page, _) = await OpenDenialAsync(3);

        await AddNoteAsync(page, "first line\nsecond line");

        Assert.Contains("first line\nsecond line", await page.Locator(".said").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_cannot_go_on_leads_to_its_way_out_and_can_still_be_looked_at()
    {
        var (page, _) = await OpenDenialAsync(4);
        await page.GetByTestId("note").FillAsync("not saved yet");

        await page.EvaluateAsync("document.getElementById('components-reconnect-modal').className = 'components-reconnect-rejected'");
        await Assertions.Expect(page.Locator("#components-reconnect-modal p.rejected > a")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at the page first" }).ClickAsync();

        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        Assert.Equal("not saved yet", await page.GetByTestId("note").InputValueAsync());
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_told_so_and_not_called_a_broken_connection()
    {
        var (page, _) = await OpenDenialAsync(5);
        await page.Locator("#document-zone[data-ready]").WaitForAsync();

        await page.GetByTestId("document-file").EvaluateAsync(
            "input => { const all = new DataTransfer(); all.items.add(new File([new Uint8Array(26 * 1024 * 1024)], 'scan.pdf')); input.files = all.files; input.dispatchEvent(new Event('change', { bubbles: true })); }");

        await page.Locator("#document-zone .uploads").GetByText("larger than 25 MB").WaitForAsync();
    }

    [Theory]
    [InlineData(Routes.Calendar)]
    [InlineData(Routes.RootCauses)]
    [InlineData(Routes.DocumentRules)]
    [InlineData(Routes.Checklists)]
    public async Task At_twice_the_size_no_page_has_to_be_pushed_sideways(string address)
    {
        var page = await desk.BrowseAsync("admin", width: 640);

        await page.GotoAsync(address);
        await page.Locator("main table").First.WaitForAsync();

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), address);
    }

    private async Task<(IPage Page, long Denial)> OpenDenialAsync(int place)
    {
        var denial = await desk.ScalarAsync<long>($"select denial_id from denial where state = 'new' order by denial_id desc offset {place} limit 1");
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.DenialOf(1, denial));
        await page.ListensAsync("c");
        return (page, denial);
    }

    /// <summary>Somebody's next act, answered: what was pressed before it has been answered too.</summary>
    private static async Task AddNoteAsync(IPage page, string text)
    {
        await page.GetByTestId("note").FillAsync(text);
        await page.GetByTestId("add-note").ClickAsync();
        await page.GetByTestId("told").Filter(new() { HasText = "Note added." }).WaitForAsync();
    }

    [GeneratedRegex(@"/denials/\d+/\d+$")]
    private static partial Regex DenialAddress();
}
