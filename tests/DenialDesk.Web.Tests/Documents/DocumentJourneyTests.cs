using System.Net;
using System.Text;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests;
using DenialDesk.Web.Tests.Hosting;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Documents;

/// <summary>A desk with one denied line, for its documents and the calls about it.</summary>
public sealed class PaperDesk(Cluster cluster, Chromium chromium) : Site(cluster, chromium), IAsyncLifetime
{
    public long Denial { get; private set; }

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        using var content = new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(ContainerFilesTests.Root(), "samples", "files", "835-denied-line-on-paid-claim.835"), TestContext.Current.CancellationToken));
        await Get<ImportFile>().Run(new ImportFile.Input { Content = content, Name = "denied.835", Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
        Denial = await ScalarAsync<long>("update denial set category = 'medical_necessity' returning denial_id");
    }
}

public sealed class DocumentJourneyTests(PaperDesk desk) : IClassFixture<PaperDesk>
{
    /// <summary>One transparent point.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

    [Fact]
    public async Task A_biller_adds_a_document_looks_at_it_asks_for_a_missing_one_and_logs_a_call_with_a_promise_by_keyboard()
    {
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync(Routes.DenialOf(1, desk.Denial));
        await Assertions.Expect(page.GetByTestId("documents-count")).ToHaveTextAsync("1 of 6 present");
        await Assertions.Expect(page.Locator("#document-zone[data-ready=true]")).ToBeAttachedAsync();

        await page.PressKeyAsync("d");
        await Assertions.Expect(page.GetByTestId("document-kind")).ToBeFocusedAsync();
        await page.GetByTestId("document-file").SetInputFilesAsync(new FilePayload { Name = "scan of a note.png", MimeType = "image/png", Buffer = Picture });
        await Assertions.Expect(page.GetByTestId("documents-count")).ToHaveTextAsync("2 of 6 present");
        await page.GetByTestId("preview").Filter(new() { HasText = "Clinical notes" }).PressAsync("Enter");
        await Assertions.Expect(page.FrameLocator("[data-testid=document-preview] iframe").Locator("img")).ToBeVisibleAsync();

        await page.GetByTestId("ask-physician_letter").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#ask-department")).ToBeFocusedAsync();
        await page.GetByTestId("ask").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("needed")).ToContainTextAsync("asked for");

        await page.Locator("h1").First.FocusAsync();
        await page.PressKeyAsync("c");
        await Assertions.Expect(page.GetByTestId("call-result")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Kim");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("R-77");
        var promised = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(10);
        await page.GetByTestId("call-promise").FillAsync(promised.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByTestId("call-save").PressAsync("Enter");

        await Assertions.Expect(page.GetByTestId("next-look")).ToContainTextAsync("Promised");
        await Assertions.Expect(page.GetByTestId("calls")).ToContainTextAsync("R-77");
        Assert.Equal("promise", await desk.ScalarAsync<string>("select kind from follow_up where done_at is null"));
    }

    [Fact]
    public async Task A_document_comes_with_headers_under_which_nothing_runs_and_only_to_who_sees_it()
    {
        using var biller = await desk.VisitAsAsync("biller");
        var token = await biller.FormTokenAsync(Routes.Help);
        var add = Routes.DocumentAddOf(1, desk.Denial);
        using (var kept = await biller.UploadAsync(add, token, new ByteArrayContent(Pdf), "Doe Jane.pdf")) { Assert.Contains("\"Posted\"", await kept.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal); }

        using (var forged = await biller.UploadAsync(add, null, new ByteArrayContent(Pdf), "x.pdf")) { Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode); }

        using (var foreign = await biller.UploadAsync(add, token, new ByteArrayContent(Pdf), "x.pdf", "https://elsewhere.example")) { Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode); }

        var document = await desk.ScalarAsync<long>("select document_id from document where media_type = 'application/pdf'");
        using var shown = await biller.GetAsync(Routes.DocumentOf(1, document));
        Assert.Equal(Pdf, await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("application/pdf", "nosniff"), (shown.Content.Headers.ContentType?.MediaType, shown.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.StartsWith("default-src 'none'; object-src 'self'", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", shown.Headers.CacheControl?.ToString());
        using var taken = await biller.GetAsync(Routes.DocumentOf(1, document, download: true));
        Assert.Equal($"document-{document}.pdf", taken.Content.Headers.ContentDisposition?.FileName);
        using var gone = await biller.GetAsync(Routes.DocumentOf(2, document));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var stranger = desk.Visit();
        using var refused = await stranger.GetAsync(Routes.DocumentOf(1, document));
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal(2L, await desk.ScalarAsync<long>($"select count(*) from read_journal where subject_kind = 'document' and subject_id = '{document}'"));
    }
}
