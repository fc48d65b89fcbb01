using System.Net;

namespace DenialDesk.Web.Tests.Hosting;

public sealed class HubOriginTests(Site site) : IClassFixture<Site>
{
    private const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://elsewhere.example")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost.elsewhere.example")]
    public async Task A_foreign_page_cannot_open_the_live_connection(string? origin)
    {
        using var biller = await site.VisitAsAsync("biller");

        using var answer = await biller.SendAsync(HttpMethod.Post, Negotiate, origin is null ? [] : [("Origin", origin)]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Our_own_page_opens_it_when_signed_in()
    {
        using var biller = await site.VisitAsAsync("biller");

        using var answer = await biller.SendAsync(HttpMethod.Post, Negotiate, ("Origin", site.Url));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_opens_it_without_signing_in()
    {
        using var visitor = site.Visit();

        using var answer = await visitor.SendAsync(HttpMethod.Post, Negotiate, ("Origin", site.Url));

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Redirect, HttpStatusCode.Unauthorized });
    }
}
