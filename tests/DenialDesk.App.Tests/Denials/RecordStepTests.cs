// Reason for length: steps, refusals, replays and undoing stand on one desk and one denial each.
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.Tests.Denials;

public sealed class RecordStepTests(RecordStepTests.Desk desk) : IClassFixture<RecordStepTests.Desk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One practice, one payer, two billers and a manager.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Practice { get; private set; }

        public int Payer { get; private set; }

        public Actor Ann { get; private set; } = null!;

        public Actor Bob { get; private set; } = null!;

        public Actor Manager { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Practice = await Rows.PracticeAsync("Elm Street");
            Payer = await Rows.PayerAsync("Acme Health");
            Permission[] biller = [Permission.SeeDenials, Permission.WorkDenials, Permission.WriteOff];
            Ann = await PersonAsync("Ann Lee", biller);
            Bob = await PersonAsync("Bob Ray", biller);
            Manager = await PersonAsync("Mia Chief", [.. biller, Permission.AssignOthers, Permission.UndoOthers, Permission.ApproveWriteOffs]);
        }

        private async Task<Actor> PersonAsync(string name, Permission[] may)
        {
            var id = Guid.NewGuid();
            await ScalarAsync(
                """
                insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                values ($1, $2, false, false, false, false, 0)
                """,
                id, name);
            return new(id, name, may.ToHashSet(), new HashSet<int> { Practice });
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("-5")]
    public async Task A_recovery_needs_an_amount_above_zero(string? amount)
    {
        var id = await DenialAsync();

        await Refused(id, "amount_missing", "Type the amount the payer paid; it has to be more than zero.",
            new Wish(DenialStepKind.Recovered) { Amount = amount is null ? null : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) });
    }

    [Fact]
    public async Task A_recovery_above_the_charge_is_a_typing_error()
    {
        var id = await DenialAsync();

        await Refused(id, "amount_too_high", "$150.00 is more than the $100.00 still open on this denial. Check the amount.", new Wish(DenialStepKind.Recovered) { Amount = 150 });
    }

    [Fact]
    public async Task A_write_off_needs_a_reason()
    {
        var id = await DenialAsync(20);

        await Refused(id, "reason_missing", "Choose why this is written off.", new Wish(DenialStepKind.WriteOff));
    }

    [Fact]
    public async Task A_large_write_off_needs_a_manager()
    {
        var id = await DenialAsync(WriteOffReasons.BillerLimit);
        var wish = new Wish(DenialStepKind.WriteOff) { Reason = WriteOffReason.SmallBalance, Note = "agreed" };

        var refusal = await Refused(id, "limit", null, wish);
        Assert.Contains("need a lead", refusal, StringComparison.Ordinal);
        Assert.True((await TakeAsync(id, wish, desk.Manager)).Done);
    }

    [Fact]
    public async Task A_stale_page_is_told_so_and_changes_nothing()
    {
        var id = await DenialAsync();
        Assert.True((await TakeAsync(id, new(DenialStepKind.Start))).Done);
        var before = await RowAsync(id);

        var result = await TakeAsync(id, new(DenialStepKind.Appealed) { Version = 1 });

        Assert.False(result.Done);
        Assert.True(result.Overtaken);
        Assert.Equal(2, result.Version);
        Assert.Equal(before, await RowAsync(id));
        Assert.Equal(1L, await StepsAsync(id));
    }

    [Fact]
    public async Task Two_people_with_the_same_page_one_wins_and_the_other_is_overtaken()
    {
        var id = await DenialAsync();

        var results = await Task.WhenAll(
            Task.Run(() => TakeAsync(id, new(DenialStepKind.Start) { Version = 1 }, desk.Manager), Stop),
            Task.Run(() => TakeAsync(id, new(DenialStepKind.Appealed) { Version = 1 }, desk.Ann), Stop));

        Assert.Single(results, r => r.Done);
        Assert.Single(results, r => r.Overtaken);
        Assert.Equal(1L, await StepsAsync(id));
    }

    [Fact]
    public async Task What_another_biller_works_on_is_theirs_until_a_manager_hands_it_over()
    {
        var id = await DenialAsync();
        Assert.True((await TakeAsync(id, new(DenialStepKind.Start), desk.Bob)).Done);

        await Refused(id, "owned", "Bob Ray is working on this denial. Ask them, or a manager, to hand it over.", new Wish(DenialStepKind.Appealed));
        Assert.True((await TakeAsync(id, new(DenialStepKind.Assign) { AssignTo = desk.Ann.UserId }, desk.Manager)).Done);
        Assert.True((await TakeAsync(id, new(DenialStepKind.Appealed))).Done);
    }

    [Fact]
    public async Task A_biller_cannot_give_work_to_others()
    {
        var id = await DenialAsync();

        await Refused(id, "not_yours_to_give", null, new Wish(DenialStepKind.Assign) { AssignTo = desk.Bob.UserId });
    }

    [Fact]
    public async Task A_denial_of_another_practice_is_not_there()
    {
        var id = await DenialAsync();
        var stranger = desk.Ann with { PracticeIds = new HashSet<int> { desk.Practice + 1 } };

        var result = await TakeAsync(id, new(DenialStepKind.Start), stranger);

        Assert.Equal("not_found", result.Refusal?.Code);
        Assert.Equal(0L, await StepsAsync(id));
    }

    [Fact]
    public async Task Writing_off_without_the_permission_is_refused_before_anything_is_read()
    {
        var id = await DenialAsync();
        var reader = desk.Ann with { Permissions = new HashSet<Permission> { Permission.SeeDenials, Permission.WorkDenials } };

        await Assert.ThrowsAsync<NotPermittedException>(() => TakeAsync(id, new(DenialStepKind.WriteOff) { Reason = WriteOffReason.SmallBalance }, reader));
    }

    [Fact]
    public async Task The_same_command_sent_again_changes_nothing_more()
    {
        var id = await DenialAsync();
        var wish = new Wish(DenialStepKind.Recovered) { Amount = 40, Command = Guid.NewGuid(), Version = 1 };
        var first = await TakeAsync(id, wish);
        var row = await RowAsync(id);

        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TakeAsync(id, wish), Stop)));

        Assert.True(first.Done);
        Assert.All(again, r => Assert.Equal(first, r));
        Assert.Equal(row, await RowAsync(id));
        Assert.Equal(1L, await StepsAsync(id));
        Assert.Equal(1L, await JournalAsync(wish.Command));
    }

    [Fact]
    public async Task One_command_sent_four_times_at_once_is_one_step()
    {
        var id = await DenialAsync();
        var wish = new Wish(DenialStepKind.Recovered) { Amount = 40, Version = 1 };

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TakeAsync(id, wish), Stop)));

        Assert.All(all, r => Assert.True(r.Done));
        Assert.Equal(40m, await desk.ScalarAsync("select recovered_amount from denial where denial_id = $1", id));
        Assert.Equal(1L, await StepsAsync(id));
    }

    [Fact]
    public async Task A_command_id_with_other_content_is_refused()
    {
        var id = await DenialAsync();
        var command = Guid.NewGuid();
        Assert.True((await TakeAsync(id, new(DenialStepKind.Start) { Command = command })).Done);

        await Refused(id, "command_reused", "This command was sent before with other content. Load the page again.", new Wish(DenialStepKind.Recovered) { Amount = 5, Command = command });
    }

    [Fact]
    public async Task A_refused_command_may_be_sent_again_once_the_reason_is_gone()
    {
        var id = await DenialAsync();
        var wish = new Wish(DenialStepKind.Recovered) { Amount = 40, Version = 2 };
        Assert.True((await TakeAsync(id, wish)).Overtaken);
        Assert.True((await TakeAsync(id, new(DenialStepKind.Start))).Done);

        Assert.True((await TakeAsync(id, wish)).Done);
        Assert.Equal("closed_recovered", await desk.ScalarAsync("select state from denial where denial_id = $1", id));
    }

    [Fact]
    public async Task Every_command_leaves_one_step_and_one_line_in_the_journal()
    {
        var id = await DenialAsync(20);
        Wish[] wishes =
        [
            new(DenialStepKind.Assign) { AssignTo = desk.Ann.UserId }, new(DenialStepKind.Start), new(DenialStepKind.Appealed), new(DenialStepKind.Recovered) { Amount = 12 },
            new(DenialStepKind.Reopen), new(DenialStepKind.WriteOff) { Reason = WriteOffReason.SmallBalance, Note = "the rest" },
        ];
        foreach (var wish in wishes)
        {
            Assert.True((await TakeAsync(id, wish)).Done);
            Assert.Equal(1L, await JournalAsync(wish.Command));
            Assert.Equal(1L, await desk.ScalarAsync("select count(*) from denial_step where denial_id = $1 and command_id = $2 and actor_id = $3", id, wish.Command, desk.Ann.UserId!));
        }

        Assert.Equal(wishes.LongLength, await StepsAsync(id));
        Assert.Equal(1 + wishes.Length, await VersionAsync(id));
        Assert.Equal(8m, await desk.ScalarAsync("select written_off_amount from denial where denial_id = $1", id));
    }

    public static TheoryData<DenialStepKind> EveryFirstStep =>
        [DenialStepKind.Assign, DenialStepKind.Start, DenialStepKind.CorrectedResubmitted, DenialStepKind.Appealed, DenialStepKind.Recovered, DenialStepKind.ToNextPayer, DenialStepKind.WriteOff];

    [Theory]
    [MemberData(nameof(EveryFirstStep))]
    public async Task Undo_puts_every_column_back_and_keeps_the_history(DenialStepKind kind)
    {
        var id = await DenialAsync(20);
        var before = await WorkAsync(id);
        var wish = new Wish(kind) { Amount = 12, Reason = WriteOffReason.SmallBalance, Note = "why", AssignTo = desk.Ann.UserId, AsNewClaim = true };
        var step = await TakeAsync(id, wish);
        Assert.True(step.Done, step.Refusal?.Sentence);
        Assert.NotEqual(before, await WorkAsync(id));

        var command = Guid.NewGuid();
        var undone = await UndoAsync(id, command: command);

        Assert.True(undone.Done);
        Assert.Equal(before, await WorkAsync(id));
        Assert.Equal(2L, await StepsAsync(id));
        Assert.Equal(1L, await JournalAsync(command));
        Assert.Equal(kind.Text(), await desk.ScalarAsync("select step from denial_step where denial_id = $1 order by step_id limit 1", id));
        Assert.Equal(3, await VersionAsync(id));
    }

    [Fact]
    public async Task Undoing_again_and_again_walks_back_step_by_step_to_the_start()
    {
        var id = await DenialAsync();
        var states = new Stack<string>();
        foreach (var wish in new Wish[] { new(DenialStepKind.Start), new(DenialStepKind.Appealed), new(DenialStepKind.Recovered) { Amount = 60 }, new(DenialStepKind.Reopen) })
        {
            states.Push(await WorkAsync(id));
            Assert.True((await TakeAsync(id, wish)).Done);
        }

        while (states.TryPop(out var earlier))
        {
            Assert.True((await UndoAsync(id)).Done);
            Assert.Equal(earlier, await WorkAsync(id));
        }

        Assert.Equal("nothing_to_undo", (await UndoAsync(id)).Refusal?.Code);
        Assert.Equal(8L, await StepsAsync(id));
    }

    [Fact]
    public async Task After_an_undo_the_next_step_is_the_one_that_is_undone()
    {
        var id = await DenialAsync();
        await TakeAsync(id, new(DenialStepKind.Start));
        var started = await WorkAsync(id);
        await TakeAsync(id, new(DenialStepKind.Appealed));
        await UndoAsync(id);
        await TakeAsync(id, new(DenialStepKind.Recovered) { Amount = 10 });

        Assert.True((await UndoAsync(id)).Done);
        Assert.Equal(started, await WorkAsync(id));
    }

    [Fact]
    public async Task An_undo_sent_twice_undoes_one_step()
    {
        var id = await DenialAsync();
        await TakeAsync(id, new(DenialStepKind.Start));
        var started = await WorkAsync(id);
        await TakeAsync(id, new(DenialStepKind.Appealed));
        var command = Guid.NewGuid();

        Assert.True((await UndoAsync(id, command: command, version: 3)).Done);
        Assert.True((await UndoAsync(id, command: command, version: 3)).Done);

        Assert.Equal(started, await WorkAsync(id));
        Assert.Equal(3L, await StepsAsync(id));
    }

    [Fact]
    public async Task Somebody_elses_step_is_undone_by_them_or_a_manager_only()
    {
        var id = await DenialAsync();
        await TakeAsync(id, new(DenialStepKind.Start), desk.Bob);

        Assert.Equal("not_yours", (await UndoAsync(id)).Refusal?.Code);
        Assert.Equal("overtaken", (await UndoAsync(id, desk.Manager, version: 1)).Refusal?.Code);
        Assert.True((await UndoAsync(id, desk.Manager)).Done);
        Assert.Equal("new", await desk.ScalarAsync("select state from denial where denial_id = $1", id));
    }

    [Fact]
    public async Task What_the_payer_paid_after_an_appeal_teaches_the_odds_and_undo_unteaches_them()
    {
        const string carc = "B7";
        var id = await DenialAsync(carc: carc);
        await TakeAsync(id, new(DenialStepKind.Appealed));
        Assert.Equal((0L, 0m), await LearnedAsync(carc));

        Assert.True((await TakeAsync(id, new(DenialStepKind.Recovered) { Amount = 25 })).Done);
        Assert.Equal((1L, 0.25m), await LearnedAsync(carc));

        Assert.True((await UndoAsync(id)).Done);
        Assert.Equal((0L, 0m), await LearnedAsync(carc));
    }

    [Fact]
    public async Task A_payment_nobody_asked_for_teaches_nothing()
    {
        const string carc = "B9";
        var id = await DenialAsync(carc: carc);

        Assert.True((await TakeAsync(id, new(DenialStepKind.Recovered) { Amount = 25 })).Done);

        Assert.Equal((0L, 0m), await LearnedAsync(carc));
    }

    [Fact]
    public async Task A_write_off_after_an_appeal_counts_as_an_attempt_that_failed()
    {
        const string carc = "B20";
        var id = await DenialAsync(20, carc: carc);
        await TakeAsync(id, new(DenialStepKind.Appealed));

        Assert.True((await TakeAsync(id, new(DenialStepKind.WriteOff) { Reason = WriteOffReason.SmallBalance })).Done);
        Assert.Equal((1L, 0m), await LearnedAsync(carc));

        Assert.True((await UndoAsync(id)).Done);
        Assert.Equal((0L, 0m), await LearnedAsync(carc));
    }

    [Fact]
    public async Task A_note_is_kept_once_and_does_not_make_an_open_page_stale()
    {
        var id = await DenialAsync();
        var note = new AddNote.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = id, Text = "  Called the payer.  " };

        Assert.True((await desk.Get<AddNote>().Run(note, desk.Ann, Stop)).Done);
        Assert.True((await desk.Get<AddNote>().Run(note, desk.Ann, Stop)).Done);
        Assert.Equal("command_reused", (await desk.Get<AddNote>().Run(note with { Text = "Something else" }, desk.Ann, Stop)).Refusal?.Code);
        Assert.Equal("note_empty", (await desk.Get<AddNote>().Run(note with { CommandId = Guid.NewGuid(), Text = " " }, desk.Ann, Stop)).Refusal?.Code);

        Assert.Equal("Called the payer.", await desk.ScalarAsync("select string_agg(text, '|') from denial_note where denial_id = $1", id));
        Assert.True((await TakeAsync(id, new(DenialStepKind.Start) { Version = 1 })).Done);
    }

    [Fact]
    public async Task The_denial_page_shows_each_step_and_which_was_undone()
    {
        var id = await DenialAsync();
        await TakeAsync(id, new(DenialStepKind.Start));
        await TakeAsync(id, new(DenialStepKind.Appealed) { Note = "sent by fax" });
        await UndoAsync(id);

        var view = (await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Practice, DenialId = id }, desk.Ann, Stop))!;

        Assert.Equal(["undo", "appealed", "start"], view.Steps.Select(s => s.Step));
        Assert.Equal([false, true, false], view.Steps.Select(s => s.Undone));
        Assert.Equal("sent by fax", view.Steps[1].Note);
        Assert.Equal("in_work", view.State);
        Assert.Equal("Ann Lee", view.Owner);
        Assert.Equal(4, view.Version);
    }

    /// <summary>What a test asks for; without a version it is the one the page would show now.</summary>
    private sealed record Wish(DenialStepKind Kind)
    {
        public Guid Command { get; init; } = Guid.NewGuid();

        public int? Version { get; init; }

        public decimal? Amount { get; init; }

        public WriteOffReason? Reason { get; init; }

        public string? Note { get; init; }

        public Guid? AssignTo { get; init; }

        public bool AsNewClaim { get; init; }
    }

    private async Task<string> Refused(long id, string code, string? sentence, Wish wish)
    {
        var (row, steps) = (await RowAsync(id), await StepsAsync(id));
        var result = await TakeAsync(id, wish);
        Assert.False(result.Done);
        Assert.Equal(code, result.Refusal?.Code);
        if (sentence is not null) { Assert.Equal(sentence, result.Refusal?.Sentence); }

        Assert.Equal(row, await RowAsync(id));
        Assert.Equal(steps, await StepsAsync(id));
        return result.Refusal!.Sentence;
    }

    private Task<long> DenialAsync(decimal amount = 100, string carc = "16") => desk.Rows.AddAsync(new()
    {
        Practice = desk.Practice,
        Payer = desk.Payer,
        Charge = amount,
        Denied = amount,
        Carc = carc,
        Due = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(60),
    });

    private async Task<StepResult> TakeAsync(long id, Wish wish, Actor? actor = null) => await desk.Get<RecordStep>().Run(
        new()
        {
            CommandId = wish.Command,
            PracticeId = desk.Practice,
            DenialId = id,
            Version = wish.Version ?? await VersionAsync(id),
            Kind = wish.Kind,
            Amount = wish.Amount,
            WriteOffReason = wish.Reason,
            Note = wish.Note,
            AssignTo = wish.AssignTo,
            AsNewClaim = wish.AsNewClaim,
        },
        actor ?? desk.Ann,
        Stop);

    private async Task<StepResult> UndoAsync(long id, Actor? actor = null, Guid? command = null, int? version = null) => await desk.Get<UndoLastStep>().Run(
        new() { CommandId = command ?? Guid.NewGuid(), PracticeId = desk.Practice, DenialId = id, Version = version ?? await VersionAsync(id) }, actor ?? desk.Ann, Stop);

    private async Task<string> WorkAsync(long id) => (string)(await desk.ScalarAsync("select denial_work(d)::text from denial d where denial_id = $1", id))!;

    private async Task<string> RowAsync(long id) => (string)(await desk.ScalarAsync("select to_jsonb(d)::text from denial d where denial_id = $1", id))!;

    private async Task<int> VersionAsync(long id) => (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", id))!;

    private async Task<long> StepsAsync(long id) => (long)(await desk.ScalarAsync("select count(*) from denial_step where denial_id = $1", id))!;

    private async Task<long> JournalAsync(Guid command) => (long)(await desk.ScalarAsync("select count(*) from journal where command_id = $1", command))!;

    private async Task<(long Decided, decimal Overturned)> LearnedAsync(string carc) => (
        (long)(await desk.ScalarAsync("select coalesce(sum(decided), 0) from reversal_history where carc = $1", carc))!,
        (decimal)(await desk.ScalarAsync("select coalesce(sum(overturned), 0) from reversal_history where carc = $1", carc))!);
}
