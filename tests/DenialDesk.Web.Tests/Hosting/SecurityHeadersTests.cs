namespace DenialDesk.Web.Tests.Hosting;

public sealed class SecurityHeadersTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/queue")]
    [InlineData("/no-such-page")]
    [InlineData("/setup")]
    [InlineData("/favicon.svg")]
    [InlineData("/health/live")]
    [InlineData("/_blazor/negotiate")]
    public async Task Every_answer_carries_them(string path)
    {
        using var visitor = site.Visit();

        using var answer = await visitor.GetAsync(path);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/queue")]
    [InlineData("/people")]
    [InlineData("/journal")]
    [InlineData("/journal.csv")]
    public async Task Nothing_of_a_page_stays_in_the_browsers_cache(string path)
    {
        using var admin = await site.VisitAsAsync("admin");

        using var answer = await admin.GetAsync(path);

        Assert.True(answer.Headers.CacheControl?.NoStore, path);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_told_to_anybody_without_details(string path)
    {
        using var visitor = site.Visit();

        Assert.Contains(await visitor.ReadAsync(path), new[] { "alive", "Healthy" });
    }
}
