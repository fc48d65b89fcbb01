using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Intake;

public sealed class PaperRemittanceTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paper_remittance_posts_as_any_other_and_is_marked_as_entered_by_hand()
    {
        var report = await SaveAsync(await PaperAsync());

        Assert.Equal(FileState.Posted, report.State);
        Assert.Equal(1, report.Denials);
        Assert.Equal(60m, report.DeniedAmount);
        Assert.Equal("manual", await ScalarAsync("select source from inbound_file where file_id = $1", report.FileId));
        Assert.Equal("balanced", await ScalarAsync("select balance_state from remittance where file_id = $1", report.FileId));
        Assert.Equal("First Paper Health", await ScalarAsync("select y.name from remittance r join payer y using (payer_id) where r.file_id = $1", report.FileId));
        Assert.Equal(0L, await ScalarAsync("select count(*) from file_problem where file_id = $1 and severity = 'rejects'", report.FileId));
    }

    [Fact]
    public async Task Saved_twice_it_posts_once()
    {
        var paper = await PaperAsync();
        await SaveAsync(paper);

        var again = await SaveAsync(paper);

        Assert.Equal(FileState.AlreadyReceived, again.State);
        Assert.Equal(1L, await ScalarAsync("select count(*) from remittance"));
    }

    [Fact]
    public async Task One_that_does_not_balance_waits_in_quarantine_and_says_by_how_much()
    {
        var paper = await PaperAsync();
        paper.Claims[0].Lines[0].Adjustments[0].Amount = 50m;
        paper.Amount = 45m;

        var report = await SaveAsync(paper);

        Assert.Equal(FileState.Quarantined, report.State);
        Assert.Contains("Line 1 of claim 1 differs by $10.00", report.Sentence, StringComparison.Ordinal);
        Assert.Contains("The payment differs from its claims by $5.00", report.Sentence, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("select count(*) from remittance"));
        Assert.Equal("quarantined", await ScalarAsync("select state from file_transaction where file_id = $1", report.FileId));
    }

    [Fact]
    public async Task A_provider_adjustment_and_one_of_the_whole_claim_count_in_the_balance()
    {
        var paper = await PaperAsync();
        paper.Claims[0].Adjustments.Add(new() { Group = "CO", Reason = "B4", Amount = 5m });
        paper.ProviderAdjustments.Add(new() { Reason = "WO", Reference = "A-1", Amount = 10m });
        paper.Amount = 25m;

        var report = await SaveAsync(paper);

        Assert.Empty(paper.Differences());
        Assert.Equal(FileState.Posted, report.State);
        Assert.Equal("balanced", await ScalarAsync("select balance_state from remittance where file_id = $1", report.FileId));
    }

    [Fact]
    public async Task A_payment_whose_number_was_typed_without_zeros_and_in_small_letters_is_known_again()
    {
        var paper = await PaperAsync();
        paper.Number = "eft0778";
        paper.Claims[0].LastName = "Jos\u00e9";
        Assert.Equal(FileState.Posted, (await SaveAsync(paper)).State);

        paper.Number = "00EFT0778";
        paper.Claims[0].MemberId = "M2";
        var again = await SaveAsync(paper);

        Assert.Equal(FileState.Quarantined, again.State);
        Assert.Equal("changed_resend", await ScalarAsync("select cause from held_transaction where file_id = $1", again.FileId));
        Assert.Equal(40m, await ScalarAsync("select sum(bpr_amount) from remittance"));
    }

    [Fact]
    public async Task What_is_missing_is_said_before_anything_is_written()
    {
        var paper = await PaperAsync();
        paper.Claims[0].PatientControlNumber = " ";

        var written = await Write().Run(new() { Paper = paper }, Actor.Desk, Stop);

        Assert.Contains("Claim 1 has no account number", written.Refusal!.Sentence, StringComparison.Ordinal);
    }

    private WritePaperRemittance Write() => Get<WritePaperRemittance>();

    private async Task<PaperRemittance> PaperAsync()
    {
        var practice = (int)(await ScalarAsync("insert into practice (name) values ('Paper Practice') returning practice_id"))!;
        await ScalarAsync("insert into practice_identifier (kind, value, practice_id) values ('npi', '1999999984', $1)", practice);
        return new()
        {
            Payer = "First Paper Health",
            PracticeId = practice,
            Number = "778899",
            Date = new(2026, 5, 4),
            Amount = 40m,
            Claims =
            [
                new()
                {
                    PatientControlNumber = "P-100",
                    LastName = "Doe",
                    FirstName = "Jan",
                    MemberId = "M1",
                    Lines = [new() { Procedure = "99213", ServiceDate = new(2026, 4, 1), Charge = 100m, Paid = 40m, Adjustments = [new() { Group = "CO", Reason = "197", Amount = 60m }] }],
                },
            ],
        };
    }

    private async Task<ImportReport> SaveAsync(PaperRemittance paper)
    {
        var written = await Write().Run(new() { Paper = paper }, Actor.Desk, Stop);
        Assert.Null(written.Refusal);
        using var content = new MemoryStream(written.File!);
        return await Get<ImportFile>().Run(new() { Content = content, Name = written.Name, Source = ImportFile.Source.Manual, Hold = written.Hold }, Actor.Desk, Stop);
    }
}
