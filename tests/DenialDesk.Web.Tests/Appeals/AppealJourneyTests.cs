using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.Documents;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.Documents;
using DenialDesk.Web.Hosting;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Appeals;

/// <summary>A denial appealed by keyboard alone, upheld, appealed again, overturned, and paid by a remittance.</summary>
public sealed partial class AppealJourneyTests(Site site) : IClassFixture<Site>
{
    private const string Letter = "Dear reviewers,\n\nplease overturn this decision. **The authorization was given** before the service.\n\n1. Number AUTH552001\n2. Day March 30\n\nEnclosed: claim, remittance\n\nPat biller";

    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_denial_is_appealed_upheld_appealed_again_overturned_and_paid_with_the_keyboard_alone()
    {
        Assert.SkipUnless(PdfPrinter.Installed && PdfJoiner.Installed, "weasyprint or qpdf is not installed on this machine");
        foreach (var name in new[] { "1-claim.837", "3-accepted.277", "4-denied.835" }) { await ImportAsync(name); }

        var (page, other) = (await site.BrowseAsync("biller"), await site.BrowseAsync("manager"));
        await page.GotoAsync(Routes.Queue);
        await page.GetByTestId("row").First.WaitForAsync();
        await page.PressKeyAsync("n");
        await page.ReachAsync(DenialAddress());
        await Assertions.Expect(page.GetByTestId("open-appeal")).ToBeVisibleAsync();
        var denial = await page.EvaluateAsync<string>("location.pathname");
        await EncloseAsync(long.Parse(denial.Split('/')[^1], CultureInfo.InvariantCulture));
        await page.PressKeyAsync("l");
        await Assertions.Expect(page.GetByTestId("cause")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByTestId("cause-step")).ToHaveCountAsync(0);
        await PressOnAsync(page, "open-appeal");

        var first = await SendAsync(page, other, "first");
        await AnswerAsync(page, "U", "The authorization was for another code.");
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Upheld");
        await page.PressKeyAsync("n");
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Draft");

        var second = await SendAsync(page, other, "second");
        await page.AssertNoFaultsAsync();
        Assert.NotEqual(first, second);
        await AnswerAsync(page, "O", "Agreed.");
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Overturned, awaiting payment");
        await page.PressKeyAsync("b");
        await page.ReachAsync(denial);
        await Assertions.Expect(page.GetByTestId("state")).ToContainTextAsync("Waiting for payer");

        await ImportAsync("6-reversed-and-paid.835");
        await page.GotoAsync(denial);
        await Assertions.Expect(page.GetByTestId("state")).ToContainTextAsync("Recovered");
        await page.GotoAsync(second);
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Overturned, paid");

        using var visitor = await site.VisitAsAsync("biller");
        foreach (var address in new[] { second + "/packet.pdf", denial + "/proof.pdf" })
        {
            using var answer = await visitor.GetAsync(address);
            var pdf = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Stop));
            Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
            Assert.True(PdfPage().Count(pdf) >= (address.EndsWith("packet.pdf", StringComparison.Ordinal) ? 8 : 1), $"{address} has {PdfPage().Count(pdf)} pages");
        }

        await page.GotoAsync(Routes.With(Routes.Appeals, ("show", "all")));
        await Assertions.Expect(page.GetByTestId("appeal")).ToHaveCountAsync(2);
        await page.PressKeyAsync("j");
        await page.Locator("#row-0[aria-current=true]").WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync(second);
    }

    /// <summary>The approval as a PDF of two pages, and a picture of the note.</summary>
    private async Task EncloseAsync(long denial)
    {
        var approval = (await site.Get<PdfPrinter>().PrintAsync("<p>Approval</p><p style=\"page-break-before: always\">Its second page</p>", Stop)).Pdf!;
        foreach (var (kind, name, content) in new[] { (DocumentKind.Authorization, "approval.pdf", approval), (DocumentKind.ClinicalNotes, "note.png", Convert.FromBase64String(Dot)) })
        {
            using var stream = new MemoryStream(content);
            var added = await site.Get<AddDocument>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, DenialId = denial, Kind = kind, FileName = name, Content = stream }, Actor.Desk, Stop);
            Assert.Null(added.Refusal);
        }
    }

    /// <summary>From draft to sent; returns the appeal's address.</summary>
    private static async Task<string> SendAsync(IPage page, IPage other, string number)
    {
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Draft");
        await Assertions.Expect(page.GetByTestId("holes")).ToBeVisibleAsync();
        await page.PressKeyAsync("e");
        await Assertions.Expect(page.GetByTestId("body")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(Letter);
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync($"The {number} appeal");
        await PressOnAsync(page, "save-letter");
        await Assertions.Expect(page.GetByTestId("told")).ToHaveTextAsync("Saved.");
        await Assertions.Expect(page.GetByTestId("second-person")).ToBeVisibleAsync();
        await page.PressKeyAsync("v");
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("In review");
        await other.GotoAsync(await page.EvaluateAsync<string>("location.pathname"));
        await other.PressKeyAsync("y");
        await Assertions.Expect(other.GetByTestId("events")).ToContainTextAsync("approved");
        await page.ReloadAsync();
        await page.PressKeyAsync("p");
        await Assertions.Expect(page.GetByTestId("packet")).ToContainTextAsync("8 pages", new() { Timeout = 60_000 });
        await page.PressKeyAsync("d");
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Ready");
        await page.PressKeyAsync("s");
        await Assertions.Expect(page.GetByTestId("reference")).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync("PORTAL-" + number);
        await PressOnAsync(page, "send");
        await Assertions.Expect(page.GetByTestId("status")).ToHaveTextAsync("Sent");
        await Assertions.Expect(page.GetByTestId("events")).ToContainTextAsync("PORTAL-" + number);
        return await page.EvaluateAsync<string>("location.pathname");
    }

    /// <summary>Records what the payer says; the letter chooses it in the list.</summary>
    private static async Task AnswerAsync(IPage page, string letter, string note)
    {
        await page.PressKeyAsync("x");
        await Assertions.Expect(page.GetByTestId("answer")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync(letter);
        await Assertions.Expect(page.GetByTestId("answer")).ToHaveValueAsync(letter == "U" ? "upheld" : "overturned");
        await TabToAsync(page, "answer-note");
        await page.Keyboard.InsertTextAsync(note);
        await PressOnAsync(page, "record-answer");
    }

    private static async Task PressOnAsync(IPage page, string testId)
    {
        await TabToAsync(page, testId);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabToAsync(IPage page, string testId)
    {
        for (var i = 0; i < 25; i++)
        {
            if (await page.EvaluateAsync<string?>("document.activeElement?.dataset?.testid ?? null") == testId) { return; }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not reach {testId}");
    }

    private async Task ImportAsync(string name)
    {
        await using var content = File.OpenRead(Path.Combine(Chain(), name));
        await site.Get<ImportFile>().Run(new ImportFile.Input { Content = content, Name = name, Source = ImportFile.Source.Command }, Actor.Desk, Stop);
    }

    private static string Chain()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return Path.Combine(folder, "samples", "files", "chain");
    }

    [GeneratedRegex(@"/denials/\d+/\d+$")]
    private static partial Regex DenialAddress();

    [GeneratedRegex(@"/Type /Page\b")]
    private static partial Regex PdfPage();
}
