using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Tests.Hosting;

public sealed class ProxyTests(GuardedSite site) : IClassFixture<GuardedSite>
{
    [Theory]
    [InlineData("10.1.2.3", "https", "203.0.113.7")]
    [InlineData("127.0.0.1", "https", "203.0.113.7")]
    [InlineData("10.1.2.4", "http", "10.1.2.4")]
    [InlineData("203.0.113.9", "http", "203.0.113.9")]
    public async Task What_a_proxy_says_of_scheme_and_caller_counts_only_from_a_named_one(string sender, string scheme, string caller)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(sender);
        context.Request.Scheme = "http";
        context.Request.Headers["X-Forwarded-Proto"] = "https";
        context.Request.Headers["X-Forwarded-For"] = "203.0.113.7";

        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, site.Get<IOptions<ForwardedHeadersOptions>>()).Invoke(context);

        Assert.Equal(scheme, context.Request.Scheme);
        Assert.Equal(IPAddress.Parse(caller), context.Connection.RemoteIpAddress);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_bound_to_this_host_and_a_plain_one_opens_nothing()
    {
        using var visitor = site.Visit();
        var page = await visitor.SendAsync(HttpMethod.Get, Routes.SignIn, ("X-Forwarded-Proto", "https"));
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var form = page.Headers.GetValues("Set-Cookie").First(c => c.StartsWith("DenialDesk.Form=", StringComparison.Ordinal)).Split(';')[0];
        var handler = System.Text.RegularExpressions.Regex.Match(html, "name=\"_handler\" value=\"([^\"]*)\"").Groups[1].Value;
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]*)\"").Groups[1].Value;
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Url) };
        using var post = new HttpRequestMessage(HttpMethod.Post, Routes.SignIn)
        {
            Content = new FormUrlEncodedContent([
                new("_handler", handler), new("__RequestVerificationToken", token), new("Given.Email", Site.EmailOf("biller")), new("Given.Password", Site.Password)]),
        };
        post.Headers.Add("X-Forwarded-Proto", "https");
        post.Headers.Add("X-Forwarded-For", "203.0.113.50");
        post.Headers.Add("Cookie", form);

        using var answer = await http.SendAsync(post, TestContext.Current.CancellationToken);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-DenialDesk=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(http, cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.Redirect, await OpenAsync(http, cookie.Split(';')[0]["__Host-".Length..]));
    }

    [Fact]
    public async Task An_address_that_tries_too_often_is_told_to_wait_and_others_are_not()
    {
        using var guesser = site.Visit();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await guesser.SignInAsync($"guess{i}@desk.example", "wrong wrong wrong");
            statuses.Add(answer.StatusCode);
            if (i < 4) { continue; }

            Assert.Equal("60", answer.Headers.GetValues("Retry-After").Single());
            Assert.Contains("Wait a minute", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using var other = await guesser.SendAsync(HttpMethod.Post, Routes.SignIn, ("X-Forwarded-For", "203.0.113.99"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await guesser.GetAsync(Routes.SignIn)).StatusCode);
    }

    private static async Task<HttpStatusCode> OpenAsync(HttpClient http, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Help);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
