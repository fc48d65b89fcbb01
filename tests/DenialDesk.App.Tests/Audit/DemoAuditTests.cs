using DenialDesk.App.Audit;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Samples;

namespace DenialDesk.App.Tests.Audit;

/// <summary>The demo practice's whole year holds against itself.</summary>
public sealed class DemoAuditTests(DemoImportTests.Year year) : IClassFixture<DemoImportTests.Year>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_in_the_demo_practices_year_differs_from_its_own_rule()
    {
        var outcome = await year.Get<AuditPractice>().Run(new() { PracticeId = 1, Today = DateOnly.FromDateTime(DateTime.UtcNow) }, Actor.Desk, Stop);
        var standing = await year.Get<ListFindings>().Run(new() { Take = 1000 }, Actor.Desk, Stop);

        Assert.Equal(await year.ScalarAsync("select count(*)::int from denial"), outcome.Denials);
        Assert.Equal(await year.ScalarAsync("select count(*)::int from remittance"), outcome.Remittances);
        Assert.True(standing.Count == 0, string.Join('\n', standing.Take(20).Select(f => $"{f.Kind} {f.Part} denial {f.DenialId} remittance {f.RemittanceId}: {f.Stored} / {f.Recomputed}")));
    }
}
