using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Remittances;

public sealed class SeeFileTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_listed_reported_and_opened_down_to_the_segments_with_the_same_figures()
    {
        var report = await this.ImportAsync("835-denied-line-on-paid-claim.835");

        var row = Assert.Single(await Get<ListFiles>().Run(new() { Text = "DENIED-LINE", State = "posted" }, Actor.Desk, Now));
        var file = await Get<SeeFile>().Run(new() { FileId = row.FileId }, Actor.Desk, Now);
        var transaction = Assert.Single(file!.Transactions);
        var remittance = await Get<SeeRemittance>().Run(
            new() { FileId = row.FileId, PracticeId = transaction.PracticeId!.Value, RemittanceId = transaction.RemittanceId!.Value, Only = "denied" }, Actor.Desk, Now);

        Assert.Equal((report.FileId, report.Claims, report.Denials, report.DeniedAmount), (row.FileId, (int)row.Claims, (int)row.Denials, row.Denied));
        Assert.Equal((row.Claims, row.Denials, row.Denied), (transaction.Claims, transaction.Denials, transaction.Denied));
        Assert.Equal((transaction.Charge, transaction.Paid, transaction.Plb, transaction.Balance), (remittance!.Charge, remittance.Paid, remittance.Plb, remittance.Balance));
        Assert.Equal(row.Denials, remittance.Page.Count);
        Assert.Equal(row.Denied, remittance.Page.Sum(c => c.Denied));

        var claim = remittance.Page[0];
        var open = await Get<SeeRemittance>().Run(
            new() { FileId = row.FileId, PracticeId = remittance.PracticeId, RemittanceId = remittance.RemittanceId, Open = claim.Position }, Actor.Desk, Now);
        var raw = await Get<RawSegments>().Run(new() { PracticeId = remittance.PracticeId, AdjudicationId = claim.AdjudicationId }, Actor.Desk, Now);

        Assert.Equal(claim.Denied, open!.Open!.Adjustments.Where(a => a.Bucket == "denial").Sum(a => a.Amount));
        Assert.Equal(open.Open.Lines.Count, raw.Count(s => s.StartsWith("SVC", StringComparison.Ordinal)));
        Assert.StartsWith("CLP", raw[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_practices_file_and_remittance_are_not_there()
    {
        await this.ImportAsync("835-denied-as-processed.835");
        var row = Assert.Single(await Get<ListFiles>().Run(new(), Actor.Desk, Now));
        var transaction = (await Get<SeeFile>().Run(new() { FileId = row.FileId }, Actor.Desk, Now))!.Transactions[0];
        var stranger = new Actor(Guid.NewGuid(), "Stranger", Enum.GetValues<Permission>().ToHashSet(), new HashSet<int> { transaction.PracticeId!.Value + 1000 });

        Assert.Empty(await Get<ListFiles>().Run(new(), stranger, Now));
        Assert.Null(await Get<SeeFile>().Run(new() { FileId = row.FileId }, stranger, Now));
        Assert.Null(await Get<SeeRemittance>().Run(
            new() { FileId = row.FileId, PracticeId = transaction.PracticeId.Value, RemittanceId = transaction.RemittanceId!.Value }, stranger, Now));
    }

    [Fact]
    public async Task A_file_that_is_no_remittance_says_why()
    {
        await this.ImportAsync("letter.txt", "Dear biller, this is not a remittance."u8.ToArray());

        var row = Assert.Single(await Get<ListFiles>().Run(new() { State = "unreadable" }, Actor.Desk, Now));
        var file = await Get<SeeFile>().Run(new() { FileId = row.FileId }, Actor.Desk, Now);

        Assert.Empty(file!.Transactions);
        Assert.Contains(file.Problems, p => p.Severity == "rejects" && p.Sentence.Length > 10);
    }
}
