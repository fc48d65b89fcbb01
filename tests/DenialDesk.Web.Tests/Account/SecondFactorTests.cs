using System.Net;
using System.Text.RegularExpressions;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Account;

/// <summary>The second step of a sign-in: nothing is reached before it, and no code works twice.</summary>
public sealed partial class SecondFactorTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_adds_an_app_and_signs_in_with_its_code_once()
    {
        var (email, id) = await AddAsync();
        using var visitor = await PasswordAsync(email);
        var key = await BeginAsync(visitor);
        var codes = await ConfirmAsync(visitor, key);
        Assert.Equal(10, codes.Count);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Routes.Payers));

        using var half = await PasswordAsync(email, Routes.SecondStep);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(half, Routes.Payers));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(half, Routes.SecondFactor));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(half, Routes.PayersCsv));
        var code = Code(key, 1);
        Assert.Equal(HttpStatusCode.OK, await StepAsync(half, "000000"));
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(half, code));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(half, Routes.Payers));

        using var again = await PasswordAsync(email, Routes.SecondStep);
        Assert.Equal(HttpStatusCode.OK, await StepAsync(again, code));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(again, Routes.Payers));
        Assert.Equal("code", await site.ScalarAsync<string>($"select method from sign_in_session where user_id = '{id}' and ended_at is null order by began_at desc limit 1"));
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_and_new_codes_end_the_old_ones()
    {
        var (email, _) = await AddAsync();
        using var visitor = await PasswordAsync(email);
        var codes = await ConfirmAsync(visitor, await BeginAsync(visitor));

        using var first = await PasswordAsync(email, Routes.SecondStep);
        Assert.Equal(HttpStatusCode.Redirect, await StepAsync(first, codes[3].ToUpperInvariant()));
        using var second = await PasswordAsync(email, Routes.SecondStep);
        Assert.Equal(HttpStatusCode.OK, await StepAsync(second, codes[3]));

        using var renewed = await first.SubmitAsync(Routes.SecondFactor, ("Given.Password", Site.Password), ("Given.What", "RenewCodes"));
        Assert.Equal(10, CodesIn(await renewed.Content.ReadAsStringAsync(Stop)).Count);
        Assert.Equal(HttpStatusCode.OK, await StepAsync(second, codes[4]));
    }

    [Fact]
    public async Task Of_many_at_once_with_one_code_exactly_one_gets_in()
    {
        var (email, id) = await AddAsync();
        using var visitor = await PasswordAsync(email);
        var key = await BeginAsync(visitor);
        var codes = await ConfirmAsync(visitor, key);
        var check = site.Get<CheckSecondFactor>();

        foreach (var typed in new[] { Code(key, 1), codes[0] })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => check.Run(new() { UserId = id, Typed = typed }, Stop)));
            Assert.Single(answers, a => a is not null);
        }
    }

    [Fact]
    public async Task The_database_holds_neither_the_key_nor_a_recovery_code()
    {
        var (email, id) = await AddAsync();
        using var visitor = await PasswordAsync(email);
        var key = await BeginAsync(visitor);
        var codes = await ConfirmAsync(visitor, key);

        var secret = await site.ScalarAsync<byte[]>($"select secret from second_factor where user_id = '{id}'");
        var plain = Secret(key);

        Assert.Equal(-1, secret.AsSpan().IndexOf(plain));
        Assert.Equal(plain, site.Get<IDataProtectionProvider>().CreateProtector("DenialDesk.SecondFactor").Unprotect(secret!));
        Assert.Equal(10, await site.ScalarAsync<long>($"select count(*) from recovery_code where user_id = '{id}' and length(code_hash) = 32"));
        Assert.Equal(0, await site.ScalarAsync<long>($"select count(*) from journal j where j::text like '%{codes[0]}%' or j::text like '%{key}%'"));
    }

    [Fact]
    public async Task An_admins_reset_takes_the_factor_away_and_a_new_password_does_not()
    {
        var (email, id) = await AddAsync();
        using var visitor = await PasswordAsync(email);
        await ConfirmAsync(visitor, await BeginAsync(visitor));

        var fresh = await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.ResetPassword, UserId = id }, Actor.Desk, Stop);
        using var half = site.Visit();
        using var answer = await half.SignInAsync(email, fresh.OneTimePassword!);
        Assert.Contains(Routes.SecondStep, answer.Headers.Location!.ToString(), StringComparison.Ordinal);

        await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.ResetSecondFactor, UserId = id }, Actor.Desk, Stop);
        using var whole = site.Visit();
        using var now = await whole.SignInAsync(email, fresh.OneTimePassword!);
        Assert.EndsWith(Routes.Password, now.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await site.ScalarAsync<long>($"select count(*) from journal where action = 'person.second_factor_reset' and subject_id = '{id}'"));
    }

    [Fact]
    public async Task The_pages_are_readable_by_everyone()
    {
        var (email, _) = await AddAsync();
        var page = await site.BrowseAsync();
        await page.GotoAsync(Routes.SignIn + "?from=" + Routes.SecondFactor);
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByLabel("Your password").FillAsync(Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an app" }).ClickAsync();
        var key = await page.GetByTestId("factor-key").InnerTextAsync();
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id + " " + v.Nodes[0].Html));
        await page.GetByLabel("Code the app shows").FillAsync(Code(key, 0));
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await page.GetByTestId("recovery-codes").WaitForAsync();

        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id + " " + v.Nodes[0].Html));
    }

    private static byte[] Secret(string key)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Where(c => c != ' ').Select(c => Convert.ToString(letters.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(c => c.Length == 8).Select(c => Convert.ToByte(new string(c), 2))];
    }

    private static string Code(string key, int ahead) => TimeCode.Of(Secret(key), TimeCode.StepAt(DateTimeOffset.UtcNow) + ahead);

    internal static async Task<string> BeginAsync(Visitor visitor)
    {
        using var begun = await visitor.SubmitAsync(Routes.SecondFactor, ("Given.Password", Site.Password), ("Given.What", "Begin"));
        return Key().Match(await begun.Content.ReadAsStringAsync(Stop)).Groups[1].Value;
    }

    internal static async Task<List<string>> ConfirmAsync(Visitor visitor, string key)
    {
        using var done = await visitor.SubmitAsync(Routes.SecondFactor, ("Given.Code", Code(key, 0)), ("Given.What", "Confirm"));
        return CodesIn(await done.Content.ReadAsStringAsync(Stop));
    }

    private static List<string> CodesIn(string page) => [.. Codes().Matches(page).Select(m => m.Groups[1].Value)];

    private static async Task<HttpStatusCode> StepAsync(Visitor visitor, string code)
    {
        using var answer = await visitor.SubmitAsync(Routes.SecondStep, ("Given.Code", code));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.GetAsync(path);
        return answer.StatusCode;
    }

    private async Task<Visitor> PasswordAsync(string email, string leadsTo = Routes.Home)
    {
        var visitor = site.Visit();
        using var answer = await visitor.SignInAsync(email, Site.Password);
        Assert.Contains(leadsTo, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return visitor;
    }

    private async Task<(string Email, Guid Id)> AddAsync()
    {
        var email = Guid.NewGuid().ToString("N") + "@desk.example";
        var made = await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.Add, Name = "Toni Token", Email = email, Role = "biller", DemoPassword = Site.Password }, Actor.Desk, Stop);
        return (email, made.UserId!.Value);
    }

    [GeneratedRegex("data-testid=\"factor-key\">([A-Z2-7 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("<li>([a-z2-9-]{29})</li>")]
    private static partial Regex Codes();
}
