using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Claims;
using DenialDesk.App.Tests.Rejections;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Rejections;

/// <summary>A rejected claim is found, corrected, downloaded as new, marked as sent, and closed by the acceptance that comes.</summary>
public sealed class RejectionTests(Site site) : IClassFixture<Site>
{
    private const string Npi = "2999004173";

    private static string Day(int ago) => DateTime.UtcNow.AddDays(-ago).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private async Task ImportAsync(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await site.Get<ImportFile>().Run(new() { Content = stream, Name = name, Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_rejected_claim_is_corrected_sent_as_new_and_closed_by_its_acceptance()
    {
        await ImportAsync("sent.837", TwoWays.Sent(Day(20), 1, new Told("REJ001", Day: Day(22)), new Told("REJ002", Day: Day(22))));
        await ImportAsync("refused.277", Exchange.Status(Day(19), 2, payer: false, Npi, ("REJ001", "A7:164:IL", "U"), ("REJ002", "A3:21", "U")));
        var page = await site.BrowseAsync("biller");

        await page.GotoAsync(Routes.Rejections);
        var rows = page.GetByTestId("rejections").Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByTestId("rejections-count")).ToContainTextAsync("2");
        await page.AssertNoFaultsAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "REJ001" }).PressAsync("Enter");
        await page.ReachAsync(new Regex("/rejections/\\d+/\\d+$"));
        await Assertions.Expect(page.GetByTestId("rejection-state")).ToHaveTextAsync("Open");
        await page.AssertNoFaultsAsync();

        await page.GetByTestId("corrections").Locator("summary").PressAsync("Enter");
        await page.GetByTestId("fresh-member").FillAsync("XZB999888777");
        await page.GetByTestId("write").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("download")).ToHaveCountAsync(1);
        var address = await page.GetByTestId("download").GetAttributeAsync("href");
        var content = await (await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), address).ToString())).BodyAsync();
        Assert.Contains("XZB999888777", Encoding.Latin1.GetString(content), StringComparison.Ordinal);

        await page.GetByTestId("sent-again").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("rejection-state")).ToContainTextAsync("Sent again");
        await page.GetByTestId("undo").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("rejection-state")).ToHaveTextAsync("Open");
        await page.GetByTestId("close").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("refusal")).ToContainTextAsync("why nothing more is to be done");

        await ImportAsync("fresh.837", content);
        await ImportAsync("taken.277", Exchange.Status(Day(0), 3, payer: true, Npi, ("REJ001", "A2:20", "WQ")));
        await page.GotoAsync(page.Url);
        await Assertions.Expect(page.GetByTestId("rejection-state")).ToHaveTextAsync("Accepted since");
        await Assertions.Expect(page.GetByTestId("answers").Locator("tbody tr")).ToHaveCountAsync(2);

        await page.GotoAsync(Routes.Rejections);
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.GetByTestId("state-filter").SelectOptionAsync("closed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).PressAsync("Enter");
        await page.ReachAsync(new Regex("/rejections\\?state=closed$"));
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows.First).ToContainTextAsync("REJ001");
    }

    [Fact]
    public async Task A_denial_shows_that_its_payer_had_accepted_the_claim()
    {
        await ImportAsync("proof.837", TwoWays.Sent("20260105", 51, new Told("PROOF1", Day: "20260102")));
        await ImportAsync("proof.277", Exchange.Status("20260107", 52, payer: true, Npi, ("PROOF1", "A2:20", "WQ")));
        await ImportAsync("proof.835", TwoWays.Answered("20260120", 53, new Told("PROOF1", Day: "20260102", Paid: 0m)));
        var page = await site.BrowseAsync("biller");

        await page.GotoAsync(Routes.DenialOf(1, await site.ScalarAsync<long>("select denial_id from denial where patient_control_number = 'PROOF1'")));

        await Assertions.Expect(page.GetByTestId("proof")).ToContainTextAsync("Accepted by BLUE CROSS BLUE SHIELD OF TEXAS on 1/7/2026");
        await Assertions.Expect(page.GetByTestId("proof")).ToContainTextAsync("ICNPROOF1");
        await page.GetByTestId("as-submitted").Locator("summary").ClickAsync();
        await Assertions.Expect(page.GetByTestId("as-submitted")).ToContainTextAsync("99213");
    }
}
