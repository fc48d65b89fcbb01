using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Web.Tests.Queue;
using Npgsql;

namespace DenialDesk.Web.Tests.Journal;

/// <summary>Whoever is shown a patient's data leaves a line that says so, by ids alone.</summary>
public sealed class ReadsTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task Views_and_exports_are_journalled_with_who_and_which_and_shown_under_reads()
    {
        var id = await desk.ScalarAsync<long>("select min(denial_id) from denial");
        var page = await desk.BrowseAsync("manager");
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        await page.GotoAsync(Routes.DenialOf(1, id));
        await page.GetByTestId("raw").ClickAsync();
        await page.GetByTestId("segments").WaitForAsync();
        await page.GotoAsync(Routes.FileOf(1));
        await page.GetByText("read and posted").WaitForAsync();
        await page.GotoAsync(Routes.RemittanceOf(1, 1, await desk.ScalarAsync<long>("select min(remittance_id) from remittance")));
        await page.Locator("tbody tr").First.WaitForAsync();
        using (var visitor = await desk.VisitAsAsync("manager")) { await visitor.ReadAsync(Routes.QueueCsv); }

        Assert.Equal(1, await CountAsync($"action = 'read.denial' and subject_id = '{id}' and practice_id = 1"));
        Assert.Equal(1, await CountAsync("action = 'read.segments'"));
        Assert.Equal(1, await CountAsync("action = 'read.file' and subject_id = '1'"));
        Assert.Equal(1, await CountAsync("action = 'read.remittance' and cardinality(shown) > 0"));
        Assert.Equal(1, await CountAsync("action = 'read.queue_exported' and cardinality(shown) = (select count(*) from denial where is_open and state <> 'waiting')"));
        Assert.True(await CountAsync($"action = 'read.queue' and cardinality(shown) > 0") >= 1);
        Assert.Equal(0, await desk.ScalarAsync<long>("select count(*) from read_journal r join denial d on d.patient_name <> '' and r::text like '%' || d.patient_name || '%'"));

        var admin = await desk.BrowseAsync("admin");
        await admin.GotoAsync(Routes.Journal);
        await admin.GetByLabel("What").SelectOptionAsync("read.");
        await admin.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await admin.Locator("td", new() { HasText = "read.queue_exported" }).First.WaitForAsync();
        Assert.Contains("When (Eastern)", await admin.Locator("thead").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_searched_for_never_stands_in_an_address()
    {
        var name = await desk.ScalarAsync<string>("select patient_name from denial where is_open and patient_name <> '' order by denial_id limit 1");
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();

        await page.GetByLabel("Search").FillAsync(name!);
        await page.GetByLabel("Search").PressAsync("Enter");
        await page.ReachAsync(new System.Text.RegularExpressions.Regex(@"/queue\?t=[a-z2-9]{12}$"));
        await page.GetByTestId("row").Filter(new() { HasText = name }).First.WaitForAsync();
        await page.ReloadAsync();

        await page.GetByTestId("row").Filter(new() { HasText = name }).First.WaitForAsync();
        Assert.Equal(name, await page.GetByLabel("Search").InputValueAsync());
    }

    [Fact]
    public async Task One_patients_story_is_changes_and_views_together_found_by_account_number_and_exported()
    {
        var stop = TestContext.Current.CancellationToken;
        var id = await desk.ScalarAsync<long>("select max(denial_id) from denial where is_open");
        var account = await desk.ScalarAsync<string>($"select patient_control_number from denial where denial_id = {id}");
        var biller = await ActorAsync("biller");
        await desk.Get<SeeDenial>().Run(new() { PracticeId = 1, DenialId = id }, biller, stop);
        await desk.Get<AddNote>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, DenialId = id, Text = "Called the payer" }, biller, stop);
        var auditor = await ActorAsync("auditor");

        var found = await desk.Get<SearchJournal>().Run(new() { Text = account! }, auditor, stop);
        Assert.Contains(found.Lines, l => l.Action == "read.denial" && l.Who == "Pat biller" && l.SubjectId == id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(found.Lines, l => l.Action.StartsWith("denial.", StringComparison.Ordinal) && l.Who == "Pat biller");
        Assert.Equal(found.Lines.OrderByDescending(l => l.At), found.Lines);
        Assert.Empty((await desk.Get<SearchJournal>().Run(new() { Text = account!, Who = "nobody" }, auditor, stop)).Lines);
        Assert.Empty((await desk.Get<SearchJournal>().Run(new() { Text = account! }, auditor with { PracticeIds = new HashSet<int> { 99 } }, stop)).Lines);

        using var visitor = await desk.VisitAsAsync("auditor");
        var key = desk.Get<DenialDesk.Web.Hosting.SearchWords>().Keep(auditor.UserId, account);
        var csv = await visitor.ReadAsync(Routes.With(Routes.JournalCsv, ("t", key)));
        Assert.Contains("read.denial", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(account!, Routes.With(Routes.JournalCsv, ("t", key)), StringComparison.Ordinal);
    }

    private async Task<Actor> ActorAsync(string role)
    {
        var id = await desk.ScalarAsync<Guid>($"select id from identity_users where email = '{Site.EmailOf(role)}'");
        return (await desk.Get<FindActor>().Run(id, null, TestContext.Current.CancellationToken))!;
    }

    [Theory]
    [InlineData("update read_journal set actor_name = 'somebody else'")]
    [InlineData("delete from read_journal")]
    [InlineData("truncate read_journal")]
    public async Task Nobody_changes_a_line_of_reads(string attack)
    {
        await using var command = desk.Database.CreateCommand(attack);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal("DD001", refused.SqlState);
    }

    private Task<long> CountAsync(string where) => desk.ScalarAsync<long>($"select count(*) from read_journal where actor_name = 'Pat manager' and {where}");
}
