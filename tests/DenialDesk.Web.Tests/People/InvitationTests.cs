using System.Net;
using DenialDesk.App.People;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.People;

/// <summary>An invitation: a link that works once and not for long.</summary>
public sealed class InvitationTests(Site site) : IClassFixture<Site>
{
    private const string Chosen = "green lantern over water";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invited_person_chooses_a_password_and_the_link_works_once()
    {
        var admin = await site.BrowseAsync("admin");
        await admin.GotoAsync(Routes.Invitations);
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Ina Invited");
        await admin.GetByLabel("E-mail").FillAsync("ina@desk.example");
        await admin.GetByLabel("Role").SelectOptionAsync("lead");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        var link = new Uri(await admin.GetByTestId("invitation-link").InnerTextAsync()).PathAndQuery;
        await admin.AssertNoFaultsAsync();

        using var ina = site.Visit();
        Assert.Contains("Welcome, Ina Invited", await ina.ReadAsync(link), StringComparison.Ordinal);
        using var weak = await ina.SubmitAsync(link, ("Given.Password", "too short"));
        Assert.Equal(HttpStatusCode.OK, weak.StatusCode);
        using var joined = await ina.SubmitAsync(link, ("Given.Password", Chosen));
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        using var works = await ina.GetAsync(Routes.QueueCsv);
        Assert.Equal(HttpStatusCode.OK, works.StatusCode);

        using var again = site.Visit();
        Assert.Contains("This link does not work", await again.ReadAsync(link), StringComparison.Ordinal);
        Assert.Equal("lead", await site.ScalarAsync<string>("select r.name from identity_users u join identity_user_roles x on x.user_id = u.id join identity_roles r on r.id = x.role_id where u.email = 'ina@desk.example'"));
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from journal where action = 'person.invitation_accepted' and actor_name = 'Ina Invited'"));
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from journal where action = 'person.invited' and actor_name = 'Pat admin'"));
    }

    [Fact]
    public async Task Of_two_at_once_one_joins_and_a_link_renewed_revoked_or_too_old_opens_nothing()
    {
        var first = await InviteAsync("once@desk.example");
        var both = await Task.WhenAll(AcceptAsync(first), AcceptAsync(first));
        Assert.Single(both, r => r.Refusal is null);
        Assert.Equal("there_already", (await site.Get<InvitePerson>().Run(new() { Name = "Again", Email = "ONCE@desk.example", Role = "biller" }, Actor.Desk, Stop)).Refusal!.Code);

        var old = await InviteAsync("late@desk.example");
        var id = await site.ScalarAsync<long>("select invitation_id from invitation where email = 'late@desk.example'");
        var renewed = (await site.Get<InvitePerson>().Run(new() { Renew = id }, Actor.Desk, Stop)).Token!;
        Assert.Equal("over", (await AcceptAsync(old)).Refusal!.Code);
        await site.ScalarAsync<object>($"update invitation set expires_at = now() - interval '1 second' where invitation_id = {id}");
        Assert.Equal("over", (await AcceptAsync(renewed)).Refusal!.Code);
        var fresh = (await site.Get<InvitePerson>().Run(new() { Renew = id }, Actor.Desk, Stop)).Token!;
        Assert.Null((await site.Get<InvitePerson>().Run(new() { Revoke = id }, Actor.Desk, Stop)).Refusal);
        Assert.Equal("over", (await AcceptAsync(fresh)).Refusal!.Code);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from identity_users where email = 'late@desk.example'"));
    }

    [Fact]
    public async Task Somebody_invited_for_one_practice_sees_that_one_alone()
    {
        await site.ScalarAsync<object>("insert into practice (name, time_zone) values ('Oak Clinic', 'America/New_York'), ('Elm Clinic', 'America/New_York')");
        var oak = await site.ScalarAsync<int>("select practice_id from practice where name = 'Oak Clinic'");
        var invited = await site.Get<InvitePerson>().Run(new() { Name = "Olga Oak", Email = "olga@desk.example", Role = "biller", Practices = [oak] }, Actor.Desk, Stop);

        Assert.Null((await AcceptAsync(invited.Token!)).Refusal);

        var id = await site.ScalarAsync<Guid>("select id from identity_users where email = 'olga@desk.example'");
        Assert.Equal([oak], (await site.Get<FindActor>().Run(id, null, Stop))!.PracticeScope!);

        var elm = await site.ScalarAsync<int>("select practice_id from practice where name = 'Elm Clinic'");
        Assert.Equal("no_practice", (await ScopeAsync(id, [])).Refusal!.Code);
        Assert.Null((await ScopeAsync(id, [elm, 4711])).Refusal);
        Assert.Equal([elm], (await site.Get<FindActor>().Run(id, null, Stop))!.PracticeScope!);
        Assert.Null((await ScopeAsync(id, null)).Refusal);
        Assert.Null((await site.Get<FindActor>().Run(id, null, Stop))!.PracticeScope);
        Assert.Equal(2, await site.ScalarAsync<long>($"select count(*) from journal where action = 'person.practices_changed' and subject_id = '{id}'"));
    }

    private Task<ManagePeople.Result> ScopeAsync(Guid id, int[]? practices)
        => site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.ChangePractices, UserId = id, Practices = practices }, Actor.Desk, Stop);

    private async Task<string> InviteAsync(string email)
        => (await site.Get<InvitePerson>().Run(new() { Name = "Ivo Invited", Email = email, Role = "biller" }, Actor.Desk, Stop)).Token!;

    private Task<AcceptInvitation.Result> AcceptAsync(string token) => site.Get<AcceptInvitation>().Run(new() { Token = token, Password = Chosen }, Stop);
}
