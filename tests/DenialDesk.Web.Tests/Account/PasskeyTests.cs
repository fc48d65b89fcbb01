using DenialDesk.App.People;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Account;

/// <summary>A passkey on a virtual authenticator: added, used, removed, in a real browser.</summary>
public sealed class PasskeyTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_person_adds_a_passkey_signs_in_with_it_and_removes_it()
    {
        var page = await site.BrowseAsync("biller");
        await AuthenticatorAsync(page);
        await page.GotoAsync(Routes.Passkeys);
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id + " " + v.Nodes[0].Html));
        await page.GetByLabel("What do you call it?").FillAsync("Work laptop");
        await page.GetByLabel("Your password").FillAsync(Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByText("The passkey is added").WaitForAsync();
        Assert.Equal("passkey", await MethodAsync());

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(Routes.SignIn + "?from=" + Routes.Help);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.ReachAsync(Routes.Help);
        await page.GetByTestId("who").WaitForAsync();
        Assert.Equal("passkey", await MethodAsync());

        // Somebody who has no password in the head proves it by the passkey, again when that was too long ago.
        await site.ScalarAsync<object>("update sign_in_session set proved_at = now() - interval '6 minutes' where ended_at is null");
        await page.GotoAsync(Routes.With(Routes.Prove, ("from", Routes.QueueCsv)));
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id + " " + v.Nodes[0].Html));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Save the file" }).WaitForAsync();
        await page.GotoAsync(Routes.Passkeys);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Work laptop" }).ClickAsync();
        await page.GetByText("The passkey is removed").WaitForAsync();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(Routes.SignIn);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.GetByText("This passkey is not known here any more").WaitForAsync();
        Assert.Equal(2, await site.ScalarAsync<long>("select count(*) from journal where action like 'person.passkey%' and actor_name = 'Pat biller'"));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("desk.localhost", true)]
    [InlineData("evil-localhost", false)]
    [InlineData("127.0.0.1", false)]
    public void Passkeys_work_under_the_domain_of_the_settings_alone(string host, bool works)
        => Assert.Equal(works, DenialDesk.Web.Hosting.PasskeyPlace.Works(site.Get<App.DeskOptions>(), host));

    [Fact]
    public async Task The_challenge_names_the_domain_of_the_settings_whatever_host_a_request_claims()
    {
        using var visitor = site.Visit();
        using var answer = await visitor.PostFormAsync(Routes.SignIn, Routes.PasskeyChallenge, ("Host", "evil.example"));
        var challenge = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"rpId\":\"localhost\"", challenge, StringComparison.Ordinal);
        Assert.Contains("\"userVerification\":\"required\"", challenge, StringComparison.Ordinal);
    }

    private static async Task AuthenticatorAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private Task<string?> MethodAsync() => site.ScalarAsync<string>(
        $"select s.method from sign_in_session s join identity_users u on u.id = s.user_id where u.email = '{Site.EmailOf("biller")}' and s.ended_at is null order by s.last_active_at desc limit 1");
}
