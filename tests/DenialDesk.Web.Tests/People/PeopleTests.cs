using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.People;

public sealed class PeopleTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_new_person_gets_a_password_once_and_must_choose_their_own()
    {
        var admin = await site.BrowseAsync("admin");
        await admin.GotoAsync(Routes.People);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add a person" }).ClickAsync();
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Nora New");
        await admin.GetByLabel("E-mail").FillAsync("nora@desk.example");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var once = await admin.GetByTestId("one-time-password").InnerTextAsync();

        using var nora = site.Visit();
        using var signedIn = await nora.SignInAsync("nora@desk.example", once);
        Assert.EndsWith(Routes.Password, signedIn.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var early = await nora.GetAsync(Routes.Payers);
        Assert.Equal(Routes.Password, early.Headers.Location?.ToString());

        (await nora.SubmitAsync(Routes.Password, ("Given.Current", once), ("Given.Wanted", "green lantern over water"))).Dispose();
        using var later = await nora.GetAsync(Routes.Payers);
        Assert.Equal(System.Net.HttpStatusCode.OK, later.StatusCode);
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from journal where action = 'person.added' and actor_name = 'Pat admin'"));
    }

    [Fact]
    public async Task Shutting_somebody_out_ends_their_open_page_within_seconds()
    {
        var biller = await site.BrowseAsync("biller");
        var admin = await site.BrowseAsync("admin");
        await admin.GotoAsync(Routes.People);

        await admin.GetByRole(AriaRole.Button, new() { Name = "Shut out Pat biller" }).ClickAsync();
        await admin.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Shut out" }).ClickAsync();

        await admin.GetByText("Pat biller is shut out.").WaitForAsync();
        await biller.GetByTestId("who").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 10_000 });
    }

    [Fact]
    public async Task An_admin_cannot_shut_themselves_out()
    {
        var admin = await site.BrowseAsync("admin");
        await admin.GotoAsync(Routes.People);

        Assert.True(await admin.GetByRole(AriaRole.Button, new() { Name = "Shut out Pat admin" }).IsDisabledAsync());
    }
}
