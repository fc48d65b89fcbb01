using System.Net;
using Deque.AxeCore.Playwright;

namespace DenialDesk.Web.Tests.Setup;

public sealed class SetupTests(EmptySite site) : IClassFixture<EmptySite>
{
    [Fact]
    public async Task It_opens_once_for_the_code_holder_and_two_at_once_make_one_admin()
    {
        using var first = site.Visit();
        using var second = site.Visit();
        using var lost = await first.GetAsync(Routes.SignIn);
        Assert.Equal(Routes.Setup, lost.Headers.Location?.ToString());
        var page = await site.BrowseAsync();
        await page.GotoAsync(Routes.Setup);
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id + " " + v.Nodes[0].Html));

        using var guessed = await SendAsync(first, "AAAA-BBBB-CCCC", "guess@desk.example");
        Assert.Contains("set-up code is not right", await guessed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from identity_users"));

        var file = Path.Combine(site.DataFolder, "setup-code");
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
        var code = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var answers = await Task.WhenAll(SendAsync(first, code, "one@desk.example"), SendAsync(second, code, "two@desk.example"));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from identity_users u join identity_user_roles x on x.user_id = u.id join identity_roles r on r.id = x.role_id where r.name = 'admin'"));
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from journal where action = 'person.first_admin'"));

        Assert.False(File.Exists(file));
        using var again = site.Visit();
        using var gone = await again.GetAsync(Routes.Setup);
        using var posted = await again.SendAsync(HttpMethod.Post, Routes.Setup);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(Visitor visitor, string code, string email)
        => visitor.SubmitAsync(Routes.Setup, ("Given.Code", code), ("Given.Name", "First Admin"), ("Given.Email", email), ("Given.Password", Site.Password));
}
