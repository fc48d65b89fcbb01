using System.Text;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Claims;

namespace DenialDesk.App.Tests.Intake;

public sealed class DenialListTests(Cluster cluster) : DeskFixture(cluster)
{
    private const string List =
        """
        Insurance,Check #,Denial Date,Account,Patient Last,CPT,DOS,Billed,Paid,CARC
        Listed Health,5501,5/4/2026,A-1,Doe,99213,4/1/2026,"$1,100.00",0,CO-197
        Listed Health,5501,5/4/2026,A-1,Doe,99214,4/1/2026,200,0,CO-197
        Listed Health,5501,5/4/2026,A-2,Roe,99213,4/2/2026,100,40,50
        Other Health,,2026-05-05,B-1,Poe,97110,2026-04-03,75,0,16
        Other Health,,next week,B-2,Poe,97110,2026-04-03,75,0,16
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_become_payments_by_payer_cheque_and_date_and_every_denial_is_on_the_queue()
    {
        var practice = await PracticeAsync();
        var list = await ReadAsync(List, practice);

        var reports = await TakeAsync(list);

        Assert.Equal(2, reports.Count);
        Assert.All(reports, r => Assert.Equal(FileState.Posted, r.State));
        Assert.Equal(3L, await ScalarAsync("select count(*) from claim"));
        Assert.Equal(1435m, await ScalarAsync("select sum(denied_amount) from remittance"));
        Assert.Equal("csv", await ScalarAsync("select max(source) from inbound_file"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from remittance where balance_state <> 'balanced'"));
    }

    [Theory]
    [InlineData("20260710")]
    [InlineData("20260731")]
    public async Task A_denial_from_a_list_and_again_from_its_remittance_is_open_once(string day)
    {
        var practice = await PracticeAsync();
        await ScalarAsync("insert into practice_identifier (kind, value, practice_id) values ('npi', '2999004173', $1)", practice);
        await TakeAsync(await ReadAsync("Insurance,Check #,Denial Date,Account,Patient Last,CPT,DOS,Billed,Paid,CARC\nOak Payer,5501,7/10/2026,PAT77,Calloway,99213,6/1/2026,150,0,CO-197", practice));
        var answer = TwoWays.Answered(day, 1, new Told("PAT77", Day: "20260601", Charge: 150m, Line: "PAT77L1", Paid: 0m));
        await this.ImportAsync("1.835", Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(answer).Replace("BLUE CROSS BLUE SHIELD OF TEXAS", "OAK PAYER", StringComparison.Ordinal)));

        Assert.Equal("1 1 2", await ScalarAsync("select (select count(*) from payer where name ilike 'oak%') || ' ' || (select count(*) from claim) || ' ' || count(*) from denial"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from denial where is_open"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_used_says_why_and_the_others_are_taken()
    {
        var list = await ReadAsync(List, null);

        Assert.Equal("Left out: the date of the denial is no date (2026-05-31 or 5/31/2026).", list.Rows[4].Problem);
        Assert.Equal(4, list.Payments.Sum(p => p.Hashes.Count));
    }

    [Fact]
    public async Task A_row_that_stands_twice_counts_once_and_says_so()
    {
        var list = await ReadAsync(List + "\nListed Health,5501,5/4/2026,A-2,Roe,99213,4/2/2026,100,40,50", null);

        Assert.StartsWith("Left out: the same as row 3.", list.Rows[5].Problem, StringComparison.Ordinal);
        Assert.Null(list.Rows[2].Problem);
        Assert.Equal(list.Rows.Count, list.Payments.Sum(p => p.Hashes.Count) + list.Known + list.Rows.Count(r => r.Problem is not null));
    }

    [Fact]
    public async Task A_name_with_accents_is_taken_in_and_a_sign_that_no_remittance_carries_leaves_out_its_row_alone()
    {
        var practice = await PracticeAsync();
        var list = await ReadAsync(List + "\nThird Health,77,2026-05-06,C-1,Pe\u00f1a,97110,2026-04-03,75,0,16\nThird Health,77,2026-05-06,C-2,Do~e,97110,2026-04-03,75,0,16", practice);

        var reports = await TakeAsync(list);

        Assert.All(reports, r => Assert.Equal(FileState.Posted, r.State));
        Assert.Equal("Pena", await ScalarAsync("select patient_last_name from claim where patient_control_number = 'C-1'"));
        Assert.StartsWith("Left out: Last name holds a sign", list.Rows[6].Problem, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("select count(*) from claim where patient_control_number = 'C-2'"));
    }

    [Fact]
    public async Task A_list_with_more_rows_than_are_read_is_refused_whole()
    {
        var rows = string.Concat(Enumerable.Range(0, 50_001).Select(i => $"H,1,5/4/2026,A{i},D,99213,4/1/2026,9,0,50\n"));

        var list = await ReadAsync("Insurance,Check #,Denial Date,Account,Patient Last,CPT,DOS,Billed,Paid,CARC\n" + rows, null);

        Assert.Contains("more than 50,000 rows", list.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Empty(list.Payments);
    }

    [Fact]
    public async Task The_same_rows_in_a_later_list_add_nothing_and_the_columns_are_remembered_for_their_source()
    {
        var practice = await PracticeAsync();
        await TakeAsync(await ReadAsync(List, practice));

        var later = await ReadAsync(List + "\nOther Health,,2026-05-06,B-3,Poe,97110,2026-04-04,80,0,16", practice);

        Assert.Equal(4, later.Known);
        Assert.Single(later.Payments);
        Assert.Equal("Check #", later.Columns.Number);
        Assert.Equal(1L, await ScalarAsync("select count(*) from csv_mapping where source = 'a system'"));
    }

    private async Task<int> PracticeAsync() => (int)(await ScalarAsync("insert into practice (name) values ('List Practice') returning practice_id"))!;

    private Task<DenialList> ReadAsync(string text, int? practice)
        => Get<ReadDenialList>().Run(new() { Content = Encoding.UTF8.GetBytes(text), Source = "a system", PracticeId = practice }, Actor.Desk, Stop);

    private async Task<List<ImportReport>> TakeAsync(DenialList list)
    {
        var reports = new List<ImportReport>();
        foreach (var payment in list.Payments)
        {
            var written = await Get<WritePaperRemittance>().Run(new() { Paper = payment.Paper }, Actor.Desk, Stop);
            using var content = new MemoryStream(written.File!);
            var report = await Get<ImportFile>().Run(new() { Content = content, Name = written.Name, Source = ImportFile.Source.Csv, Hold = written.Hold }, Actor.Desk, Stop);
            await Get<RememberDenialList>().Run(new() { Source = "a system", Columns = list.Columns, FileId = report.FileId, Hashes = payment.Hashes }, Actor.Desk, Stop);
            reports.Add(report);
        }

        return reports;
    }
}
