using System.Text;
using DenialDesk.App.Intake;

namespace DenialDesk.App.Tests.Intake;

public sealed class ImportFileTests(Cluster cluster) : DeskFixture(cluster)
{
    private Task<object?> Count(string table) => ScalarAsync($"select count(*) from {table}");

    [Fact]
    public async Task A_denied_line_on_a_paid_claim_becomes_a_denial_with_a_clock_and_a_rank()
    {
        var report = await this.ImportAsync("835-denied-line-on-paid-claim.835");

        Assert.Equal(FileState.Posted, report.State);
        Assert.True(report.Denials >= 1, report.Sentence);
        Assert.Equal(0L, await ScalarAsync("select count(*) from denial where due_on is null or deadline_sentence = '' or score_parts = '{}'"));
        Assert.True((long)(await ScalarAsync("select count(*) from adjudication where kind = 'partly_denied' and paid > 0"))! >= 1);
    }

    [Fact]
    public async Task The_same_bytes_again_change_nothing_and_are_on_record()
    {
        await this.ImportAsync("835-denied-as-processed.835");
        var before = await Count("adjudication");

        var again = await this.ImportAsync("835-denied-as-processed.835");

        Assert.Equal(FileState.AlreadyReceived, again.State);
        Assert.NotNull(again.FirstReceivedAt);
        Assert.Equal(before, await Count("adjudication"));
        Assert.Equal(1L, await Count("file_arrival"));
    }

    [Fact]
    public async Task The_same_remittance_in_another_envelope_posts_once()
    {
        var file = Encoding.Latin1.GetString(SampleFiles.Read("835-denied-as-processed.835"));
        var first = await this.ImportAsync("a.835", Encoding.Latin1.GetBytes(file));
        var stamp = file[file.IndexOf("GS*", StringComparison.Ordinal)..].Split('*')[4];
        var renewed = file.Replace("*" + stamp + "*", "*20200101*", StringComparison.Ordinal);
        Assert.NotEqual(file, renewed);

        var second = await this.ImportAsync("b.835", Encoding.Latin1.GetBytes(renewed));

        Assert.Equal(FileState.Posted, first.State);
        Assert.Equal(FileState.AlreadyReceived, second.State);
        Assert.Equal((long)first.Posted, await Count("remittance"));
    }

    [Fact]
    public async Task A_claim_whose_account_number_the_payer_lost_is_the_same_claim_in_a_later_file()
    {
        var first = Encoding.Latin1.GetString(SampleFiles.Read("835-denied-as-processed.835")).Replace("CLP*CB200101*", "CLP*0*", StringComparison.Ordinal);
        var later = first.Replace("TRN*1*ZP0612001*", "TRN*1*ZP0612999*", StringComparison.Ordinal);
        Assert.NotEqual(first, later);

        var reports = new[] { await this.ImportAsync("a.835", Encoding.Latin1.GetBytes(first)), await this.ImportAsync("b.835", Encoding.Latin1.GetBytes(later)) };

        Assert.All(reports, r => Assert.Equal(FileState.Posted, r.State));
        Assert.Equal(1L, await ScalarAsync("select count(*) from claim where patient_control_number = '0'"));
        Assert.Equal(2L, await ScalarAsync("select count(*) from adjudication where patient_control_number = '0'"));
    }

    [Fact]
    public async Task A_file_of_many_remittances_posts_each_once_though_claims_wait_for_a_batch_over_their_bounds()
    {
        var one = Encoding.Latin1.GetString(SampleFiles.Read("835-denied-as-processed.835"));
        var (start, end) = (one.IndexOf("ST*835", StringComparison.Ordinal), one.IndexOf("GE*", StringComparison.Ordinal));
        var many = one[..start] + string.Concat(Enumerable.Range(0, 5).Select(i => one[start..end].Replace("TRN*1*ZP0612001*", $"TRN*1*ZP{i % 4}*", StringComparison.Ordinal))) + one[end..].Replace("GE*1*", "GE*5*", StringComparison.Ordinal);

        var report = await this.ImportAsync("many.835", Encoding.Latin1.GetBytes(many));

        Assert.Equal((4, 1), (report.Posted, report.AlreadyReceived));
        Assert.Equal(4L, await Count("remittance"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from remittance r where r.claims <> (select count(*) from adjudication a where a.practice_id = r.practice_id and a.remittance_id = r.remittance_id)"));
        Assert.Equal(1L, await ScalarAsync("select count(distinct claim_id) from adjudication where patient_control_number = 'CB200101'"));
    }

    [Fact]
    public async Task Two_copies_at_the_same_moment_post_once()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => this.ImportAsync($"copy{i}.835", SampleFiles.Read("835-second-payer.835"))));

