using System.Text;
using DenialDesk.App.Intake;
using DenialDesk.App.Tests.Claims;

namespace DenialDesk.App.Tests.Rejections;

public sealed class SettleAnswersTests(Cluster cluster) : DeskFixture(cluster)
{
    private const string Claims = "837p-weekly-batch.837";
    private const string Refused = "999-one-claim-in-error.999";
    private const string Answers = "277ca-one-accepted-one-rejected.277";
    private const string Npi = "2999004173";

    private async Task<string> End(string like = "%") => $"{await ScalarAsync("select string_agg(s.account || ' ' || r.state || ' ' || coalesce(r.how, '') || ' ' || a.kind, ';' order by s.account, s.submitted_at) from rejection r join submitted_claim s using (practice_id, submitted_id) join acknowledgement a using (acknowledgement_id) where s.account like $1", like)}";

    private async Task ImportAllAsync(IEnumerable<byte[]> files)
    {
        var i = 0;
        foreach (var file in files) { await this.ImportAsync($"{++i}.x12", file); }
    }

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
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'rejection.opened' and subject_kind = 'rejection'"));
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
        await ImportAllAsync(order.Select(i => files[i]));

        Assert.Equal("CB200201 sent resubmitted 277CA", await End());
    }

    [Fact]
    public async Task A_hundred_random_orders_of_arrival_end_in_the_same_state()
    {
        var random = new Random(20260605);
        for (var turn = 0; turn < 100; turn++)
        {
            var (n, key) = (1000 + (turn * 10), $"T{turn:000}");
            byte[][] files =
            [
                TwoWays.Sent("20260605", n, new Told(key + "A"), new Told(key + "B"), new Told(key + "C")),
                [.. Exchange.Interchange("20260605", n + 1, n, "A"), .. Exchange.Form("20260605", n + 2, n, "A")],
                Exchange.Status("20260606", n + 3, payer: false, Npi, (key + "A", "A2:20", "WQ"), (key + "B", "A7:562:82", "U"), (key + "C", "A3:21", "U")),
                Exchange.Status("20260608", n + 4, payer: true, Npi, (key + "A", "A7:164:IL", "U"), (key + "C", "A2:20", "WQ")),
                TwoWays.Sent("20260610", n + 5, new Told(key + "B")),
            ];
            random.Shuffle(files);
            await ImportAllAsync(files);

            Assert.Equal($"{key}A open  277CA;{key}B sent resubmitted 277CA;{key}C closed accepted 277CA", await End(key + "%"));
        }
    }

    [Fact]
    public async Task An_accepted_file_never_closes_a_payers_rejection_and_a_later_acceptance_of_the_payer_does()
    {
        await ImportAllAsync([
            TwoWays.Sent("20260605", 1, new Told("P1")), Exchange.Status("20260606", 2, payer: true, Npi, ("P1", "A7:562:82", "U")), Exchange.Form("20260609", 3, 1, "A"),
            Exchange.Status("20260609", 4, payer: false, Npi, ("P1", "A2:20", "WQ"))]);
        Assert.Equal("P1 open  277CA", await End());

        await this.ImportAsync("taken.277", Exchange.Status("20260610", 5, payer: true, Npi, ("P1", "A2:20", "WQ")));
        Assert.Equal("P1 closed accepted 277CA", await End());
        Assert.Equal(1L, await ScalarAsync("select count(*) from filing_proof"));
        Assert.Equal("rejection.opened,rejection.closed", await ScalarAsync("select string_agg(action, ',' order by at) from journal where subject_kind = 'rejection'"));
    }

    [Fact]
    public async Task A_999_reaches_only_the_file_of_its_own_sender_and_receiver()
    {
        await ImportAllAsync([
            TwoWays.Sent("20260605", 7, new Told("OURS1")), Exchange.Form("20260605", 8, 7, "R", "OURS1", to: "OTHERDESK"), Exchange.Form("20260605", 9, 7, "R", "OURS1", from: "OTHERHOUSE")]);
        Assert.Equal("", await End());

        await this.ImportAsync("ours.999", Exchange.Form("20260605", 10, 7, "R", "OURS1"));
        Assert.Equal("OURS1 open  999", await End());
    }

    [Fact]
    public async Task A_remittance_that_answers_the_new_submission_closes_the_rejection_in_either_order()
    {
        byte[][] first = [TwoWays.Sent("20260605", 1, new Told("R1")), Exchange.Status("20260606", 2, payer: false, Npi, ("R1", "A3:21", "U")), TwoWays.Sent("20260608", 3, new Told("R1")), TwoWays.Answered("20260620", 4, new Told("R1"))];
        byte[][] second = [TwoWays.Answered("20260620", 14, new Told("R2")), TwoWays.Sent("20260608", 13, new Told("R2")), TwoWays.Sent("20260605", 11, new Told("R2")), Exchange.Status("20260606", 12, payer: false, Npi, ("R2", "A3:21", "U"))];
        await ImportAllAsync([.. first, .. second]);

        Assert.Equal("R1 closed answered 277CA;R2 closed answered 277CA", await End());
    }
}
