using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Samples;

namespace DenialDesk.App.Tests.Samples;

/// <summary>The demo practice's whole year through the import, compared with what the generator knows it wrote.</summary>
public sealed class DemoImportTests(DemoImportTests.Year year) : IClassFixture<DemoImportTests.Year>
{
    /// <summary>A desk that took in every file of the year, in the order of arrival.</summary>
    public sealed class Year(Cluster cluster) : DeskFixture(cluster)
    {
        public DemoManifest Manifest { get; private set; } = null!;

        public Dictionary<string, ImportReport> Reports { get; } = [];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var folder = Directory.CreateTempSubdirectory("demo-year-").FullName;
            try
            {
                Manifest = DemoPractice.Write(folder, 7, DateOnly.FromDateTime(DateTime.UtcNow));
                foreach (var file in Manifest.Files)
                {
                    await using var content = File.OpenRead(Path.Combine(folder, file.Name));
                    Reports[file.Name] = await Get<ImportFile>().Run(
                        new() { Content = content, Name = file.Name, Source = ImportFile.Source.Demo, Rank = file == Manifest.Files[^1] }, Actor.Desk, TestContext.Current.CancellationToken);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [Fact]
    public async Task Every_denial_is_found_with_its_dollars_and_no_other()
    {
        var found = await year.ScalarAsync(
            "select string_agg(concat_ws(' ', category, n, amount), E'\n' order by category collate \"C\") from (select category, count(*) n, sum(denied_amount) amount from denial group by category) t");

        Assert.Equal(string.Join('\n', year.Manifest.ByCategory.Select(one => FormattableString.Invariant($"{one.Key} {one.Value.Count} {one.Value.Amount:0.00}"))), found);
    }

    [Fact]
    public void Every_remittance_file_reports_the_claims_and_denials_it_holds()
    {
        foreach (var file in year.Manifest.Files.Where(file => file is { Kind: "835", Note: SampleFileNote.Ordinary or SampleFileNote.OutOfBalance }))
        {
            var report = year.Reports[file.Name];
            Assert.Equal((FileState.Posted, file.Transactions), (report.State, report.Posted));
            Assert.Equal((file.Claims, file.Denials, file.DeniedAmount), (report.Claims, report.Denials, report.DeniedAmount));
        }
    }

    [Fact]
    public void The_truncated_file_waits_and_the_resent_payment_posts_nothing()
    {
        var truncated = year.Reports[year.Manifest.Files.Single(file => file.Note == SampleFileNote.Truncated).Name];
        var resent = year.Reports[year.Manifest.Files.Single(file => file.Note == SampleFileNote.Resent).Name];

        Assert.Equal((FileState.Quarantined, 0, 1), (truncated.State, truncated.Posted, truncated.Quarantined));
        Assert.Equal((FileState.AlreadyReceived, 0, 1), (resent.State, resent.Posted, resent.AlreadyReceived));
    }

    [Fact]
    public async Task One_payment_is_out_of_balance_by_the_known_amount()
    {
        Assert.Equal(1L, await year.ScalarAsync("select count(*) from remittance where balance_state <> 'balanced'"));
        Assert.Equal(year.Manifest.OutOfBalanceBy, await year.ScalarAsync("select difference from remittance where balance_state <> 'balanced'"));
    }

    [Fact]
    public async Task Eight_payers_and_one_practice_are_recognised_however_they_call_themselves()
    {
        Assert.Equal(8L, await year.ScalarAsync("select count(*) from payer where merged_into is null and exists (select 1 from remittance r where r.payer_id = payer.payer_id)"));
        Assert.Equal(1L, await year.ScalarAsync("select count(*) from practice"));
    }

    [Fact]
    public async Task The_denial_rate_has_the_right_numerator_and_denominator()
    {
        Assert.Equal((long)year.Manifest.AnsweredClaims, await year.ScalarAsync("select count(*) from adjudication where is_first_primary"));
        Assert.Equal(
            (long)year.Manifest.InitiallyDeniedClaims,
            await year.ScalarAsync("select count(*) from adjudication a where is_first_primary and exists (select 1 from denial d where d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id)"));
    }

    [Fact]
    public async Task About_two_in_a_hundred_claims_are_rejected_and_a_dozen_wait_to_be_corrected()
    {
        Assert.InRange((long)(await year.ScalarAsync("select count(*) from rejection"))!, year.Manifest.Claims / 100, year.Manifest.Claims * 3 / 100);
        Assert.InRange((long)(await year.ScalarAsync("select count(*) from rejection where state = 'open'"))!, 8L, 14L);
        Assert.Equal(3L, await year.ScalarAsync("select count(distinct a.stage) from rejection r join acknowledgement a using (acknowledgement_id) where r.state = 'open'"));
        Assert.True((long)(await year.ScalarAsync("select count(*) from filing_proof"))! > year.Manifest.Claims / 2);
    }

    [Fact]
    public async Task The_queue_is_alive_some_overdue_many_soon_most_later()
    {
        var open = (long)(await year.ScalarAsync("select count(*) from denial where is_open"))!;
        var overdue = (long)(await year.ScalarAsync("select count(*) from denial where is_open and due_on < current_date"))!;
        var soon = (long)(await year.ScalarAsync("select count(*) from denial where is_open and due_on between current_date and current_date + 30"))!;

        Assert.InRange(open, 200, 600);
        Assert.InRange(overdue, 1, open / 2);
        Assert.InRange(soon, 15, open / 2);
        Assert.Equal(0L, await year.ScalarAsync("select count(*) from denial where is_open and score = 0"));
    }
}
