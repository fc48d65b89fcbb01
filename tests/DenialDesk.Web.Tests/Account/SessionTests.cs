using System.Net;
using DenialDesk.App.People;
using Microsoft.Playwright;
using Cookie = System.Net.Cookie;

namespace DenialDesk.Web.Tests.Account;

/// <summary>A sign-in is a row on the server: whatever ends the row ends every copy of the cookie and every open page.</summary>
public sealed class SessionTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_out_of_one_browser_leaves_the_other_signed_in_and_a_copied_cookie_opens_nothing()
    {
        await AddAsync("two@desk.example");
        using var one = await VisitAsync("two@desk.example");
        using var other = await VisitAsync("two@desk.example");
        using var thief = CopyOf(one);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(thief));

        (await one.PostFromPageAsync(Routes.Help, Routes.SignOut)).Dispose();

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(thief));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));
    }

    [Theory]
    [InlineData("last_active_at = last_active_at - interval '15 minutes'", true)]
    [InlineData("last_active_at = last_active_at - interval '14 minutes'", false)]
    [InlineData("began_at = began_at - interval '12 hours'", true)]
    [InlineData("began_at = began_at - interval '11 hours 59 minutes'", false)]
    [InlineData("ended_at = now()", true)]
    public async Task A_sign_in_ends_at_its_limits(string set, bool over)
    {
        var email = Guid.NewGuid().ToString("N") + "@desk.example";
        var id = await AddAsync(email);
        using var visitor = await VisitAsync(email);

        await site.ScalarAsync<object>($"update sign_in_session set {set} where user_id = '{id}'");

        Assert.Equal(over ? HttpStatusCode.Redirect : HttpStatusCode.OK, await StatusAsync(visitor));
    }

    [Fact]
    public async Task A_key_pressed_keeps_the_sign_in_and_the_live_connection_alone_does_not()
    {
        var id = await AddAsync("busy@desk.example");
        using var visitor = await VisitAsync("busy@desk.example");
        var age = $"update sign_in_session set last_active_at = now() - interval '10 minutes' where user_id = '{id}'";
        var minutes = $"select extract(epoch from now() - last_active_at)::int / 60 from sign_in_session where user_id = '{id}'";

        await site.ScalarAsync<object>(age);
        (await visitor.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", ("Origin", visitor.Url))).Dispose();
        Assert.Equal(10, await site.ScalarAsync<int>(minutes));
        using var told = await visitor.SendAsync(HttpMethod.Post, Routes.Active);

        Assert.Equal(HttpStatusCode.NoContent, told.StatusCode);
        Assert.Equal(0, await site.ScalarAsync<int>(minutes));
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sign_ins_and_gives_this_one_a_new_id()
    {
        var id = await AddAsync("fresh@desk.example");
        using var mine = await VisitAsync("fresh@desk.example");
        using var other = await VisitAsync("fresh@desk.example");
        using var before = CopyOf(mine);

        (await mine.SubmitAsync(Routes.Password, ("Given.Current", Site.Password), ("Given.Wanted", "green lantern over water"))).Dispose();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(mine));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(other));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(before));
        Assert.Equal(1, await site.ScalarAsync<long>($"select count(*) from sign_in_session where user_id = '{id}' and ended_at is null"));
    }

    [Fact]
    public async Task Nobody_but_an_admin_ends_somebody_elses_sign_in()
    {
        var id = await AddAsync("victim@desk.example");
        using var victim = await VisitAsync("victim@desk.example");
        var manager = new Actor(Guid.NewGuid(), "Pat manager", Domain.People.Roles.Of("manager"), null);

        await Assert.ThrowsAsync<NotPermittedException>(() => site.Get<EndSessions>().Run(new() { UserId = id }, manager, Stop));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(victim));
        Assert.Null(await site.Get<EndSessions>().Run(new() { UserId = id }, Actor.Desk, Stop));

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(victim));
        Assert.NotNull(await site.Get<EndSessions>().Run(new() { UserId = id }, Actor.Desk, Stop));
        Assert.Equal(1, await site.ScalarAsync<long>($"select count(*) from journal where action = 'person.signed_out_everywhere' and subject_id = '{id}'"));
    }

    [Fact]
    public async Task A_person_sees_their_sign_ins_and_ends_another_browsers_open_page()
    {
        var forgotten = await site.BrowseAsync("manager");
        var page = await site.BrowseAsync("manager");
        await page.GotoAsync(Routes.Sessions);

        await page.GetByText("This one").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End the sign-in") }).First.ClickAsync();

        await page.GetByText("That sign-in has ended").WaitForAsync();
        await forgotten.GetByTestId("who").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 20_000 });
        await forgotten.GetByText("Your sign-in has ended").WaitForAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync(Routes.Help);
        return answer.StatusCode;
    }

    private Visitor CopyOf(Visitor visitor)
    {
        var copy = site.Visit();
        foreach (Cookie cookie in visitor.Cookies.GetAllCookies()) { copy.Cookies.Add(new Uri(site.Url), new Cookie(cookie.Name, cookie.Value)); }

        return copy;
    }

    private async Task<Visitor> VisitAsync(string email)
    {
        var visitor = site.Visit();
        using var answer = await visitor.SignInAsync(email, Site.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    private async Task<Guid> AddAsync(string email)
    {
        var made = await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.Add, Name = "Sam Session", Email = email, Role = "biller", DemoPassword = Site.Password }, Actor.Desk, Stop);
        return made.UserId!.Value;
    }
}
