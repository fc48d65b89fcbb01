using System.Text;
using DenialDesk.App.Certificates;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Quarantine;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Quarantine;

namespace DenialDesk.App.Tests.Quarantine;

public sealed class ReleaseHeldTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Good => Encoding.Latin1.GetString(SampleFiles.Read("835-denied-line-on-paid-claim.835")).TrimEnd();

    [Fact]
    public async Task What_waits_is_listed_with_its_payment_its_cause_and_the_segment()
    {
        var report = await CutOffAsync();

        var row = Assert.Single(await Get<ListHeld>().Run(new(), Actor.Desk, Stop));
        var seen = (await SeeAsync(report.FileId))!;

        Assert.Equal(1L, await Get<CountHeld>().Run(Actor.Desk, Stop));
        Assert.Equal((WaitCause.CutOff.Text(), "quarantined"), (row.Cause, row.State));
        Assert.NotEqual("", row.Number);
        Assert.NotNull(row.Payment);
        Assert.True(row.Claims > 0);
        var cause = Assert.Single(seen.Segments, s => s.IsCause);
        Assert.Equal(("LQ*HE*N19", seen.Segment, 937L), (cause.Text, cause.Number, cause.Offset));
        Assert.Equal(1L, await ScalarAsync("select count(*) from read_journal where action = 'read.quarantine'"));
    }

    [Fact]
    public async Task A_release_refuses_while_the_cause_is_there_and_posts_nothing()
    {
        var report = await CutOffAsync();

        var result = await Get<ReleaseHeld>().Run(Plain(report.FileId), Actor.Desk, Stop);

        Assert.Equal("still_there", result.Refusal!.Code);
        Assert.Equal(0L, await ScalarAsync("select count(*) from remittance"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from command"));
    }

    [Fact]
    public async Task Posted_as_it_stands_it_posts_once_however_often_it_is_asked()
    {
        var report = await CutOffAsync();
        var input = AsIs(report.FileId, "The payer confirms by phone that no claim is missing.") with { Explained = (await SeeAsync(report.FileId))!.Difference };

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Get<ReleaseHeld>().Run(input, Actor.Desk, Stop)));

        Assert.All(results, r => Assert.Null(r.Refusal));
        Assert.Single(results.Select(r => r.RemittanceId).Distinct());
        Assert.Equal(1L, await ScalarAsync("select count(*) from remittance"));
        Assert.Equal("posted", await ScalarAsync("select state from inbound_file"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'quarantine.released_as_is' and command_id = $1", input.CommandId));
        Assert.True((long)(await ScalarAsync("select count(*) from denial where rank_key <> 0"))! >= 1);
        Assert.Equal("overtaken", (await Get<ReleaseHeld>().Run(input with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Only_managers_and_admins_post_as_it_stands_or_reject()
    {
        var report = await CutOffAsync();
        var biller = new Actor(Guid.NewGuid(), "Bea", Roles.Of(Roles.Biller), null);

        await Assert.ThrowsAsync<NotPermittedException>(() => Get<ReleaseHeld>().Run(AsIs(report.FileId, "Because I say so."), biller, Stop));
        await Assert.ThrowsAsync<NotPermittedException>(() => Get<RejectHeld>().Run(Reject(report.FileId, 1), biller, Stop));
        Assert.Equal("still_there", (await Get<ReleaseHeld>().Run(Plain(report.FileId), biller, Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Without_a_practice_it_posts_for_the_one_a_person_chooses()
    {
        var nameless = string.Join('~', Good.Split('~').Select(s => s.Trim().StartsWith("N1*PE", StringComparison.Ordinal) ? "N1*PE*" : s).Where(s => !s.Trim().StartsWith("REF*TJ", StringComparison.Ordinal)));
        var report = await this.ImportAsync("nameless.835", Encoding.Latin1.GetBytes(nameless));
        var practice = (int)(await ScalarAsync("insert into practice (name) values ('Chosen Practice') returning practice_id"))!;
        Assert.Equal(FileState.Quarantined, report.State);

        var refused = await Get<ReleaseHeld>().Run(Plain(report.FileId), Actor.Desk, Stop);
        var released = await Get<ReleaseHeld>().Run(Plain(report.FileId) with { PracticeId = practice }, Actor.Desk, Stop);

        Assert.Equal("still_there", refused.Refusal!.Code);
        Assert.Null(released.Refusal);
        Assert.Equal(practice, await ScalarAsync("select practice_id from remittance"));
        Assert.Equal("released", await ScalarAsync("select decision from held_transaction"));
    }

    [Fact]
    public async Task A_corrected_file_settles_the_one_that_waits_and_says_which()
    {
        var waiting = await CutOffAsync();

        var whole = await this.ImportAsync("whole.835", Encoding.Latin1.GetBytes(Good));

        Assert.Equal(FileState.Posted, whole.State);
        var seen = (await SeeAsync(waiting.FileId))!;
        Assert.Equal(("resolved", "resolved", (long?)whole.FileId), (seen.State, seen.Decision, seen.RemittanceFileId));
        Assert.Equal("already_received", await ScalarAsync("select state from inbound_file where file_id = $1", waiting.FileId));
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'quarantine.resolved'"));
        Assert.Equal(0L, await Get<CountHeld>().Run(Actor.Desk, Stop));
    }

    [Fact]
    public async Task The_order_in_which_the_broken_and_the_whole_file_come_does_not_matter()
    {
        await this.ImportAsync("whole.835", Encoding.Latin1.GetBytes(Good));

        var late = await CutOffAsync();

        Assert.Equal("resolved", (await SeeAsync(late.FileId))!.State);
        Assert.Equal(1L, await ScalarAsync("select count(*) from remittance"));
    }

    [Fact]
    public async Task After_a_release_as_it_stands_the_whole_file_waits_instead_of_posting_its_claims_twice()
    {
        var waiting = await CutOffAsync("SVC*HC:82306");
        await Get<ReleaseHeld>().Run(AsIs(waiting.FileId, "The payer cannot send it again.") with { Explained = (await SeeAsync(waiting.FileId))!.Difference }, Actor.Desk, Stop);

        var whole = await this.ImportAsync("whole.835", Encoding.Latin1.GetBytes(Good));

        Assert.Equal(FileState.Quarantined, whole.State);
        Assert.Equal(WaitCause.ChangedResend, (await SeeAsync(whole.FileId))!.Cause);
        Assert.Equal(1L, await ScalarAsync("select count(*) from remittance"));
    }

    [Fact]
    public async Task A_rejection_keeps_its_reason_can_be_taken_back_and_changes_nothing_twice()
    {
        var report = await CutOffAsync();
        var reject = Reject(report.FileId, 1);

        Assert.Null(await Get<RejectHeld>().Run(reject, Actor.Desk, Stop));
        Assert.Null(await Get<RejectHeld>().Run(reject, Actor.Desk, Stop));
        var rejected = (await SeeAsync(report.FileId))!;
        Assert.Equal("rejected", await ScalarAsync("select state from inbound_file"));
        Assert.Null(await Get<RejectHeld>().Run(Reject(report.FileId, rejected.Version) with { Reject = false }, Actor.Desk, Stop));

        Assert.Equal(("rejected", "Sent to us by mistake."), (rejected.State, rejected.DecisionReason));
        Assert.Equal("quarantined", (await SeeAsync(report.FileId))!.State);
        Assert.Equal(2L, await ScalarAsync("select count(*) from journal where subject_kind = 'transaction'"));
        Assert.Equal("overtaken", (await Get<RejectHeld>().Run(reject with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop))!.Code);
    }

    [Fact]
    public async Task A_paper_that_does_not_balance_posts_only_with_its_difference_named_and_the_certificate_shows_it()
    {
        var report = await PaperAsync();
        var seen = (await SeeAsync(report.FileId))!;

        var unnamed = await Get<ReleaseHeld>().Run(AsIs(report.FileId, "The cheque was cut short by the bank."), Actor.Desk, Stop);
        var wrong = await Get<ReleaseHeld>().Run(AsIs(report.FileId, "The cheque was cut short by the bank.") with { Explained = -4m }, Actor.Desk, Stop);
        var released = await Get<ReleaseHeld>().Run(AsIs(report.FileId, "The cheque was cut short by the bank.") with { Explained = -5m }, Actor.Desk, Stop);

        Assert.Equal((WaitCause.DoesNotBalance, -5m), (seen.Cause, seen.Difference!.Value));
        Assert.Equal(("difference_not_named", "difference_not_named"), (unnamed.Refusal!.Code, wrong.Refusal!.Code));
        Assert.Null(released.Refusal);
        var certificate = (await Get<SeeCertificate>().Run(new() { Scope = new() { FileId = report.FileId } }, Actor.Desk, Stop))!;
        var difference = Assert.Single(certificate.Differences, d => d.Level == "remittance");
        Assert.Equal((-5m, "The cheque was cut short by the bank. (DenialDesk)"), (difference.Amount, difference.Explained));
        Assert.Equal(0m, certificate.Unexplained);
    }

    [Fact]
    public async Task Entered_again_as_it_stands_on_paper_it_settles_the_one_that_waits()
    {
        var waiting = await PaperAsync();

        var right = await PaperAsync(40m);

        Assert.Equal(FileState.Posted, right.State);
        Assert.Equal(("resolved", (long?)right.FileId), ((await SeeAsync(waiting.FileId))!.State, (await SeeAsync(waiting.FileId))!.RemittanceFileId));
    }

    [Fact]
    public async Task People_of_another_practice_see_and_decide_nothing()
    {
        var report = await CutOffAsync();
        await ScalarAsync("update file_transaction set practice_id = (select min(practice_id) from practice)");
        var stranger = new Actor(Guid.NewGuid(), "Stranger", Roles.Of(Roles.Admin), new HashSet<int> { 9999 });

        Assert.Empty(await Get<ListHeld>().Run(new(), stranger, Stop));
        Assert.Equal(0L, await Get<CountHeld>().Run(stranger, Stop));
        Assert.Null(await Get<SeeHeld>().Run(new() { FileId = report.FileId, Ordinal = 1 }, stranger, Stop));
        Assert.Equal("not_here", (await Get<ReleaseHeld>().Run(AsIs(report.FileId, "Let me in."), stranger, Stop)).Refusal!.Code);
        Assert.Equal("not_here", (await Get<RejectHeld>().Run(Reject(report.FileId, 1), stranger, Stop))!.Code);
    }

    private Task<HeldView?> SeeAsync(long fileId) => Get<SeeHeld>().Run(new() { FileId = fileId, Ordinal = 1 }, Actor.Desk, Stop);

    /// <summary>The good sample, cut off before its last such segment.</summary>
    private Task<ImportReport> CutOffAsync(string before = "SE*") => this.ImportAsync("cut.835", Encoding.Latin1.GetBytes(Good[..Good.LastIndexOf(before, StringComparison.Ordinal)]));

    private static ReleaseHeld.Input Plain(long fileId) => new() { FileId = fileId, Ordinal = 1, Version = 1, CommandId = Guid.NewGuid() };

    private static ReleaseHeld.Input AsIs(long fileId, string reason) => Plain(fileId) with { AsIs = true, Reason = reason };

    private static RejectHeld.Input Reject(long fileId, int version)
        => new() { FileId = fileId, Ordinal = 1, Reject = true, Reason = "Sent to us by mistake.", Version = version, CommandId = Guid.NewGuid() };

    private async Task<ImportReport> PaperAsync(decimal amount = 35m)
    {
        var practice = (int?)await ScalarAsync("select practice_id from practice where name = 'Paper Practice'")
            ?? (int)(await ScalarAsync("insert into practice (name) values ('Paper Practice') returning practice_id"))!;
        await ScalarAsync("insert into practice_identifier (kind, value, practice_id) values ('npi', '1999999984', $1) on conflict do nothing", practice);
        var paper = new PaperRemittance
        {
            Payer = "First Paper Health",
            PracticeId = practice,
            Number = "778899",
            Date = new(2026, 5, 4),
            Amount = amount,
            Claims = [new() { PatientControlNumber = "P-100", LastName = "Doe", Lines = [new() { Procedure = "99213", ServiceDate = new(2026, 4, 1), Charge = 100m, Paid = 40m, Adjustments = [new() { Group = "CO", Reason = "197", Amount = 60m }] }] }],
        };
        var written = await Get<WritePaperRemittance>().Run(new() { Paper = paper }, Actor.Desk, Stop);
        using var content = new MemoryStream(written.File!);
        return await Get<ImportFile>().Run(new() { Content = content, Name = written.Name, Source = ImportFile.Source.Manual, Hold = written.Hold }, Actor.Desk, Stop);
    }
}
