using System.Net;
using System.Text.Json;
using DenialDesk.Samples;
using DenialDesk.Web.Api;

namespace DenialDesk.Web.Tests.Api;

public sealed class UploadTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_files_post_one_after_the_other_and_the_same_bytes_again_are_recognised()
    {
        using var biller = await site.VisitAsAsync("biller");
        var token = await biller.FormTokenAsync(Routes.Help);
        var (one, two) = (Remittance(21), Remittance(22));

        var first = await SendAsync(biller, token, one, "one.835");
        var second = await SendAsync(biller, token, two, "two.835");
        var again = await SendAsync(biller, token, one, "one-once-more.835");

        Assert.Equal("Posted", first.GetProperty("state").GetString());
        Assert.Equal("Posted", second.GetProperty("state").GetString());
        Assert.StartsWith("/remittances/", second.GetProperty("href").GetString(), StringComparison.Ordinal);
        Assert.Equal(first.GetProperty("fileId").GetInt64(), again.GetProperty("fileId").GetInt64());
        Assert.Contains("already", again.GetProperty("sentence").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from inbound_file where name like 'one%'"));
    }

    [Fact]
    public async Task A_file_that_is_no_remittance_is_told_in_a_sentence_and_posts_nothing()
    {
        using var biller = await site.VisitAsAsync("biller");

        var answer = await SendAsync(biller, await biller.FormTokenAsync(Routes.Help), "%PDF-1.7 not a remittance"u8.ToArray(), "letter.pdf");

        Assert.Equal("Unreadable", answer.GetProperty("state").GetString());
        Assert.True(answer.GetProperty("sentence").GetString()!.Length > 20);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from remittance r join inbound_file f using (file_id) where f.name = 'letter.pdf'"));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_while_it_streams()
    {
        using var biller = await site.VisitAsAsync("biller");
        var token = await biller.FormTokenAsync(Routes.Help);

        using var answer = await biller.UploadAsync(Routes.Upload, token, new EndlessContent(UploadEndpoint.LimitBytes + 16), "huge.835");

        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.RequestEntityTooLarge || text.Contains("larger than 200 MB", StringComparison.Ordinal), $"{answer.StatusCode}: {text}");
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from inbound_file where name = 'huge.835'"));
    }

    [Fact]
    public async Task Nobody_signed_in_is_sent_to_the_sign_in_and_nothing_is_read()
    {
        using var stranger = site.Visit();

        using var answer = await stranger.UploadAsync(Routes.Upload, "none", new ByteArrayContent(Remittance(23)), "stranger.835");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains(Routes.SignIn, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from inbound_file where name = 'stranger.835'"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("made-up")]
    public async Task A_post_without_the_page_s_own_token_is_refused_wherever_it_comes_from(string? token)
    {
        using var biller = await site.VisitAsAsync("biller");

        using var answer = await biller.UploadAsync(Routes.Upload, token, new ByteArrayContent(Remittance(24)), "forged.835", "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("too old", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from inbound_file where name = 'forged.835'"));
    }

    [Fact]
    public async Task A_post_from_another_site_is_refused_even_with_a_token()
    {
        using var biller = await site.VisitAsAsync("biller");
        var token = await biller.FormTokenAsync(Routes.Help);

        using var answer = await biller.UploadAsync(Routes.Upload, token, new ByteArrayContent(Remittance(25)), "foreign.835", "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from inbound_file where name = 'foreign.835'"));
    }

    [Fact]
    public async Task A_request_that_holds_no_file_is_told_so()
    {
        using var biller = await site.VisitAsAsync("biller");
        var token = await biller.FormTokenAsync(Routes.Help);

        using var answer = await biller.SendAsync(HttpMethod.Post, Routes.Upload, ("RequestVerificationToken", token));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static byte[] Remittance(int seed)
    {
        using var content = new MemoryStream();
        BalancedRemittance.Write(content, 40_000, seed);
        return content.ToArray();
    }

    private static async Task<JsonElement> SendAsync(Visitor visitor, string token, byte[] bytes, string name)
    {
        using var answer = await visitor.UploadAsync(Routes.Upload, token, new ByteArrayContent(bytes), name);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
    }
}
