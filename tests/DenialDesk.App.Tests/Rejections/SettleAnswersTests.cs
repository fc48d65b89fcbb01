using System.Text;
using DenialDesk.App.Intake;

namespace DenialDesk.App.Tests.Rejections;

public sealed class SettleAnswersTests(Cluster cluster) : DeskFixture(cluster)
{
    private const string Claims = "837p-weekly-batch.837";
    private const string Refused = "999-one-claim-in-error.999";
    private const string Answers = "277ca-one-accepted-one-rejected.277";

    private async Task<string> End() => $"{await ScalarAsync("select string_agg(s.account || ' ' || r.state || ' ' || coalesce(r.closed_how, '') || ' ' || a.kind, ';' order by s.account) from rejection r join submitted_claim s using (practice_id, submitted_id) join acknowledgement a using (acknowledgement_id)")}";

    [Fact]
    public async Task An_837_posts_its_claims_and_lines_once()
    {
        var report = await this.ImportAsync(Claims);
        var again = await this.ImportAsync("again.837", [.. SampleFiles.Read(Claims), (byte)'\n']);

        Assert.Equal(FileState.Posted, report.State);
        Assert.Equal(FileState.AlreadyReceived, again.State);
        Assert.Equal(1L, await ScalarAsync("select count(*) from submitted_claim where account = 'CB200201' and charge = 283 and billing_npi = '2999004173'"));
        Assert.Equal(2L, await ScalarAsync("select count(*) from submitted_line l join submitted_claim s using (practice_id, submitted_id) where s.account = 'CB200201'"));
    }

    [Theory]
    [InlineData(Claims, Refused)]
    [InlineData(Refused, Claims)]
    public async Task A_refused_set_opens_a_rejection_and_no_denial_in_either_order(string first, string second)
    {
        await this.ImportAsync(first);
        await this.ImportAsync(second);

        Assert.Contains("CB200201 open  999", await End(), StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("select count(*) from denial"));
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 0, 2)]
    public async Task A_rejected_claim_and_its_new_submission_end_the_same_in_any_order(params int[] order)
    {
        var resent = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(SampleFiles.Read(Claims)).Replace("CB000901", "CB000999", StringComparison.Ordinal).Replace("20260605*0615*CH", "20260609*0615*CH", StringComparison.Ordinal));
        var refusal = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(SampleFiles.Read(Answers)).Replace("CB200202", "CB200201", StringComparison.Ordinal).Replace("A2:20:PR", "A1:19:PR", StringComparison.Ordinal));
        byte[][] files = [SampleFiles.Read(Claims), refusal, resent];
        foreach (var i in order) { await this.ImportAsync($"{i}.x12", files[i]); }

        Assert.Equal("CB200201 closed resubmitted 277CA", await End());
    }
}
