using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.Tests.WriteOffs;

/// <summary>Asking, approving, rejecting, reversing: a biller with the shipped limit of $25 and a manager.</summary>
public sealed class WriteOffFlowTests(WriteOffFlowTests.Desk desk) : IClassFixture<WriteOffFlowTests.Desk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Below_the_limit_it_is_done_and_above_it_waits_and_the_manager_is_told()
    {
        var (small, large) = (await desk.DenialAsync(20m), await desk.DenialAsync(400m));

        var done = await AskAsync(desk.Ann, small, WriteOffReason.SmallBalance);
        var asked = await AskAsync(desk.Ann, large, WriteOffReason.NoAuthorization, "No authorization was requested");

        Assert.Equal((true, false), (done.Done, done.Waiting));
        Assert.Equal("written_off", await StateAsync(small));
        Assert.Equal((true, true), (asked.Done, asked.Waiting));
        Assert.Equal("new", await StateAsync(large));
        var notice = Assert.Single(await NoticesAsync(desk.Mia), n => n.DenialId == large);
        Assert.Equal(("write_off_asked", "approver"), (notice.Flag, notice.ToldAs));
        Assert.DoesNotContain(await NoticesAsync(desk.Ann), n => n.DenialId == large);
        var waiting = Assert.Single((await ListAsync("waiting")).Rows, r => r.DenialId == large);
        Assert.Equal((true, "No authorization was requested", "Scheduling and pre-service", "Ann Lee"), (waiting.Avoidable, waiting.Step, waiting.Department, waiting.AskedBy));
        Assert.Equal("already_asked", (await AskAsync(desk.Ann, large, WriteOffReason.NonCovered)).Refusal!.Code);
    }

    [Fact]
    public async Task A_manager_approves_once_the_asker_is_told_and_it_can_be_reversed()
    {
        var denial = await desk.DenialAsync(300m);
        await AskAsync(desk.Ann, denial, WriteOffReason.NonCovered);
        var request = await RequestAsync(denial);
        var command = Guid.NewGuid();

        var first = await desk.Get<DecideWriteOff>().Run(Decision(request, true, "The contract excludes it.", command), desk.Mia, Stop);
        var again = await desk.Get<DecideWriteOff>().Run(Decision(request, true, "The contract excludes it.", command), desk.Mia, Stop);
        var other = await desk.Get<DecideWriteOff>().Run(Decision(request, false, "No."), desk.Mia, Stop);

        Assert.Null(first.Refusal);
        Assert.Equal((true, first.Version), (again.Done, again.Version));
        Assert.Equal("decided", other.Refusal!.Code);
        Assert.Equal(300m, await desk.ScalarAsync("select written_off_amount from denial where denial_id = $1", denial));
        Assert.Equal("write_off_approved", Assert.Single(await NoticesAsync(desk.Ann), n => n.DenialId == denial).Flag);
        var reversed = await desk.Get<ReverseWriteOff>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, RequestId = request, Words = "The payer reopened it." }, desk.Mia, Stop);
        Assert.Null(reversed.Refusal);
        Assert.Equal(("in_work", 0m), (await StateAsync(denial), await desk.ScalarAsync("select written_off_amount from denial where denial_id = $1", denial)));
        Assert.Equal("reversed", (await ListAsync("reversed")).Rows.Single(r => r.DenialId == denial).State);
        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from journal where subject_id = $1 and action in ('write_off.asked', 'write_off.approved', 'denial.reopen')", $"{denial}"));
    }

    [Fact]
    public async Task Nobody_approves_their_own_and_a_rejection_says_why()
    {
        var denial = await desk.DenialAsync(300m);
        await AskAsync(desk.Ann, denial, WriteOffReason.NonCovered);
        var request = await RequestAsync(denial);
        var both = desk.Mia with { UserId = desk.Ann.UserId };

        Assert.Equal("own_request", (await desk.Get<DecideWriteOff>().Run(Decision(request, true), both, Stop)).Refusal!.Code);
        Assert.Equal("words_missing", (await desk.Get<DecideWriteOff>().Run(Decision(request, false), desk.Mia, Stop)).Refusal!.Code);
        Assert.Null((await desk.Get<DecideWriteOff>().Run(Decision(request, false, "Appeal it first."), desk.Mia, Stop)).Refusal);
        Assert.Equal("new", await StateAsync(denial));
        Assert.Equal("write_off_rejected", Assert.Single(await NoticesAsync(desk.Ann), n => n.DenialId == denial).Flag);
        Assert.Equal("Appeal it first.", (await desk.Get<SeeWriteOff>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, desk.Ann, Stop))!.Past[0].DecidedWords);
    }

    [Fact]
    public async Task An_approval_asks_the_guard_again_and_a_lead_approves_below_a_lead_s_limit_only()
    {
        var (small, large) = (await desk.DenialAsync(100m), await desk.DenialAsync(300m));
        var lead = desk.Mia with { UserId = Guid.NewGuid(), Name = "Lee Lead", Permissions = Roles.Of(Roles.Lead) };
        await AskAsync(desk.Ann, small, WriteOffReason.NonCovered);
        await AskAsync(desk.Ann, large, WriteOffReason.NonCovered);
        await desk.ScalarAsync("update denial set score_parts = coalesce(score_parts, '{}') || '{\"costsMore\": false}', due_on = current_date + 60 where denial_id = any($1)", new[] { small, large });

        var silent = await desk.Get<DecideWriteOff>().Run(Decision(await RequestAsync(small), true), lead, Stop);
        var above = await desk.Get<DecideWriteOff>().Run(Decision(await RequestAsync(large), true, "The contract excludes it."), lead, Stop);
        var done = await desk.Get<DecideWriteOff>().Run(Decision(await RequestAsync(small), true, "The contract excludes it."), lead, Stop);

        Assert.Equal("right_still_open", silent.Refusal?.Code);
        Assert.Equal("This is above your own limit: a manager has to approve it.", above.Refusal?.Sentence);
        Assert.Null(done.Refusal);
        Assert.Equal("write_off", await desk.ScalarAsync("select path from denial_decision where denial_id = $1", small));
    }

    [Fact]
    public async Task A_step_that_is_recorded_names_where_an_avoidable_loss_was_let_in()
    {
        var denial = await desk.DenialAsync(12m);
        var step = new RecordStep.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = 1, Kind = DenialStepKind.WriteOff, WriteOffReason = WriteOffReason.NoAuthorization, Note = "None was asked for." };

        var unnamed = await desk.Get<RecordStep>().Run(step, desk.Ann, Stop);
        var named = await desk.Get<RecordStep>().Run(step with { CommandId = Guid.NewGuid(), WorkflowStep = "No authorization was requested" }, desk.Ann, Stop);

        Assert.Equal("step_missing", unnamed.Refusal?.Code);
        Assert.True(named.Done);
        var row = (await ListAsync("all")).Rows.Single(r => r.DenialId == denial);
        Assert.Equal((true, "No authorization was requested", "Scheduling and pre-service"), (row.Avoidable, row.Step, row.Department));
    }

    [Fact]
    public async Task A_run_of_write_offs_asks_guard_and_limits_row_by_row_and_is_undone_with_what_it_asked_for()
    {
        var (small, large, reversal, asked) = (await desk.DenialAsync(20m), await desk.DenialAsync(400m), await desk.DenialAsync(21m, "22"), await desk.DenialAsync(401m));
        await AskAsync(desk.Ann, asked, WriteOffReason.NonCovered);
        var order = new WorkOrder { Act = WorkAct.WriteOff, Reason = WriteOffReason.NonCovered, Words = "The plan says so." };
        var which = new[] { small, large, reversal, asked }.Select(id => new DenialAddress(desk.Practice, id)).ToList();

        var unsaid = await desk.Get<PreviewBulk>().Run(new() { Which = which, Order = order with { Reason = null } }, desk.Ann, Stop);
        var preview = await desk.Get<PreviewBulk>().Run(new() { Which = which, Order = order }, desk.Ann, Stop);
        var run = (await desk.Get<StartBulk>().Run(new() { CommandId = Guid.NewGuid(), Order = order, Rows = [.. preview.Changing] }, desk.Ann, Stop)).RunId!.Value;
        while (await desk.Get<WorkBulk>().Run(Actor.Desk, Stop)) { }

        var done = (await desk.Get<SeeBulk>().Run(new() { RunId = run }, desk.Ann, Stop))!;
        var states = (await StateAsync(small), await StateAsync(large));
        await desk.Get<UndoBulk>().Run(new() { CommandId = Guid.NewGuid(), RunId = run }, desk.Ann, Stop);
        while (await desk.Get<WorkBulk>().Run(Actor.Desk, Stop)) { }

        Assert.Equal(["already_asked", "not_a_denial", "reason_missing", "reason_missing"], unsaid.Rows.Select(r => r.LeftOut!.Code).Order());
        Assert.Equal([("already_asked", false), ("not_a_denial", false), ("would", false), ("would", true)], preview.Rows.Select(r => (r.LeftOut?.Code ?? "would", r.Asks)).Order());
        Assert.Equal((2, 0), (done.Run.Done, done.Run.Refused));
        Assert.StartsWith("Above the limit", done.Rows.Single(r => r.DenialId == large).Sentence, StringComparison.Ordinal);
        Assert.Equal(("written_off", "new"), states);
        Assert.Equal(("new", "new"), (await StateAsync(small), await StateAsync(large)));
        Assert.Equal("withdrawn", await desk.ScalarAsync("select state from write_off_request where denial_id = $1", large));
        Assert.Equal(2, (await desk.Get<SeeBulk>().Run(new() { RunId = run }, desk.Ann, Stop))!.Run.Undone);
    }

    [Fact]
    public async Task A_run_of_notes_is_taken_back_and_stays_readable()
    {
        var denial = await desk.DenialAsync(50m);
        var order = new WorkOrder { Act = WorkAct.Note, Words = "The payer's portal is down." };
        var preview = await desk.Get<PreviewBulk>().Run(new() { Which = [new(desk.Practice, denial)], Order = order }, desk.Ann, Stop);
        var run = (await desk.Get<StartBulk>().Run(new() { CommandId = Guid.NewGuid(), Order = order, Rows = [.. preview.Changing] }, desk.Ann, Stop)).RunId!.Value;
        while (await desk.Get<WorkBulk>().Run(Actor.Desk, Stop)) { }

        var undo = await desk.Get<UndoBulk>().Run(new() { CommandId = Guid.NewGuid(), RunId = run }, desk.Ann, Stop);
        while (await desk.Get<WorkBulk>().Run(Actor.Desk, Stop)) { }

        Assert.True(undo.Done);
        var note = Assert.Single((await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, desk.Ann, Stop))!.Notes);
        Assert.Equal(("The payer's portal is down.", "Ann Lee"), (note.Text, note.WithdrawnBy));
        Assert.Equal("undone", (await desk.Get<SeeBulk>().Run(new() { RunId = run }, desk.Ann, Stop))!.Rows.Single().Result);
    }

    [Fact]
    public async Task One_s_own_request_is_taken_back_and_another_s_is_not()
    {
        var denial = await desk.DenialAsync(300m);
        await AskAsync(desk.Ann, denial, WriteOffReason.NonCovered);
        var request = await RequestAsync(denial);

        Assert.Equal("not_yours", (await desk.Get<WithdrawWriteOff>().Run(new() { PracticeId = desk.Practice, RequestId = request }, desk.Mia, Stop))!.Code);
        Assert.Null(await desk.Get<WithdrawWriteOff>().Run(new() { PracticeId = desk.Practice, RequestId = request }, desk.Ann, Stop));
        Assert.Equal("decided", (await desk.Get<DecideWriteOff>().Run(Decision(request, true), desk.Mia, Stop)).Refusal!.Code);
        Assert.True((await AskAsync(desk.Ann, denial, WriteOffReason.NonCovered)).Waiting);
    }

    [Fact]
    public async Task What_was_closed_meanwhile_is_not_written_off()
    {
        var denial = await desk.DenialAsync(300m);
        await AskAsync(desk.Ann, denial, WriteOffReason.NonCovered);
        var request = await RequestAsync(denial);
        await desk.ScalarAsync("update denial set state = 'closed_recovered', is_open = false where denial_id = $1", denial);

        Assert.DoesNotContain((await ListAsync("waiting")).Rows, r => r.DenialId == denial);
        Assert.Equal("closed_meanwhile", (await desk.Get<DecideWriteOff>().Run(Decision(request, true), desk.Mia, Stop)).Refusal!.Code);
        Assert.Equal("overtaken", (await ListAsync("overtaken")).Rows.Single(r => r.DenialId == denial).State);
    }

    [Fact]
    public async Task A_step_recorded_elsewhere_and_its_undo_stand_in_the_list_too()
    {
        var denial = await desk.DenialAsync(12m);
        var done = await desk.Get<RecordStep>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = 1, Kind = DenialStepKind.WriteOff, WriteOffReason = WriteOffReason.SmallBalance, Note = "Too small." }, desk.Ann, Stop);
        Assert.Equal("approved", (await ListAsync("all")).Rows.Single(r => r.DenialId == denial).State);

        await desk.Get<UndoLastStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = done.Version }, desk.Ann, Stop);

        Assert.Equal("reversed", (await ListAsync("all")).Rows.Single(r => r.DenialId == denial).State);
    }

    [Fact]
    public async Task Many_are_proposed_and_written_off_each_by_its_own_rules_with_a_sample_to_look_at()
    {
        var denials = new List<long>();
        for (var i = 0; i < 11; i++) { denials.Add(await desk.DenialAsync(3m)); }

        var large = await desk.DenialAsync(500m);
        var proposed = (await desk.Get<ListWriteOffProposals>().Run(new() { Reason = "small_balance", Take = 500 }, desk.Ann, Stop)).Where(p => denials.Contains(p.DenialId)).ToList();
        Assert.Equal(11, proposed.Count);
        var items = proposed.Select(p => new BulkWriteOffItem(p.PracticeId, p.DenialId, p.Version)).Append(new(desk.Practice, large, 1)).Append(new(desk.Practice, 999_999, 1)).ToList();
        var bulk = new WriteOffMany.Input { CommandId = Guid.NewGuid(), Items = items, Reason = WriteOffReason.SmallBalance, Words = "Too small." };

        var lines = await desk.Get<WriteOffMany>().Run(bulk, desk.Ann, Stop);
        var again = await desk.Get<WriteOffMany>().Run(bulk, desk.Ann, Stop);

        Assert.Equal((11, 1, 1), (lines.Count(l => l.Answer is { Done: true, Waiting: false }), lines.Count(l => l.Answer.Waiting), lines.Count(l => !l.Answer.Done)));
        Assert.Equal(lines.Select(l => (l.DenialId, l.Answer.Done, l.Answer.Version)), again.Select(l => (l.DenialId, l.Answer.Done, l.Answer.Version)));
        var review = (await ListAsync("review")).Rows.Where(r => denials.Contains(r.DenialId)).ToList();
        Assert.InRange(review.Count, 1, 2);
        Assert.NotNull(await desk.Get<ReviewWriteOff>().Run(new() { PracticeId = desk.Practice, RequestId = review[0].RequestId }, desk.Mia with { UserId = desk.Ann.UserId }, Stop));
        Assert.Null(await desk.Get<ReviewWriteOff>().Run(new() { PracticeId = desk.Practice, RequestId = review[0].RequestId }, desk.Mia, Stop));
        Assert.Equal(review.Count - 1, (await ListAsync("review")).Rows.Count(r => denials.Contains(r.DenialId)));
    }

    private Task<WriteOffAnswer> AskAsync(Actor who, long denial, WriteOffReason reason, string step = "")
        => desk.Get<AskWriteOff>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = 1, Reason = reason, Step = step, Words = "The plan says so." }, who, Stop);

    private DecideWriteOff.Input Decision(long request, bool approve, string? words = null, Guid? command = null)
        => new() { CommandId = command ?? Guid.NewGuid(), PracticeId = desk.Practice, RequestId = request, Approve = approve, Words = words };

    private async Task<long> RequestAsync(long denial)
        => (long)(await desk.ScalarAsync("select request_id from write_off_request where denial_id = $1 and state = 'waiting'", denial))!;

    private async Task<string> StateAsync(long denial) => (string)(await desk.ScalarAsync("select state from denial where denial_id = $1", denial))!;

    private Task<WriteOffList> ListAsync(string show) => desk.Get<ListWriteOffs>().Run(new() { Show = show, Take = 1000 }, desk.Mia, Stop);

    private Task<IReadOnlyList<NoticeRow>> NoticesAsync(Actor who) => desk.Get<ListNotices>().Run(new() { Take = 1000 }, who, Stop);

    /// <summary>A practice, a biller and a manager who are told things.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        private DenialRows _rows = null!;
        private int _payer;

        public int Practice { get; private set; }

        public Actor Ann { get; private set; } = null!;

        public Actor Mia { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            _rows = new(Database);
            Practice = await _rows.PracticeAsync("Elm Street");
            _payer = await _rows.PayerAsync("Acme Health");
            Ann = await PersonAsync("Ann Lee", Roles.Biller);
            Mia = await PersonAsync("Mia Chief", Roles.Manager);
        }

        public Task<long> DenialAsync(decimal denied, string status = "1") => _rows.AddAsync(new() { Practice = Practice, Payer = _payer, Charge = denied * 2, Denied = denied, Status = status });

        private async Task<Actor> PersonAsync(string name, string role)
        {
            var id = Guid.NewGuid();
            await ScalarAsync(
                """
                with p as (
                    insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, all_practices)
                    values ($1, $2, false, false, false, false, 0, true) returning id)
                insert into identity_user_roles (user_id, role_id) select p.id, r.id from p, identity_roles r where r.name = $3
                """, id, name, role);
            return (await Get<FindActor>().Run(id, null, TestContext.Current.CancellationToken))!;
        }
    }
}
