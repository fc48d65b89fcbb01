using System.Text;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Quarantine;
using DenialDesk.App.Tests.Claims;

namespace DenialDesk.App.Tests.Quarantine;

public sealed class HeldClaimFileTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_file_that_names_no_practice_waits_in_quarantine_and_can_only_be_rejected()
    {
        var nameless = Encoding.Latin1.GetString(TwoWays.Sent("20260605", 1, new Told("N1")))
            .Replace("NM1*85*2*CEDAR BEND MEDICAL GROUP PLLC*****XX*2999004173", "NM1*85*2", StringComparison.Ordinal).Replace("REF*EI*990417263", "REF*G2*1", StringComparison.Ordinal);
        var report = await this.ImportAsync("nameless.837", Encoding.Latin1.GetBytes(nameless));

        Assert.Equal(FileState.Quarantined, report.State);
        var held = Assert.Single(await Get<ListHeld>().Run(new(), Actor.Desk, Stop));
        Assert.Contains("which practice bills", held.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await Get<CountHeld>().Run(Actor.Desk, Stop));
        Assert.NotNull(await Get<SeeHeld>().Run(new() { FileId = held.FileId, Ordinal = held.Ordinal }, Actor.Desk, Stop));
        Assert.Equal("no_remittance", (await Get<ReleaseHeld>().Run(
            new() { FileId = held.FileId, Ordinal = held.Ordinal, Version = 1, CommandId = Guid.NewGuid() }, Actor.Desk, Stop)).Refusal?.Code);

        Assert.Null(await Get<RejectHeld>().Run(
            new() { FileId = held.FileId, Ordinal = held.Ordinal, Version = 1, CommandId = Guid.NewGuid(), Reject = true, Reason = "A corrected one came" }, Actor.Desk, Stop));
        Assert.Equal(0, await Get<CountHeld>().Run(Actor.Desk, Stop));
    }
}
