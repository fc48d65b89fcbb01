using DenialDesk.App.Appeals;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.Documents;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Tests.Appeals;

/// <summary>Appeals from their first letter to a decision, and what they do to denials.</summary>
public sealed class AppealTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly Actor Bea = new(null, "Bea Biller", Roles.Of(Roles.Biller), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_letter_is_drafted_before_somebody_says_where_the_denial_began()
    {
        var denial = await DenialAsync("Cause Health");

        var without = await OpenAsync([denial], step: "");
        var with = await OpenAsync([denial]);

        Assert.Equal("cause_missing", without.Refusal!.Code);
        Assert.True(with.Done);
        Assert.Equal("Coding / Code out of date", await desk.ScalarAsync("select department || ' / ' || step from denial_cause where denial_id = $1", denial));
        Assert.Equal("appeal_running", (await OpenAsync([denial])).Refusal!.Code);
    }

    [Fact]
    public async Task An_appeal_goes_out_with_its_denial_comes_back_upheld_and_the_next_level_opens_with_its_own_clock()
    {
        var denial = await DenialAsync("Medicare Part B", "medicare_ffs", 500m);
        var appeal = (await OpenAsync([denial])).AppealId;
        var before = (DateOnly)(await desk.ScalarAsync("select due_on from denial where denial_id = $1", denial))!;

        Assert.Equal("letter_holes", (await StepAsync(appeal, new() { Kind = AppealStepKind.Approve })).Refusal!.Code);
        await WriteAsync(appeal, "Please pay.");
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Approve });
        await PackAsync(appeal);
        await TakenAsync(appeal, new() { Kind = AppealStepKind.MakeReady });
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Send, Channel = Channel.Mail, Reference = "CM-1", Note = "The office was flooded." });
        Assert.Equal("waiting appealed", await desk.ScalarAsync("select state || ' ' || outcome from denial where denial_id = $1", denial));
        var undone = await desk.Get<UndoLastStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = (await SeeAsync(appeal)).Members[0].Version }, Bea, Stop);
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Upheld, Note = "Criteria not met." });

        var view = await SeeAsync(appeal);
        Assert.Equal("appeal_step", undone.Refusal!.Code);
        Assert.Equal("in_work", await desk.ScalarAsync("select state from denial where denial_id = $1", denial));
        Assert.Equal(WindowAction.Appeal2, view.Next!.Level);
        var due = (DateOnly)(await desk.ScalarAsync("select due_on from denial where denial_id = $1", denial))!;
        Assert.Equal((view.Next.Deadline!.DueOn, "appeal_2"), (due, (string)(await desk.ScalarAsync("select clock_action from denial where denial_id = $1", denial))!));
        Assert.NotEqual(before, due);
        Assert.Equal(1m, await desk.ScalarAsync("select sum(decided)::numeric from reversal_history where payer_id = $1", view.PayerId));

        var second = await OpenAsync([denial], step: "");
        Assert.Equal((appeal, "Reconsideration by the qualified independent contractor", "CMS-20033"), ((await SeeAsync(second.AppealId)).Follows!.Value, (await SeeAsync(second.AppealId)).LevelName, (await SeeAsync(second.AppealId)).Form));
    }

    [Fact]
    public async Task Whoever_wrote_a_letter_leaves_its_approval_to_another_where_there_are_two_who_may()
    {
        var appeal = (await OpenAsync([await DenialAsync("Two Health")])).AppealId;
        var writer = Bea with { UserId = Guid.NewGuid() };
        await desk.Get<SaveAppealLetter>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = appeal, Version = (await SeeAsync(appeal)).Version, Subject = "Appeal", Body = "Please pay." }, writer, Stop);
        var always = new TakeAppealStep(desk.Get<DeskSource>(), new(true), TimeProvider.System);
        var view = (await desk.Get<SeeAppeal>().Run(new() { PracticeId = desk.Practice, AppealId = appeal }, writer, Stop))!;
        var approve = new TakeAppealStep.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = appeal, Version = view.Version, Step = new() { Kind = AppealStepKind.Approve }, Seen = view.LetterHash };

        var own = await always.Run(approve, writer, Stop);
        var other = await always.Run(approve with { CommandId = Guid.NewGuid() }, writer with { UserId = Guid.NewGuid(), Name = "Lee" }, Stop);

        Assert.True(view is { OwnLetter: true, SecondPerson: false });
        Assert.Equal("own_letter", own.Refusal?.Code);
        Assert.Null(other.Refusal);
    }

    [Fact]
    public async Task Overturned_closes_nothing_and_waits_for_the_money()
    {
        var denial = await DenialAsync("Wait Health");
        var appeal = await SentAsync(denial);

        await TakenAsync(appeal, new() { Kind = AppealStepKind.Decide, Outcome = AppealStatus.Overturned });

        var view = await SeeAsync(appeal);
        Assert.True(view is { AwaitsPayment: true, Granted: 310m, Facts.Status: AppealStatus.Overturned });
        Assert.Equal("waiting", await desk.ScalarAsync("select state from denial where denial_id = $1", denial));
        Assert.Contains((await desk.Get<ListAppeals>().Run(new() { Show = "money" }, Bea, Stop)).Rows, r => r.AppealId == appeal);
        var day = (await desk.Get<ListAppeals>().Run(new() { Show = "all" }, Bea, Stop)).Rows.Single(r => r.AppealId == appeal).DecidedOn!.Value;
        Assert.Contains((await desk.Get<ListAppeals>().Run(new() { Show = "all", From = day, To = day }, Bea, Stop)).Rows, r => r.AppealId == appeal);
        Assert.DoesNotContain((await desk.Get<ListAppeals>().Run(new() { Show = "all", From = day.AddDays(1), To = day.AddDays(9) }, Bea, Stop)).Rows, r => r.AppealId == appeal);
        await desk.ScalarAsync("update appeal set sent_on = sent_on - 40 where appeal_id = $1 returning 1", appeal);
        Assert.Contains((await desk.Get<ListAppeals>().Run(new() { Show = "all", From = day, To = day, By = "decided" }, Bea, Stop)).Rows, r => r.AppealId == appeal);
        Assert.DoesNotContain((await desk.Get<ListAppeals>().Run(new() { Show = "all", From = day, To = day, By = "filed" }, Bea, Stop)).Rows, r => r.AppealId == appeal);
    }

    [Fact]
    public async Task Withdrawing_what_was_sent_brings_the_denial_back_into_work()
    {
        var denial = await DenialAsync("Back Health");
        var appeal = await SentAsync(denial);

        await TakenAsync(appeal, new() { Kind = AppealStepKind.Withdraw, Note = "Sent to the wrong payer." });

        Assert.Equal("in_work", await desk.ScalarAsync("select state from denial where denial_id = $1", denial));
        Assert.True((await OpenAsync([denial], step: "")).Done);
    }

    [Fact]
    public async Task An_approval_is_for_the_very_text_on_the_screen_and_ends_with_the_next_change()
    {
        var appeal = (await OpenAsync([await DenialAsync("Seen Health")])).AppealId;
        await WriteAsync(appeal, "First text.");
        var old = await SeeAsync(appeal);
        await WriteAsync(appeal, "Second text.");

        var stale = await StepAsync(appeal, new() { Kind = AppealStepKind.Approve }, old.LetterHash);
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Approve });
        await WriteAsync(appeal, "Third text.");
        var changed = await StepAsync(appeal, new() { Kind = AppealStepKind.MakeReady });

        Assert.Equal("letter_unread", stale.Refusal!.Code);
        Assert.Equal("letter_not_approved", changed.Refusal!.Code);
        Assert.Equal(4, (await SeeAsync(appeal)).Letters.Count);
        await Assert.ThrowsAsync<PostgresException>(() => desk.ScalarAsync("update appeal_letter set body = 'x' where appeal_id = $1", appeal));
        await Assert.ThrowsAsync<PostgresException>(() => desk.ScalarAsync("delete from appeal_event where appeal_id = $1", appeal));
    }

    [Fact]
    public async Task A_packet_the_channel_would_not_take_and_a_missing_signature_block_the_appeal()
    {
        var denial = await DenialAsync("Strict Health");
        var payer = (int)(await desk.ScalarAsync("select payer_id from denial where denial_id = $1", denial))!;
        await desk.Get<EditConduct>().Run(
            new() { PayerId = payer, Version = 0, Conduct = new() { ProviderSigns = true, Channels = [new(null, Channel.Portal, "portal.example", Form: "Form A", FileTypes: "TIFF")] } }, Actor.Desk, Stop);
        var appeal = (await OpenAsync([denial])).AppealId;
        await WriteAsync(appeal, "Please pay.");
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Approve });

        Assert.Equal("unsigned", (await StepAsync(appeal, new() { Kind = AppealStepKind.MakeReady })).Refusal!.Code);
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Sign, SignedBy = "Dr. Ida Lee" });
        await KeepAsync(appeal);
        var bare = await SeeAsync(appeal);
        await PackAsync(appeal);
        var refused = await StepAsync(appeal, new() { Kind = AppealStepKind.MakeReady });

        Assert.Contains("Clinical notes: needed", Assert.Single(bare.Packet!.Problems, p => p.Contains("needed", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("packet_refused", refused.Refusal!.Code);
        Assert.Contains("takes TIFF", refused.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal("Form A", (await SeeAsync(appeal)).Form);
        Assert.StartsWith("%PDF", System.Text.Encoding.ASCII.GetString((await desk.Get<OpenPacket>().Run(new() { PracticeId = desk.Practice, AppealId = appeal }, Bea, Stop))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packet_that_fitted_is_held_against_the_channel_again_when_it_is_made_ready()
    {
        var denial = await DenialAsync("Turning Health");
        var payer = (int)(await desk.ScalarAsync("select payer_id from denial where denial_id = $1", denial))!;
        await desk.Get<EditConduct>().Run(new() { PayerId = payer, Version = 0, Conduct = new() { Channels = [new(null, Channel.Portal, "portal.example", FileTypes: "PDF", MaxFiles: 2)] } }, Actor.Desk, Stop);
        var appeal = (await OpenAsync([denial])).AppealId;
        await WriteAsync(appeal, "Please pay.");
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Approve });
        await PackAsync(appeal);
        Assert.Empty((await SeeAsync(appeal)).Packet!.Problems);

        await desk.Get<EditConduct>().Run(new() { PayerId = payer, Version = 1, Conduct = new() { Channels = [new(null, Channel.Portal, "portal.example", FileTypes: "TIFF", MaxFiles: 2)] } }, Actor.Desk, Stop);
        var narrowed = await StepAsync(appeal, new() { Kind = AppealStepKind.MakeReady });
        await desk.Get<EditConduct>().Run(new() { PayerId = payer, Version = 2, Conduct = new() { Channels = [new(null, Channel.Portal, "portal.example", FileTypes: "PDF", MaxFiles: 2)] } }, Actor.Desk, Stop);
        await TakenAsync(appeal, new() { Kind = AppealStepKind.MakeReady });

        Assert.Equal("packet_refused", narrowed.Refusal!.Code);
        Assert.Contains("takes TIFF", narrowed.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_letter_for_many_claims_has_them_in_its_schedule_and_sends_them_all()
    {
        var payer = await desk.Rows.PayerAsync("Many Health");
        var denials = new List<long>();
        for (var i = 0; i < 3; i++) { denials.Add(await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = payer, Denied = 100m, Charge = 100m })); }

        var other = await DenialAsync("Other Health");
        var mixed = await OpenAsync([.. denials, other]);
        var appeal = (await OpenAsync(denials)).AppealId;
        var view = await SeeAsync(appeal);

        Assert.Equal("appeal_payers", mixed.Refusal!.Code);
        Assert.Equal((3, 300m), (view.Members.Count, view.Facts.Amount));
        Assert.Contains("Together | $300.00 |", view.Body, StringComparison.Ordinal);
        await WriteAsync(appeal, "Please pay all.");
        await SendAsync(appeal);
        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from denial where payer_id = $1 and state = 'waiting'", payer));
    }

    [Fact]
    public async Task The_same_command_twice_is_one_appeal_and_a_stale_page_changes_nothing()
    {
        var denial = await DenialAsync("Twice Health");
        var input = new OpenAppeal.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialIds = [denial], Department = "Coding", Step = "Code out of date" };

        var (first, second) = (await desk.Get<OpenAppeal>().Run(input, Bea, Stop), await desk.Get<OpenAppeal>().Run(input, Bea, Stop));
        var stale = await desk.Get<SaveAppealLetter>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = first.AppealId, Version = 0, Subject = "x", Body = "y" }, Bea, Stop);

        Assert.Equal(first.AppealId, second.AppealId);
        Assert.Equal("overtaken", stale.Refusal!.Code);
    }

    [Fact]
    public async Task Another_practices_appeal_is_not_there()
    {
        var appeal = (await OpenAsync([await DenialAsync("Wall Health")])).AppealId;
        var stranger = Bea with { PracticeIds = new HashSet<int> { -1 } };

        Assert.Null(await desk.Get<SeeAppeal>().Run(new() { PracticeId = desk.Practice, AppealId = appeal }, stranger, Stop));
        Assert.DoesNotContain((await desk.Get<ListAppeals>().Run(new(), stranger, Stop)).Rows, r => r.AppealId == appeal);
        Assert.Equal("not_found", (await StepAsync(appeal, new() { Kind = AppealStepKind.Withdraw, Note = "x" }, actor: stranger)).Refusal!.Code);
    }

    [Fact]
    public async Task A_talk_between_physicians_is_written_down_and_stops_nothing()
    {
        var denial = await DenialAsync("Talk Health");
        await desk.ScalarAsync("update denial set clinical = true where denial_id = $1", denial);
        Task<StepResult> Say(string state, string note = "", DateTime? slot = null, string ours = "")
            => desk.Get<RecordPeerTalk>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, State = state, Note = note, Slot = slot, Ours = ours }, Bea, Stop);

        Assert.Equal("peer_slot", (await Say("booked")).Refusal!.Code);
        Assert.True((await Say("booked", slot: new DateTime(2026, 5, 4, 14, 30, 0, DateTimeKind.Unspecified), ours: "Dr. Lee")).Done);
        Assert.Equal("peer_note", (await Say("held")).Refusal!.Code);
        Assert.True((await Say("held", "Wants six weeks of therapy first.")).Done);

        var all = await desk.Get<SeeDenialAppeals>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Bea, Stop);
        Assert.Equal(["held", "booked"], all!.Talks.Select(t => t.State));
        Assert.True(all is { PeerDue: not null, Offers: [{ Open: true }, ..] });
    }

    private async Task<long> DenialAsync(string payer, string? lob = null, decimal amount = 310m)
        => await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = await desk.Rows.PayerAsync(payer, lob), Denied = amount, Charge = amount });

    private Task<AppealResult> OpenAsync(IReadOnlyList<long> denials, string step = "Code out of date")
        => desk.Get<OpenAppeal>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialIds = denials, Department = step.Length > 0 ? "Coding" : "", Step = step }, Bea, Stop);

    private async Task<AppealView> SeeAsync(long appeal) => (await desk.Get<SeeAppeal>().Run(new() { PracticeId = desk.Practice, AppealId = appeal }, Bea, Stop))!;

    private async Task WriteAsync(long appeal, string body)
        => Assert.Null((await desk.Get<SaveAppealLetter>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = appeal, Version = (await SeeAsync(appeal)).Version, Subject = "Appeal", Body = body }, Bea, Stop)).Refusal);

    private async Task<AppealResult> StepAsync(long appeal, AppealStep step, string? seen = null, Actor? actor = null)
    {
        var view = await SeeAsync(appeal);
        return await desk.Get<TakeAppealStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, AppealId = appeal, Version = view.Version, Step = step, Seen = seen ?? view.LetterHash }, actor ?? Bea, Stop);
    }

    private async Task TakenAsync(long appeal, AppealStep step) => Assert.Null((await StepAsync(appeal, step)).Refusal);

    private async Task PackAsync(long appeal)
    {
        foreach (var member in (await SeeAsync(appeal)).Members) { Assert.Null(await desk.Get<WaiveDocument>().Run(new() { PracticeId = desk.Practice, DenialId = member.DenialId, Kind = DocumentKind.ClinicalNotes, Reason = "Not asked for." }, Actor.Desk, Stop)); }

        await KeepAsync(appeal);
    }

    private async Task KeepAsync(long appeal)
        => Assert.Null((await desk.Get<KeepPacket>().Run(
            new() { PracticeId = desk.Practice, AppealId = appeal, Version = (await SeeAsync(appeal)).Version, Content = "%PDF-1.7"u8.ToArray(), Pages = 4, Parts = ["Letter"] }, Bea, Stop)).Refusal);

    private async Task SendAsync(long appeal)
    {
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Approve });
        await PackAsync(appeal);
        await TakenAsync(appeal, new() { Kind = AppealStepKind.MakeReady });
        await TakenAsync(appeal, new() { Kind = AppealStepKind.Send, Channel = Channel.Portal, Reference = "77", Note = "good cause" });
    }

    private async Task<long> SentAsync(long denial)
    {
        var appeal = (await OpenAsync([denial])).AppealId;
        await WriteAsync(appeal, "Please pay.");
        await SendAsync(appeal);
        return appeal;
    }
}
