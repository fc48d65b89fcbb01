using System.Text;
using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.HandOffs;
using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.HandOffs;

/// <summary>From a denied claim in files to the claim to the next payer.</summary>
public sealed class SecondaryClaimFlowTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_denial_closed_to_the_next_payer_becomes_a_balanced_837_that_is_downloaded_or_put_out_and_noted()
    {
        foreach (var name in new[] { "1-claim.837", "4-denied.835" })
        {
            await using var content = File.OpenRead(Path.Combine(SampleFiles.RepositoryRoot(), "samples", "files", "chain", name));
            await Get<ImportFile>().Run(new ImportFile.Input { Content = content, Name = name, Source = ImportFile.Source.Command }, Actor.Desk, Stop);
        }

        var (practice, denial) = ((int)(await ScalarAsync("select practice_id from denial"))!, (long)(await ScalarAsync("select denial_id from denial"))!);
        var input = new WriteSecondaryClaim.Input { CommandId = Guid.NewGuid(), PracticeId = practice, DenialId = denial, PayerName = "Second Life", PayerIdentifier = "22222", MemberId = "S99", FilingIndicator = "CI" };
        var early = await Get<WriteSecondaryClaim>().Run(input, Actor.Desk, Stop);
        await ScalarAsync("update denial set state = 'closed_next_payer', is_open = false, closed_at = now()");
        var view = (await Get<SeeSecondaryClaim>().Run(new() { PracticeId = practice, DenialId = denial }, Actor.Desk, Stop))!;

        var written = await Get<WriteSecondaryClaim>().Run(input with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop);
        var nobody = await Get<WriteSecondaryClaim>().Run(input with { CommandId = Guid.NewGuid(), MemberId = "" }, Actor.Desk, Stop);

        Assert.Contains("not closed to the next payer", Assert.Single(early.Refusals), StringComparison.Ordinal);
        Assert.Equal([(1, 92m, "CO-45 40.00", true), (2, 0m, "CO-197 220.00", true)], view.Lines.Select(l => (l.Line, l.Paid, l.Adjusted, l.Balances)));
        Assert.Null(view.Missing);
        Assert.Empty(written.Refusals);
        Assert.Contains("member number", Assert.Single(nobody.Refusals), StringComparison.Ordinal);
        var (number, content837) = (await Get<OpenSecondaryClaim>().Run(new() { PracticeId = practice, SecondaryId = written.SecondaryId!.Value }, Actor.Desk, Stop))!.Value;
        var text = Encoding.Latin1.GetString(content837);
        Assert.Contains("NM1*PR*2*SECOND LIFE*****PI*22222", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("SVD*87726*92*HC:99213:25**1", text, StringComparison.Ordinal);
        Assert.Contains("DTP*573*D8*20260522", text, StringComparison.Ordinal);
        Assert.Contains("REF*F8*U26050600401", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\0", text, StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("denialdesk-out-").FullName;
        var send = new SendSecondaryClaim(Get<DeskSource>(), new OutboundFolder(folder), TimeProvider.System);
        var out1 = new SendSecondaryClaim.Input { CommandId = Guid.NewGuid(), PracticeId = practice, SecondaryId = written.SecondaryId.Value, Outbound = true };
        Assert.Equal("no_outbound", (await Get<SendSecondaryClaim>().Run(out1, Actor.Desk, Stop))?.Code);
        Assert.Null(await send.Run(out1, Actor.Desk, Stop));
        Assert.Null(await send.Run(out1, Actor.Desk, Stop));

        Assert.Equal(content837, await File.ReadAllBytesAsync(Path.Combine(folder, $"claim-{number}.837"), Stop));
        Directory.Delete(folder, recursive: true);
        Assert.Equal("outbound", Assert.Single((await Get<SeeSecondaryClaim>().Run(new() { PracticeId = practice, DenialId = denial }, Actor.Desk, Stop))!.Written).Channel);
        Assert.Equal(1L, await ScalarAsync("select count(*) from secondary_claim_step"));
        Assert.Equal(2L, await ScalarAsync("select count(*) from journal where action in ('secondary.written', 'secondary.sent')"));
    }
}
