using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Claims;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Corrections;

/// <summary>A denial is decided, corrected, sent and recovered by the remittance that pays, without a mouse.</summary>
public sealed class CorrectionJourneyTests(Site site) : IClassFixture<Site>
{
    private static string Day(int ago) => DateTime.UtcNow.AddDays(-ago).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private async Task ImportAsync(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await site.Get<ImportFile>().Run(new() { Content = stream, Name = name, Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_denial_is_decided_corrected_sent_and_recovered_without_a_mouse()
    {
        await ImportAsync("sent.837", TwoWays.Sent(Day(28), 1, new Told("KEY001", Day: Day(30))));
        await ImportAsync("denied.835", TwoWays.Answered(Day(10), 2, new Told("KEY001", Day: Day(30), PayerNumber: "ICNKEY1", Paid: 0m)));
        var denial = await site.ScalarAsync<long>("select denial_id from denial where patient_control_number = 'KEY001'");
        var page = await site.BrowseAsync("biller");

        await page.GotoAsync(Routes.DenialOf(1, denial));
        await Assertions.Expect(page.GetByTestId("recommended")).Not.ToBeEmptyAsync();
        await page.GetByTestId("way-CorrectResubmit").PressAsync("Space");
        await page.GetByTestId("path-reason").FillAsync("The payer gave the authorization number on the phone");
        await page.GetByTestId("path-reason").PressAsync("Tab");
        await page.GetByTestId("decide").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("decided")).ToContainTextAsync("Correct and resubmit");
        await page.GetByTestId("correct").PressAsync("Enter");
        await page.ReachAsync(new Regex("/corrections/1/\\d+$"));

        await page.GetByTestId("fresh-authorization").FillAsync("AUTH4711");
        await page.GetByTestId("fresh-authorization").PressAsync("Tab");
        await Assertions.Expect(page.Locator(".claim-fields tr.changed")).ToHaveCountAsync(1);
        await page.GetByTestId("write").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("stage")).ToHaveTextAsync("Written, not sent");
        var address = await page.GetByTestId("download").GetAttributeAsync("href");
        var content = Encoding.Latin1.GetString(await (await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), address).ToString())).BodyAsync());
        Assert.Contains("REF*F8*ICNKEY1~", content, StringComparison.Ordinal);
        Assert.Contains("REF*G1*AUTH4711~", content, StringComparison.Ordinal);
        await page.AssertNoFaultsAsync();

        await page.GetByTestId("sent").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("refusal")).ToContainTextAsync("Still open on the checklist");
        var boxes = page.GetByTestId("checklist").Locator("input[type=checkbox]");
        for (var i = 0; i < await boxes.CountAsync(); i++)
        {
            await boxes.Nth(i).PressAsync("Space");
            await Assertions.Expect(boxes.Nth(i)).ToBeCheckedAsync();

            // The browser ticks at once; the server has taken it when the way to waive it is gone, and then the boxes are free again.
            await Assertions.Expect(page.GetByTestId("checklist").Locator("li").Nth(i).Locator("details")).ToHaveCountAsync(0);
            await Assertions.Expect(boxes.Nth(i)).ToBeEnabledAsync();
        }

        await page.GetByTestId("sent").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("state")).ToHaveTextAsync("Waiting for payer");
        await Assertions.Expect(page.GetByTestId("timeline")).ToContainTextAsync("Sent, downloaded and sent");

        await ImportAsync("paid.835", TwoWays.Answered(Day(0), 3, new Told("KEY001", Day: Day(30), PayerNumber: "ICNKEY2", Paid: 250m)));
        await page.GotoAsync(Routes.CorrectionOf(1, denial));
        await Assertions.Expect(page.GetByTestId("state")).ToHaveTextAsync("Recovered");
        await Assertions.Expect(page.GetByTestId("timeline")).ToContainTextAsync("The payer decided again");

        await page.GotoAsync(Routes.With(Routes.Corrections, ("state", "answered")));
        await Assertions.Expect(page.GetByTestId("corrections").Locator("tbody tr")).ToHaveCountAsync(1);
        await page.AssertNoFaultsAsync();
        await page.PressKeyAsync("j");
        await page.Locator("#row-0[aria-current=true]").WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync(new Regex("/corrections/1/\\d+$"));
    }
}
