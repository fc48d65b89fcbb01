using System.Globalization;
using System.Text;
using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Claims;
using DenialDesk.App.Tests.Rejections;
using DenialDesk.Domain.Denials;

namespace DenialDesk.App.Tests.Corrections;

/// <summary>Denied claims of one desk are corrected from their 837s, sent, acknowledged, answered.</summary>
public sealed class CorrectionTests(CorrectionTests.Desk desk) : IClassFixture<CorrectionTests.Desk>
{
    private const string Npi = "2999004173";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Today => DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Ten denied claims, of which the last was never submitted here.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var told = Enumerable.Range(1, 10).Select(i => new Told($"COR{i:00}", Day: Day(30), PayerNumber: "", Paid: 0m)).ToArray();
            await this.ImportAsync("sent.837", TwoWays.Sent(Day(28), 1, told[..9]));
            await this.ImportAsync("denied.835", TwoWays.Answered(Day(10), 2, [.. told.Select((t, i) => t with { PayerNumber = $"ICN{i + 1:00}" })]));
        }

        internal static string Day(int ago) => DateTime.UtcNow.AddDays(-ago).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }

    private async Task<long> DenialAsync(int number) => (long)(await desk.ScalarAsync("select denial_id from denial where patient_control_number = $1", $"COR{number:00}"))!;

    private async Task<CorrectionView> SeeAsync(long id) => (await desk.Get<SeeCorrection>().Run(new() { PracticeId = 1, DenialId = id }, Actor.Desk, Stop))!;

    private Task<CorrectionResult> WriteAsync(long id, ClaimCorrections corrections, CorrectionKind kind = CorrectionKind.Replacement, Guid? command = null)
        => desk.Get<WriteCorrection>().Run(new() { CommandId = command ?? Guid.NewGuid(), PracticeId = 1, DenialId = id, Kind = kind, Corrections = corrections }, Actor.Desk, Stop);

    private async Task<StepResult> SendAsync(long id, long attempt, SendCorrection? by = null, bool outbound = false)
        => await (by ?? desk.Get<SendCorrection>()).Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = 1, AttemptId = attempt, Version = (await SeeAsync(id)).Version, Outbound = outbound }, Actor.Desk, Stop);

    private async Task TickAllAsync(long id)
    {
        foreach (var item in (await SeeAsync(id)).Items.Where(i => i.Required))
        {
            Assert.Null(await desk.Get<TickCorrection>().Run(new() { PracticeId = 1, DenialId = id, Item = item.Text, Done = true }, Actor.Desk, Stop));
        }
    }

    [Fact]
    public async Task A_denied_claim_is_replaced_with_the_payers_number_followed_and_recovered_by_the_remittance_that_pays()
    {
        var id = await DenialAsync(1);
        Assert.Equal(CorrectionKind.Replacement, (await SeeAsync(id)).Suggested);
        var command = Guid.NewGuid();
        var written = await WriteAsync(id, new() { AuthorizationNumber = "AUTH77", Lines = [new(1, "99213", ["25"])] }, command: command);
        Assert.Empty(written.Refusals);
        Assert.Equal(written.AttemptId, (await WriteAsync(id, new() { AuthorizationNumber = "AUTH77", Lines = [new(1, "99213", ["25"])] }, command: command)).AttemptId);
        var (number, content) = (await desk.Get<OpenCorrection>().Run(new() { PracticeId = 1, AttemptId = written.AttemptId!.Value }, Actor.Desk, Stop))!.Value;
        var text = Encoding.Latin1.GetString(content);
        Assert.Contains("CLM*COR01*283***11:B:7*", text, StringComparison.Ordinal);
        Assert.Contains("REF*F8*ICN01~", text, StringComparison.Ordinal);
        Assert.Contains("REF*G1*AUTH77~", text, StringComparison.Ordinal);
        Assert.Equal("new", await desk.ScalarAsync("select state from denial where denial_id = $1", id));

        Assert.Equal("checklist_open", (await SendAsync(id, written.AttemptId.Value)).Refusal?.Code);
        await TickAllAsync(id);
        Assert.True((await SendAsync(id, written.AttemptId.Value)).Done);
        Assert.Equal("waiting", await desk.ScalarAsync("select state from denial where denial_id = $1", id));
        Assert.Equal("corrected_resubmitted", await desk.ScalarAsync("select step from denial_step where denial_id = $1", id));
        Assert.Equal("correct_resubmit", await desk.ScalarAsync("select path from denial_decision where denial_id = $1", id));

        await desk.ImportAsync("form.999", Exchange.Form(Today, 901, number, "A"));
        await desk.ImportAsync("taken.277", Exchange.Status(Today, 902, payer: true, Npi, ("COR01", "A2:20", "WQ")));
        var attempt = Assert.Single((await SeeAsync(id)).Attempts);
        Assert.Equal([1, 3], attempt.Answers.Select(a => a.Stage).Order());
        Assert.Equal("payer", Domain.Codes.CodeNames.Text(attempt.Track((await SeeAsync(id)).Today).Stage));

        await desk.ImportAsync("paid.835", TwoWays.Answered(Today, 903, new Told("COR01", Day: Desk.Day(30), PayerNumber: "ICN01B", Paid: 250m)));
        Assert.Equal("closed_recovered", await desk.ScalarAsync("select state from denial where denial_id = $1", id));
        Assert.NotNull((await SeeAsync(id)).Attempts[0].AnsweredOn);
        Assert.Contains((await desk.Get<ListCorrections>().Run(new() { State = "answered" }, Actor.Desk, Stop)).Rows, r => r.AttemptId == written.AttemptId);
    }

    [Fact]
    public async Task The_same_correction_is_written_once_and_an_empty_one_never()
    {
        var id = await DenialAsync(2);

        Assert.Contains("Nothing is corrected yet", Assert.Single((await WriteAsync(id, new())).Refusals), StringComparison.Ordinal);
        Assert.Empty((await WriteAsync(id, new() { MemberId = "XZB1" })).Refusals);
        Assert.Contains("very correction", Assert.Single((await WriteAsync(id, new() { MemberId = "XZB1" })).Refusals), StringComparison.Ordinal);
        Assert.Empty((await WriteAsync(id, new() { MemberId = "XZB2" })).Refusals);
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from correction_attempt where denial_id = $1", id));
    }

    [Fact]
    public async Task A_replacement_or_a_void_without_the_payers_number_is_refused()
    {
        var id = await DenialAsync(3);
        await desk.ScalarAsync("update denial set payer_claim_number = '' where denial_id = $1", id);

        foreach (var kind in new[] { CorrectionKind.Replacement, CorrectionKind.Void })
        {
            Assert.Contains("needs the payer's claim number", Assert.Single((await WriteAsync(id, new() { MemberId = "X" }, kind)).Refusals), StringComparison.Ordinal);
        }

        Assert.Equal(CorrectionKind.New, (await SeeAsync(id)).Suggested);
        Assert.Empty((await WriteAsync(id, new() { MemberId = "XZB9" }, CorrectionKind.New)).Refusals);
    }

    [Fact]
    public async Task A_void_repeats_the_claim_and_names_the_number()
    {
        var id = await DenialAsync(4);

        var written = await WriteAsync(id, new(), CorrectionKind.Void);

        var text = Encoding.Latin1.GetString((await desk.Get<OpenCorrection>().Run(new() { PracticeId = 1, AttemptId = written.AttemptId!.Value }, Actor.Desk, Stop))!.Value.Content);
        Assert.Contains("CLM*COR04*283***11:B:8*", text, StringComparison.Ordinal);
        Assert.Contains("REF*F8*ICN04~", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_goes_into_the_outbound_folder_whole_and_only_when_it_was_sent()
    {
        var folder = Path.Combine(Path.GetTempPath(), "denialdesk-claims-" + Guid.NewGuid().ToString("N"));
        var send = new SendCorrection(desk.Get<DeskSource>(), new(folder), TimeProvider.System);
        var id = await DenialAsync(5);
        var attempt = (await WriteAsync(id, new() { MemberId = "XZB5" })).AttemptId!.Value;

        Assert.Equal("no_outbound", (await SendAsync(id, attempt, outbound: true)).Refusal?.Code);
        Assert.Equal("checklist_open", (await SendAsync(id, attempt, send, true)).Refusal?.Code);
        Assert.False(Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());
        await TickAllAsync(id);
        Assert.True((await SendAsync(id, attempt, send, true)).Done);

        var file = Assert.Single(Directory.GetFiles(folder));
        var kept = (await desk.Get<OpenCorrection>().Run(new() { PracticeId = 1, AttemptId = attempt }, Actor.Desk, Stop))!.Value;
        Assert.Equal(kept.Content, await File.ReadAllBytesAsync(file, Stop));
        Assert.Equal($"claim-{kept.Number}.837", Path.GetFileName(file));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_second_correction_crosses_the_first_and_is_refused_while_the_first_is_with_the_payer()
    {
        var id = await DenialAsync(6);
        await TickAllAsync(id);
        Assert.True((await SendAsync(id, (await WriteAsync(id, new() { MemberId = "XZB6" })).AttemptId!.Value)).Done);
        var second = (await WriteAsync(id, new() { MemberId = "XZB7" })).AttemptId!.Value;

        Assert.Equal("in_flight", (await SendAsync(id, second)).Refusal?.Code);
        Assert.True((await desk.Get<DecidePath>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = 1, DenialId = id, Path = WorkPath.CorrectResubmit, Reason = "The payer lost the first" }, Actor.Desk, Stop)).Done);
        Assert.True((await SendAsync(id, second)).Done);
    }

    [Fact]
    public async Task Without_an_837_the_correction_is_recorded_as_it_went_on_paper()
    {
        var id = await DenialAsync(10);
        Assert.Null((await SeeAsync(id)).Sent);
        Assert.Contains("No 837 of this claim is kept", Assert.Single((await WriteAsync(id, new() { MemberId = "X" })).Refusals), StringComparison.Ordinal);
        await TickAllAsync(id);
        var input = new RecordPaperCorrection.Input
        {
            CommandId = Guid.NewGuid(),
            PracticeId = 1,
            DenialId = id,
            Version = (await SeeAsync(id)).Version,
            Kind = CorrectionKind.Replacement,
            Changes = "Modifier 25 on line 1",
            Channel = PaperChannel.Mail,
            Proof = "9407 1000",
        };

        Assert.Equal("changes_missing", (await desk.Get<RecordPaperCorrection>().Run(input with { CommandId = Guid.NewGuid(), Changes = " " }, Actor.Desk, Stop)).Refusal?.Code);
        Assert.True((await desk.Get<RecordPaperCorrection>().Run(input, Actor.Desk, Stop)).Done);
        Assert.True((await desk.Get<RecordPaperCorrection>().Run(input, Actor.Desk, Stop)).Done);
        Assert.Equal("same_correction", (await desk.Get<RecordPaperCorrection>().Run(
            input with { CommandId = Guid.NewGuid(), Version = (await SeeAsync(id)).Version, Changes = "modifier  25 on LINE 1" }, Actor.Desk, Stop)).Refusal?.Code);

        var attempt = Assert.Single((await SeeAsync(id)).Attempts);
        Assert.Equal(("paper", "7", "ICN10", "mail", "9407 1000"), (attempt.Route, attempt.Frequency, attempt.PayerClaimNumber, attempt.Sent[0].Channel, attempt.Sent[0].Proof));
        var form = (await desk.Get<PrintClaim>().Run(new() { PracticeId = 1, DenialId = id }, Actor.Desk, Stop))!;
        Assert.Equal(("COR10", "7   ICN10"), (form.Boxes["26"], form.Boxes["22"]));
    }

    [Fact]
    public async Task The_form_has_the_corrected_claim_in_its_boxes()
    {
        var id = await DenialAsync(7);
        var attempt = (await WriteAsync(id, new() { AuthorizationNumber = "A7", Diagnoses = ["E11.9", "I10"] })).AttemptId;

        var form = (await desk.Get<PrintClaim>().Run(new() { PracticeId = 1, DenialId = id, AttemptId = attempt }, Actor.Desk, Stop))!;

        Assert.Equal(("A7", "7   ICN07", "A E119   B I10", "CALLOWAY, NORA"), (form.Boxes["23"], form.Boxes["22"], form.Boxes["21"], form.Boxes["2"]));
        Assert.Equal(("99213", "283.00"), (Assert.Single(form.Lines).Procedure, form.Lines[0].Charge));
    }

    [Fact]
    public async Task A_waived_item_says_why_and_what_was_said_stays_on_record()
    {
        var id = await DenialAsync(8);
        var item = (await SeeAsync(id)).Items.First(i => i.Required).Text;
        Task<Domain.Refusal?> Say(bool done, string? because = null) => desk.Get<TickCorrection>().Run(
            new() { PracticeId = 1, DenialId = id, Item = item, Done = done, WaivedBecause = because }, Actor.Desk, Stop);

        Assert.Equal("waive_reason", (await Say(false, " "))?.Code);
        Assert.Null(await Say(false, "The payer has it already"));
        Assert.Null(await Say(false));
        Assert.Null(await Say(true));
        Assert.Null(await Say(true));

        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from correction_tick where denial_id = $1", id));
        Assert.Equal("done", Assert.Single((await SeeAsync(id)).Marks).State);
    }

    [Fact]
    public async Task A_person_of_another_practice_sees_nothing_and_writes_nothing()
    {
        var id = await DenialAsync(9);
        var attempt = (await WriteAsync(id, new() { MemberId = "XZB99" })).AttemptId!.Value;
        var stranger = Actor.Desk with { UserId = Guid.NewGuid(), Name = "Stranger", PracticeIds = new HashSet<int> { 99 } };

        Assert.Null(await desk.Get<SeeCorrection>().Run(new() { PracticeId = 1, DenialId = id }, stranger, Stop));
        Assert.Null(await desk.Get<SeePath>().Run(new() { PracticeId = 1, DenialId = id }, stranger, Stop));
        Assert.Null(await desk.Get<OpenCorrection>().Run(new() { PracticeId = 1, AttemptId = attempt }, stranger, Stop));
        Assert.Null(await desk.Get<PrintClaim>().Run(new() { PracticeId = 1, DenialId = id }, stranger, Stop));
        Assert.Empty((await desk.Get<ListCorrections>().Run(new() { State = "all" }, stranger, Stop)).Rows);
        Assert.Single((await desk.Get<WriteCorrection>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, DenialId = id, Kind = CorrectionKind.Void }, stranger, Stop)).Refusals);
        Assert.Equal("not_found", (await desk.Get<SendCorrection>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, AttemptId = attempt, Version = 1 }, stranger, Stop)).Refusal?.Code);
    }
}
