using Npgsql;

namespace DenialDesk.Web.Tests.Journal;

public sealed class JournalTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_filters_are_the_address_and_pages_go_by_keyset()
    {
        await using (var many = site.Database.CreateCommand("insert into journal (at, actor_name, action, subject_kind, subject_id) select now(), 'Pia Pager', 'denial.assigned', 'denial', n::text from generate_series(1, 60) n"))
        {
            await many.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var page = await site.BrowseAsync("admin");
        await page.GotoAsync(Routes.With(Routes.Journal, ("who", "pia")));
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Newest" }).WaitForAsync();

        Assert.Contains("who=pia", page.Url, StringComparison.Ordinal);
        Assert.Equal(10, await page.Locator("tbody tr").CountAsync());
    }

    [Fact]
    public async Task The_export_defuses_what_a_spreadsheet_would_run()
    {
        await using (var evil = site.Database.CreateCommand("insert into journal (at, actor_name, action, subject_kind, subject_id) values (now(), '=cmd|calc', 'denial.noted', 'denial', '1')"))
        {
            await evil.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        using var admin = await site.VisitAsAsync("admin");
        var csv = await admin.ReadAsync(Routes.With(Routes.JournalCsv, ("action", "denial.noted")));

        Assert.Contains("cmd|calc", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=cmd", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update journal set actor_name = 'somebody else'")]
    [InlineData("delete from journal")]
    [InlineData("truncate journal")]
    public async Task Nobody_changes_a_line(string attack)
    {
        await using var command = site.Database.CreateCommand(attack);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal("DD001", refused.SqlState);
    }
}
