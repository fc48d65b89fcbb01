using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using DenialDesk.App.People;
using DenialDesk.Samples;
using DenialDesk.Web.Api;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Api;

public sealed partial class FilesApiTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_handed_over_is_answered_at_once_and_imported_in_its_turn()
    {
        using var program = await ProgramAsync();

        using var answer = await program.SendAsync(Raw(Remittance(41), "k-41", "api-41.835"), Stop);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var done = await DoneAsync(program, answer.Headers.Location!);
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal("posted", done.GetProperty("totals").GetProperty("outcome").GetString());
        Assert.True(done.GetProperty("totals").GetProperty("claims").GetInt32() > 0);
        Assert.Equal("api", await site.ScalarAsync<string>("select source from inbound_file where name = 'api-41.835'"));
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from received_piece p join received_file r using (received_id) where r.name = 'api-41.835'"));
    }

    [Fact]
    public async Task The_same_hand_over_again_gets_the_first_answer_and_another_file_under_its_key_is_refused()
    {
        using var program = await ProgramAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => program.SendAsync(Raw(Remittance(42), "k-42", "api-42.835"), Stop)));
        using var other = await program.SendAsync(Raw(Remittance(43), "k-42", "api-43.835"), Stop);

        Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("application/problem+json", other.Content.Headers.ContentType!.MediaType);
        await DoneAsync(program, answers[0].Headers.Location!);
        Assert.Equal(1, await site.ScalarAsync<long>("select count(*) from inbound_file where name = 'api-42.835'"));
    }

    [Fact]
    public async Task A_bad_file_is_taken_over_and_its_status_says_why_nothing_was_posted()
    {
        using var program = await ProgramAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent("no remittance"u8.ToArray()), "file", "letter.txt" } };

        using var answer = await program.PostAsync(new Uri(Routes.ApiFiles, UriKind.Relative), form, Stop);

        var done = await DoneAsync(program, answer.Headers.Location!);
        Assert.Equal("unreadable", done.GetProperty("totals").GetProperty("outcome").GetString());
        Assert.NotEmpty(done.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task A_form_with_two_files_is_refused_whole_because_only_one_could_be_answered()
    {
        using var program = await ProgramAsync();
        var before = await site.ScalarAsync<long>("select count(*) from received_file");
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent("one"u8.ToArray()), "file", "one.txt" }, { new StringContent("words"), "note" }, { new ByteArrayContent("two"u8.ToArray()), "more", "two.txt" },
        };

        using var answer = await program.PostAsync(new Uri(Routes.ApiFiles, UriKind.Relative), form, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("more than one file", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(before, await site.ScalarAsync<long>("select count(*) from received_file"));
    }

    [Fact]
    public async Task Neither_a_made_up_key_nor_a_cookie_nor_a_revoked_key_gets_in()
    {
        using var stranger = new HttpClient { BaseAddress = new Uri(site.Url) };
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "dd_made-up");
        using var biller = await site.VisitAsAsync("admin");
        using var revoked = await ProgramAsync("to be revoked");
        var id = await site.ScalarAsync<int>("select api_key_id from api_key where name = 'to be revoked'");
        await site.Get<ManageApiKeys>().Run(new() { Revoke = id }, Actor.Desk, Stop);

        using var first = await stranger.SendAsync(Raw(Remittance(44), null, "api-44.835"), Stop);
        using var second = await biller.GetAsync(Routes.ApiFileOf(1));
        using var third = await revoked.SendAsync(Raw(Remittance(44), null, "api-44.835"), Stop);

        Assert.All(new[] { first, second, third }, a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        Assert.Contains("API key", JsonDocument.Parse(await first.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await site.ScalarAsync<long>("select count(*) from received_file where name = 'api-44.835'"));
        Assert.Equal(2, await site.ScalarAsync<long>($"select count(*) from journal where subject_kind = 'api_key' and subject_id = '{id}'"));
    }

    [Fact]
    public async Task A_key_sees_only_what_was_sent_with_it()
    {
        using var one = await ProgramAsync();
        using var two = await ProgramAsync();
        using var answer = await one.SendAsync(Raw(Remittance(45), null, "api-45.835"), Stop);

        using var seen = await two.GetAsync(answer.Headers.Location!, Stop);

        Assert.Equal(HttpStatusCode.NotFound, seen.StatusCode);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused()
    {
        using var program = await ProgramAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.ApiFiles) { Content = new EndlessContent(UploadEndpoint.LimitBytes + 16) };

        using var answer = await program.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_commands_in_the_documentation_work_as_they_stand()
    {
        if (!File.Exists("/usr/bin/curl")) { Assert.Skip("curl is not installed here."); }

        var folder = Directory.CreateTempSubdirectory("denialdesk-api-");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "monday.835"), Remittance(46), Stop);
        var secret = (await site.Get<ManageApiKeys>().Run(new() { Name = "documentation" }, Actor.Desk, Stop)).Secret!;
        var commands = Command().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "api.md"), Stop)).Select(m => m.Groups[1].Value).ToList();

        var first = await CurlAsync(commands[0], secret, folder.FullName);
        var second = await CurlAsync(commands[1], secret, folder.FullName);
        var address = Location().Match(first).Groups[1].Value;
        var third = await CurlAsync(commands[2].Replace("/api/v1/files/1", address, StringComparison.Ordinal), secret, folder.FullName);

        folder.Delete(recursive: true);
        Assert.Equal(3, commands.Count);
        Assert.Contains("202 Accepted", first, StringComparison.Ordinal);
        Assert.Contains("202 Accepted", second, StringComparison.Ordinal);
        Assert.Contains("200 OK", third, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_makes_a_key_in_the_browser_sees_it_once_and_revokes_it()
    {
        var page = await site.BrowseAsync("admin");
        await page.GotoAsync(Routes.ApiKeys);
        await page.GetByLabel("What is it for?").FillAsync("clearinghouse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        var secret = await page.GetByTestId("api-secret").TextContentAsync();
        await page.AssertNoFaultsAsync();
        using var program = With(secret!);
        using var works = await program.GetAsync(new Uri(Routes.ApiFileOf(999_999), UriKind.Relative), Stop);

        await page.GotoAsync(Routes.ApiKeys);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke clearinghouse" }).ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await page.GetByText("The key clearinghouse is revoked.").WaitForAsync();

        using var refused = await program.GetAsync(new Uri(Routes.ApiFileOf(999_999), UriKind.Relative), Stop);
        Assert.Equal(0, await page.GetByTestId("api-secret").CountAsync());
        Assert.Equal(HttpStatusCode.NotFound, works.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<HttpClient> ProgramAsync(string name = "a program") => With((await site.Get<ManageApiKeys>().Run(new() { Name = name }, Actor.Desk, Stop)).Secret!);

    private HttpClient With(string secret)
    {
        var http = new HttpClient { BaseAddress = new Uri(site.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    private static HttpRequestMessage Raw(byte[] content, string? key, string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Routes.ApiFiles) { Content = new ByteArrayContent(content) };
        request.Headers.Add("X-File-Name", name);
        if (key is not null) { request.Headers.Add("Idempotency-Key", key); }

        return request;
    }

    /// <summary>Asks as a program would, until the file left the queue.</summary>
    private static async Task<JsonElement> DoneAsync(HttpClient program, Uri status)
    {
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var look = 0; look < 150 && await every.WaitForNextTickAsync(Stop); look++)
        {
            var view = JsonDocument.Parse(await program.GetStringAsync(status, Stop)).RootElement;
            if (view.GetProperty("state").GetString() != "waiting") { return view; }
        }

        throw new TimeoutException("The file still waits after thirty seconds.");
    }

    private async Task<string> CurlAsync(string command, string secret, string folder)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment = { ["DESK"] = site.Url, ["KEY"] = secret },
        })!;
        var said = await shell.StandardOutput.ReadToEndAsync(Stop);
        await shell.WaitForExitAsync(Stop);
        return said;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return folder;
    }

    private static byte[] Remittance(int seed)
    {
        using var content = new MemoryStream();
        BalancedRemittance.Write(content, 20_000, seed);
        return content.ToArray();
    }

    [GeneratedRegex("^```bash\\n(curl .*)\\n```", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("^[Ll]ocation: (\\S+)", RegexOptions.Multiline)]
    private static partial Regex Location();
}