        Assert.Single(reports, r => r.State == FileState.Posted);
        Assert.Equal(5, reports.Count(r => r.State == FileState.AlreadyReceived));
        Assert.Equal(1L, await Count("inbound_file"));
    }

    [Fact]
    public async Task A_cut_off_file_waits_in_quarantine_with_a_reason()
    {
        var report = await this.ImportAsync("835-truncated.835");

        Assert.Equal(FileState.Quarantined, report.State);
        Assert.Equal(0L, await Count("adjudication"));
        Assert.NotNull(await ScalarAsync("select reason from file_transaction where state = 'quarantined'"));
    }

    [Fact]
    public async Task A_bad_remittance_inside_a_good_file_does_not_hold_up_the_rest()
    {
        var good = Encoding.Latin1.GetString(SampleFiles.Read("835-denied-as-processed.835")).TrimEnd();
        var bad = Encoding.Latin1.GetString(SampleFiles.Read("835-truncated.835"));

        var report = await this.ImportAsync("mixed.835", Encoding.Latin1.GetBytes(good + "\n" + bad));

        Assert.Equal(FileState.PartlyPosted, report.State);
        Assert.True(report.Posted >= 1);
        Assert.Equal(1, report.Quarantined);
    }

    [Fact]
    public async Task A_file_that_is_not_X12_is_kept_and_explained()
    {
        var report = await this.ImportAsync("letter.txt", "Dear billing office, please find enclosed nothing."u8.ToArray());

        Assert.Equal(FileState.Unreadable, report.State);
        Assert.NotEmpty(report.Sentence);
        Assert.Equal(1L, await Count("file_piece"));
    }

    [Fact]
    public async Task A_claim_file_posts_and_makes_no_remittance()
    {
        var report = await this.ImportAsync("837p-weekly-batch.837");

        Assert.Equal(FileState.Posted, report.State);
        Assert.Equal(0, report.Skipped);
        Assert.Equal(0L, await Count("remittance"));
    }

    [Fact]
    public async Task A_reversal_closes_the_denial_it_takes_back_and_opens_none()
    {
        await this.ImportAsync("835-reversal-and-correction.835");

        Assert.Equal(0L, await ScalarAsync("select count(*) from denial d join adjudication a using (practice_id, adjudication_id) where a.kind = 'reversal'"));
        Assert.True((long)(await ScalarAsync("select count(*) from adjudication where kind = 'reversal'"))! >= 1);
    }

    [Fact]
    public async Task Every_cent_of_every_adjustment_is_in_one_bucket_and_the_claims_add_up()
    {
        foreach (var file in Directory.GetFiles(SampleFiles.Folder, "*.835").Order()) { await this.ImportAsync(Path.GetFileName(file)); }

        var open = await ScalarAsync(
            """
            select count(*) from adjudication a
            where a.balance_state = 'balanced' and a.charge - a.paid <>
              (select coalesce(sum(x.amount), 0) from adjustment x where x.practice_id = a.practice_id and x.adjudication_id = a.adjudication_id)
            """);
        Assert.Equal(0L, open);
        Assert.Equal(
            await ScalarAsync("select coalesce(sum(amount), 0) from adjustment where bucket = 'denial'"),
            await ScalarAsync("select coalesce(sum(amount), 0) from denial_line"));
        Assert.Equal(
            await ScalarAsync("select sum(denied_amount) from denial"),
            await ScalarAsync("select sum(amount) from denial_line"));
    }

    [Fact]
    public async Task A_denial_leads_back_to_its_own_bytes()
    {
        await this.ImportAsync("835-denied-line-on-paid-claim.835");
        await using var command = Database.CreateCommand(
            "select r.file_id, a.byte_offset, a.byte_length, a.patient_control_number from denial d join adjudication a using (practice_id, adjudication_id) join remittance r using (practice_id, remittance_id)");
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));

        var bytes = await FilePieces.ReadAsync(Database, rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2), TestContext.Current.CancellationToken);

        Assert.StartsWith("CLP*" + rows.GetString(3), Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20620612", "20620612")]     // a year typed wrong
    [InlineData("19000101", "19000101")]
    [InlineData("20260230", "20260230")]     // no such day
    [InlineData("", "")]
    public async Task A_payment_day_that_cannot_be_meant_moves_no_deadline_out_of_sight(string paid, string made)
    {
        var plain = Encoding.Latin1.GetString(SampleFiles.Read("835-denied-as-processed.835"));
        var odd = plain.Replace("******20260612~", $"******{paid}~", StringComparison.Ordinal).Replace("DTM*405*20260612~", $"DTM*405*{made}~", StringComparison.Ordinal);
        Assert.NotEqual(plain, odd);

        var report = await this.ImportAsync("odd.835", Encoding.Latin1.GetBytes(odd));

        Assert.Equal(FileState.Posted, report.State);
        Assert.Equal("2026-06-12", await ScalarAsync("select max(remit_date)::text from remittance"));
        Assert.Equal("2026-10-15", await ScalarAsync("select max(due_on)::text from denial"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from file_problem where code = 'payment-date-doubtful'"));
    }

    [Fact]
    public async Task An_amount_of_more_digits_than_money_has_is_unreadable_and_stops_nothing()
    {
        var odd = Encoding.Latin1.GetString(SampleFiles.Read("835-denied-as-processed.835")).Replace("CAS*CO*50*235~", "CAS*CO*50*99999999999999.99~", StringComparison.Ordinal);

        var report = await this.ImportAsync("odd.835", Encoding.Latin1.GetBytes(odd));

        Assert.Equal(FileState.Posted, report.State);
        Assert.Equal(2L, await Count("adjudication"));
        Assert.True((long)(await ScalarAsync("select count(*) from file_problem where code = 'amount-missing'"))! > 0);
    }
}
