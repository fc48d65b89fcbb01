using System.Net;
using DenialDesk.App.People;

namespace DenialDesk.Web.Tests.Account;

public sealed class SignInTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_sentence()
    {
        using var visitor = site.Visit();

        using var wrong = await visitor.SignInAsync(Site.EmailOf("biller"), "not the password at all");
        using var unknown = await visitor.SignInAsync("nobody@desk.example", "not the password at all");

        Assert.Contains("E-mail or password is not right", await wrong.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains("E-mail or password is not right", await unknown.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/remittances", "/remittances")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    public async Task Sign_in_leads_on_to_an_address_of_this_desk_only(string from, string to)
    {
        using var visitor = site.Visit();

        using var answer = await visitor.SignInAsync(Site.EmailOf("biller"), Site.Password, Routes.With(Routes.SignIn, ("from", from)));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(to, new Uri(new Uri(site.Url), answer.Headers.Location!).PathAndQuery);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var visitor = site.Visit();

        using var answer = await visitor.SignInAsync(Site.EmailOf("biller"), Site.Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("DenialDesk=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Ten_wrong_tries_lock_the_account_and_an_admin_opens_it()
    {
        var id = await AddAsync("locked@desk.example");
        using var visitor = site.Visit();
        for (var i = 0; i < 10; i++) { (await visitor.SignInAsync("locked@desk.example", "wrong wrong wrong")).Dispose(); }

        using var locked = await visitor.SignInAsync("locked@desk.example", Site.Password);
        await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.Enable, UserId = id }, Actor.Desk, Stop);
        using var opened = await visitor.SignInAsync("locked@desk.example", Site.Password);

        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
    }

    [Fact]
    public async Task Somebody_shut_out_cannot_sign_in_and_is_nobody_to_every_command()
    {
        var id = await AddAsync("out@desk.example");

        await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.Disable, UserId = id }, Actor.Desk, Stop);

        using var visitor = site.Visit();
        using var answer = await visitor.SignInAsync("out@desk.example", Site.Password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(await site.Get<FindActor>().Run(id, null, Stop));
    }

    [Fact]
    public async Task A_cookie_copied_before_signing_out_opens_nothing_afterwards()
    {
        await AddAsync("leaver@desk.example");
        using var leaver = site.Visit();
        (await leaver.SignInAsync("leaver@desk.example", Site.Password)).Dispose();
        using var thief = site.Visit();
        foreach (Cookie cookie in leaver.Cookies.GetAllCookies()) { thief.Cookies.Add(new Uri(site.Url), new Cookie(cookie.Name, cookie.Value)); }

        (await leaver.PostFromPageAsync(Routes.Help, Routes.SignOut)).Dispose();

        using var journal = await thief.GetAsync(Routes.PayersCsv);
        Assert.NotEqual(HttpStatusCode.OK, journal.StatusCode);
    }

    [Fact]
    public async Task Sign_ins_and_refusals_are_in_the_journal_without_what_was_typed()
    {
        using var visitor = site.Visit();
        (await visitor.SignInAsync("typed-by-mistake@desk.example", "typed by mistake")).Dispose();
        (await visitor.SignInAsync(Site.EmailOf("manager"), Site.Password)).Dispose();

        Assert.True(await site.ScalarAsync<long>("select count(*) from journal where action = 'person.signed_in' and actor_name = 'Pat manager'") >= 1);
        Assert.True(await site.ScalarAsync<long>("select count(*) from journal where action = 'person.sign_in_refused' and actor_id is null") >= 1);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from journal j where j::text like '%by-mistake%' or j::text like '%by mistake%'"));
    }

    private async Task<Guid> AddAsync(string email)
    {
        var made = await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.Add, Name = "Sam Short", Email = email, Role = "biller", DemoPassword = Site.Password }, Actor.Desk, Stop);
        return made.UserId!.Value;
    }
}
