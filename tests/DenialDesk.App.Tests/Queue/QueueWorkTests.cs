// Reason for length: leases, moves, skips and bulk runs stand on one desk with the same four people.
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Bench;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.Tests.Queue;

public sealed class QueueWorkTests(QueueWorkTests.Desk desk) : IClassFixture<QueueWorkTests.Desk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A practice, two billers, a lead and an auditor who can sign in; every test makes its own denials.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Practice { get; private set; }

        public int Payer { get; private set; }

        public Actor Ann { get; private set; } = null!;

        public Actor Bob { get; private set; } = null!;

        public Actor Lee { get; private set; } = null!;

        public Actor Aud { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Practice = await Rows.PracticeAsync("Elm Street");
            Payer = await Rows.PayerAsync("Acme Health");
            Ann = await PersonAsync("Ann", Roles.Biller);
            Bob = await PersonAsync("Bob", Roles.Biller);
            Lee = await PersonAsync("Lee", Roles.Lead);
            Aud = await PersonAsync("Aud", Roles.Auditor);
        }

        /// <summary>An open denial due in twelve weeks, of a practice of its own when one is given.</summary>
        public Task<long> DenialAsync(int? practice = null, decimal denied = 100, DateOnly? due = null)
            => Rows.AddAsync(new() { Practice = practice ?? Practice, Payer = Payer, Denied = denied, Due = due ?? DateOnly.FromDateTime(DateTime.UtcNow).AddDays(84) });

        private async Task<Actor> PersonAsync(string name, string role)
        {
            var id = Guid.NewGuid();
            await ScalarAsync(
                """
                with r as (
                    insert into identity_roles (id, name, normalized_name) values (gen_random_uuid(), $3, upper($3))
                    on conflict do nothing returning id),
                u as (
                    insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, all_practices)
                    values ($1, $2, false, false, false, false, 0, true) returning id)
                select count(*) from r, u
                """,
                id, name, role);
            await ScalarAsync("insert into identity_user_roles (user_id, role_id) select $1, r.id from identity_roles r where r.name = $2", id, role);
            return (await Get<FindActor>().Run(id, null, Stop))!;
        }
    }

    [Fact]
    public async Task A_denial_opened_by_one_is_told_to_the_other_and_taking_it_over_makes_the_old_token_worthless()
    {
        var id = await desk.DenialAsync();
        var ann = await LeaseAsync(id, desk.Ann);
        var bob = await LeaseAsync(id, desk.Bob);
        var row = (await desk.Get<ListQueue>().Run(new() { Filter = new(), Take = 1000 }, desk.Bob, Stop)).Single(r => r.DenialId == id);

        var over = await LeaseAsync(id, desk.Bob, takeOver: true);
        var renewed = await LeaseAsync(id, desk.Ann, token: ann!.Token);
        var late = await StepAsync(id, desk.Ann, DenialStepKind.Start, ann.Token);
        var fine = await StepAsync(id, desk.Bob, DenialStepKind.Start, over!.Token);

        Assert.True(ann.Mine);
        Assert.Equal((false, null, "Ann"), (bob!.Mine, bob.Token, bob.Holder));
        Assert.Equal("Ann", row.OpenBy);
        Assert.True(over.Token > ann.Token);
        Assert.Equal((false, "Bob"), (renewed!.Mine, renewed.Holder));
        Assert.Equal("overtaken", late.Refusal?.Code);
        Assert.StartsWith("Bob took this over at", late.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.True(fine.Done);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'denial.taken_over' and subject_id = $1", $"{id}"));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_anybodys_and_the_sleeper_is_told_who_took_it()
    {
        var id = await desk.DenialAsync();
        var ann = await LeaseAsync(id, desk.Ann);
        await desk.ScalarAsync("update denial_lease set until = now() - interval '1 second' where denial_id = $1", id);

        var bob = await LeaseAsync(id, desk.Bob);
        await desk.Get<EndLease>().Run(new() { PracticeId = desk.Practice, DenialId = id, Token = bob!.Token!.Value }, desk.Bob, Stop);
        var late = await StepAsync(id, desk.Ann, DenialStepKind.Start, ann!.Token);

        Assert.True(bob.Mine);
        Assert.Equal("overtaken", late.Refusal?.Code);
    }

    [Fact]
    public async Task What_is_snoozed_leaves_the_queue_and_comes_back_by_its_day_or_its_last_safe_day()
    {
        var practice = await desk.Rows.PracticeAsync("Snooze");
        var (one, two) = (await desk.DenialAsync(practice), await desk.DenialAsync(practice));
        Assert.True((await MoveAsync(one, desk.Ann, WorkMoveKind.Snooze, workdays: 3, words: "chart from the clinic", practice: practice)).Done);
        Assert.True((await MoveAsync(two, desk.Ann, WorkMoveKind.Snooze, workdays: 3, words: "pool", toPool: true, practice: practice)).Done);

        var asleep = await IdsAsync("snoozed", practice);
        var left = await IdsAsync(null, practice);
        var nothing = await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = practice }, desk.Bob, Stop);
        var why = await desk.Get<WhyNothing>().Run(practice, desk.Bob, Stop);
        await desk.ScalarAsync("update denial set last_safe_day = current_date - 1 where denial_id = $1", one);
        await desk.ScalarAsync("update denial set snoozed_until = current_date - 1 where denial_id = $1", two);

        Assert.Equal([one, two], asleep.Order());
        Assert.Empty(left);
        Assert.Null(nothing);
        Assert.Equal("Nothing is left to take: of 1 without an owner, 1 snoozed.", why);
        Assert.Equal([one, two], (await IdsAsync(null, practice)).Order());
        Assert.Equal([one, two], (await IdsAsync("back", practice)).Order());
        Assert.Equal(desk.Ann.UserId, await desk.ScalarAsync("select assigned_to from denial where denial_id = $1", one));
        Assert.Equal(two, (await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = practice }, desk.Bob, Stop))?.DenialId);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial where denial_id = $1 and snoozed_until is not null", two));
    }

    [Fact]
    public async Task A_move_is_undone_like_any_step()
    {
        var id = await desk.DenialAsync();
        await MoveAsync(id, desk.Ann, WorkMoveKind.Snooze, workdays: 2, words: "chart");

        var undone = await desk.Get<UndoLastStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = id, Version = await VersionAsync(id) }, desk.Ann, Stop);

        Assert.True(undone.Done);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from denial where denial_id = $1 and snoozed_until is null and snooze_reason is null and assigned_to is null", id));
    }

    [Fact]
    public async Task A_lead_is_asked_and_gives_it_back_and_nobody_else_gets_it_meanwhile()
    {
        var practice = await desk.Rows.PracticeAsync("Lead");
        var id = await desk.DenialAsync(practice);
        await MoveAsync(id, desk.Ann, WorkMoveKind.Escalate, words: "Appeal or write off?", practice: practice);

        var bobs = await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = practice }, desk.Bob, Stop);
        var refused = await MoveAsync(id, desk.Bob, WorkMoveKind.GiveBack, words: "Appeal", practice: practice);
        var leads = await IdsAsync("escalated", practice);
        var given = await MoveAsync(id, desk.Lee, WorkMoveKind.GiveBack, words: "Appeal", practice: practice);

        Assert.Null(bobs);
        Assert.Equal("for_leads", refused.Refusal?.Code);
        Assert.Equal([id], leads);
        Assert.True(given.Done);
        Assert.Equal(desk.Ann.UserId, await desk.ScalarAsync("select assigned_to from denial where denial_id = $1 and escalated_by is null", id));
    }

    [Fact]
    public async Task Work_is_handed_over_only_to_somebody_who_can_do_it()
    {
        var id = await desk.DenialAsync();
        await StepAsync(id, desk.Ann, DenialStepKind.Start);

        var toAuditor = await MoveAsync(id, desk.Ann, WorkMoveKind.HandOver, words: "next: call", person: desk.Aud.UserId);
        var byOther = await MoveAsync(id, desk.Bob, WorkMoveKind.HandOver, words: "next: call", person: desk.Bob.UserId);
        var toBob = await MoveAsync(id, desk.Ann, WorkMoveKind.HandOver, words: "next: call", person: desk.Bob.UserId);

        Assert.Equal("cannot_work_it", toAuditor.Refusal?.Code);
        Assert.Equal("owned", byOther.Refusal?.Code);
        Assert.True(toBob.Done);
        Assert.Equal(desk.Bob.UserId, await desk.ScalarAsync("select assigned_to from denial where denial_id = $1", id));
    }

    [Fact]
    public async Task What_was_skipped_is_not_offered_again_today_to_the_same_person_and_is_counted()
    {
        var practice = await desk.Rows.PracticeAsync("Skip");
        var id = await desk.DenialAsync(practice);
        await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = practice }, desk.Ann, Stop);

        var skipped = await MoveAsync(id, desk.Ann, WorkMoveKind.Skip, skip: SkipReason.NotMySkill, practice: practice);
        var anns = await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = practice }, desk.Ann, Stop);
        var state = await desk.ScalarAsync("select state from denial where denial_id = $1", id);
        var bobs = await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid(), Practice = practice }, desk.Bob, Stop);
        var skips = await desk.Get<ListSkips>().Run(new(), desk.Lee, Stop);

        Assert.True(skipped.Done);
        Assert.Null(anns);
        Assert.Equal("new", state);
        Assert.Equal(id, bobs?.DenialId);
        Assert.Contains(skips.Rows, r => r.DenialId == id && r is { Reason: "not_my_skill", Person: "Ann" });
        Assert.Equal(1, skips.Counts.Single(c => c.Reason == "not_my_skill").Skips);
    }

    [Fact]
    public async Task A_run_does_what_was_previewed_leaves_out_what_may_not_and_is_undone_but_for_what_changed_since()
    {
        var practice = await desk.Rows.PracticeAsync("Bulk");
        var ids = new List<long>();
        for (var i = 0; i < 5; i++) { ids.Add(await desk.DenialAsync(practice, 100 + i)); }

        await StepAsync(ids[0], desk.Bob, DenialStepKind.Start, practice: practice);
        await LeaseAsync(ids[1], desk.Bob, practice: practice);
        var order = new WorkOrder { Act = WorkAct.Assign, Person = desk.Ann.UserId };
        var preview = await desk.Get<PreviewBulk>().Run(new() { Filter = new() { Practice = practice }, Order = order }, desk.Ann, Stop);
        await desk.ScalarAsync("update denial set version = version + 1 where denial_id = $1", ids[2]);
        var command = Guid.NewGuid();
        var started = await desk.Get<StartBulk>().Run(new() { CommandId = command, Order = order, Rows = [.. preview.Changing] }, desk.Ann, Stop);
        var again = await desk.Get<StartBulk>().Run(new() { CommandId = command, Order = order, Rows = [.. preview.Changing] }, desk.Ann, Stop);
        await WorkAsync();
        var done = (await desk.Get<SeeBulk>().Run(new() { RunId = started.RunId!.Value }, desk.Ann, Stop))!;
        await StepAsync(ids[3], desk.Ann, DenialStepKind.Start, practice: practice);
        var undo = await desk.Get<UndoBulk>().Run(new() { CommandId = Guid.NewGuid(), RunId = started.RunId.Value }, desk.Ann, Stop);
        await WorkAsync();
        var undone = (await desk.Get<SeeBulk>().Run(new() { RunId = started.RunId.Value }, desk.Ann, Stop))!;

        Assert.Equal(started, again);
        Assert.Equal([ids[2], ids[3], ids[4]], preview.Changing.Select(r => r.DenialId).Order());
        Assert.Equal(["Bob has it open.", "Bob is working on this denial. Ask them, or a manager, to hand it over."], preview.LeftOut.Select(l => l.Why).Order());
        Assert.Equal(("done", 2, 1), (done.Run.State, done.Run.Done, done.Run.Refused));
        Assert.Contains("changed since the preview", done.Rows.Single(r => r.DenialId == ids[2]).Sentence, StringComparison.Ordinal);
        Assert.True(undo.Done);
        Assert.Equal(("undone", 1, 1), (undone.Run.State, undone.Run.Undone, undone.Run.Left));
        Assert.Equal("left", undone.Rows.Single(r => r.DenialId == ids[3]).Result);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from denial where denial_id = $1 and assigned_to is null", ids[4]));
        Assert.Null(await desk.Get<SeeBulk>().Run(new() { RunId = started.RunId.Value }, desk.Bob, Stop));
    }

    [Fact]
    public async Task Billers_on_two_nodes_never_own_one_denial_at_one_time_and_lose_nothing_they_were_told_is_saved()
    {
        var practice = await desk.Rows.PracticeAsync("Drill");
        await desk.Rows.SeedAsync(practice, [desk.Payer], 400, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(30));
        await using var second = App.Data.DeskConnection.Open(desk.ConnectionString);
        await using var node = new ServiceCollection().AddLogging().AddDesk(second).BuildServiceProvider();

        var found = await new DeskDrill([desk.Services, node], desk.Database, billers: 12, think: TimeSpan.FromMilliseconds(60), seed: 5).RunAsync(TimeSpan.FromSeconds(4), Stop);

        Assert.True(found.Commands > 50, $"Only {found.Commands} commands.");
        Assert.True(found.StaleSent > 0);
        Assert.Equal((0L, 0L, 0), (found.DoubleOwners, found.LostWrites, found.StaleAccepted));
    }

    [Fact]
    public async Task A_view_is_its_owners_until_it_is_shared_and_comes_back_after_it_was_deleted()
    {
        var keep = desk.Get<KeepView>();
        var saved = await keep.Run(new() { Act = KeepView.Act.Save, Name = "Big ones", Query = "min=500&group=payer" }, desk.Ann, Stop);
        var twice = await keep.Run(new() { Act = KeepView.Act.Save, Name = "BIG ONES", Query = "" }, desk.Ann, Stop);
        var unseen = (await desk.Get<ListViews>().Run(desk.Bob, Stop)).Views;
        await keep.Run(new() { Act = KeepView.Act.Change, ViewId = saved.ViewId, Name = "Big ones", Query = "min=800", Shared = true }, desk.Ann, Stop);
        var seen = (await desk.Get<ListViews>().Run(desk.Bob, Stop)).Views;
        var others = await keep.Run(new() { Act = KeepView.Act.Delete, ViewId = saved.ViewId }, desk.Bob, Stop);
        await keep.Run(new() { Act = KeepView.Act.Delete, ViewId = saved.ViewId }, desk.Ann, Stop);
        var gone = (await desk.Get<ListViews>().Run(desk.Ann, Stop)).Views;
        await keep.Run(new() { Act = KeepView.Act.Restore, ViewId = saved.ViewId }, desk.Ann, Stop);
        await keep.Run(new() { Act = KeepView.Act.Columns, Query = "due,owner" }, desk.Ann, Stop);
        var back = await desk.Get<ListViews>().Run(desk.Ann, Stop);

        Assert.Equal("name_taken", twice.Refusal?.Code);
        Assert.Empty(unseen);
        Assert.Equal(("Big ones", "min=800", false, "Ann"), seen.Select(v => (v.Name, v.Query, v.Mine, v.Owner)).Single());
        Assert.Equal("not_found", others.Refusal?.Code);
        Assert.Empty(gone);
        Assert.Equal("Big ones", Assert.Single(back.Views).Name);
        Assert.Equal("due,owner", back.Columns);
    }

    [Fact]
    public async Task The_queue_is_grouped_aged_counted_and_searched_within_its_filter()
    {
        var practice = await desk.Rows.PracticeAsync("Groups");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var ids = new List<long>();
        foreach (var (age, carc) in new[] { (5, "16"), (45, "16"), (100, "29"), (200, "29") })
        {
            ids.Add(await desk.Rows.AddAsync(new() { Practice = practice, Payer = desk.Payer, Denied = 50, Carc = carc, On = today.AddDays(-age), Due = today.AddDays(60) }));
        }

        var filter = new QueueFilter { Practice = practice };
        var ages = await desk.Get<GroupQueue>().Run(new() { By = QueueGroup.Age, Filter = filter }, desk.Lee, Stop);
        var codes = await desk.Get<GroupQueue>().Run(new() { By = QueueGroup.Code, Filter = filter }, desk.Lee, Stop);
        var payers = await desk.Get<GroupQueue>().Run(new() { By = QueueGroup.Payer, Filter = filter }, desk.Lee, Stop);
        var categories = await desk.Get<GroupQueue>().Run(new() { By = QueueGroup.Category, Filter = filter }, desk.Lee, Stop);
        var counts = await desk.Get<CountViews>().Run([filter, filter with { Age = "31-60" }, filter with { Age = "121-" }, filter with { Owner = "team" }, filter with { State = "follow_up" }], desk.Lee, Stop);
        var found = await desk.Get<FindDenial>().Run($"#{ids[0]}", desk.Lee, Stop);
        var related = await desk.Get<SeeRelated>().Run(new() { PracticeId = practice, DenialId = ids[0] }, desk.Lee with { PracticeIds = new HashSet<int> { practice } }, Stop);

        Assert.Equal([1L, 1L, 0L, 1L, 1L], ages.Select(a => a.Denials));
        Assert.Equal([("CO-16", 2L), ("CO-29", 2L)], codes.Select(c => (c.Value, c.Denials)).Order());
        Assert.Equal(("Acme Health", 4L, 200m), payers.Select(p => (p.Name, p.Denials, p.Amount)).Single());
        Assert.Equal("coding", Assert.Single(categories).Value);
        Assert.Equal([4L, 1L, 1L, 0L, 0L], counts);
        Assert.Equal(ids[0], found[0].DenialId);
        Assert.Equal(("CO-16", 1L, 50m), (related!.Code, related.More, related.Amount));
    }

    private async Task WorkAsync()
    {
        while (await desk.Get<WorkBulk>().Run(Actor.Desk, Stop)) { }
    }

    private Task<LeaseView?> LeaseAsync(long id, Actor actor, bool takeOver = false, long? token = null, int? practice = null)
        => desk.Get<KeepLease>().Run(new() { PracticeId = practice ?? desk.Practice, DenialId = id, TakeOver = takeOver, Token = token }, actor, Stop);

    private async Task<StepResult> StepAsync(long id, Actor actor, DenialStepKind kind, long? lease = null, int? practice = null)
        => await desk.Get<RecordStep>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = practice ?? desk.Practice, DenialId = id, Version = await VersionAsync(id), Kind = kind, Lease = lease }, actor, Stop);

    private async Task<StepResult> MoveAsync(
        long id, Actor actor, WorkMoveKind kind, int workdays = 0, string? words = null, bool toPool = false, Guid? person = null, SkipReason? skip = null, int? practice = null)
        => await desk.Get<MoveWork>().Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = practice ?? desk.Practice,
                DenialId = id,
                Version = await VersionAsync(id),
                Kind = kind,
                Workdays = workdays,
                Words = words,
                ToPool = toPool,
                Person = person,
                Skip = skip,
            },
            actor, Stop);

    private async Task<int> VersionAsync(long id) => (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", id))!;

    private async Task<IEnumerable<long>> IdsAsync(string? state, int practice)
        => (await desk.Get<ListQueue>().Run(new() { Filter = new() { State = state, Practice = practice } }, desk.Lee, Stop)).Select(r => r.DenialId);
}
