using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Deadlines;

public sealed class ExpireDenialsTests(ExpireDenialsTests.Desk desk) : IClassFixture<ExpireDenialsTests.Desk>
{
    /// <summary>Far after any window of the denials below, whatever the clock of the machine says.</summary>
    private static readonly DateOnly Late = new(2029, 1, 2);

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_denial_past_its_last_known_clock_expires_once_with_everybody_who_had_it_and_the_manager_is_told()
    {
        var (practice, denial) = await MedicareAsync();
        var (bo, mo) = (await PersonAsync("Bo", Roles.Biller, practice), await PersonAsync("Mo", Roles.Manager, practice));
        await StepAsync(practice, denial, DenialStepKind.Assign, bo, bo.UserId);
        await StepAsync(practice, denial, DenialStepKind.Assign, mo, mo.UserId);

        Assert.Equal(0, await ExpireAsync(practice, new(2026, 5, 11)));
        Assert.Equal(1, await ExpireAsync(practice, Late));
        Assert.Equal(0, await ExpireAsync(practice, Late.AddDays(1)));

        Assert.Equal("expired no_decision", await desk.ScalarAsync("select state || ' ' || outcome_reason from denial where denial_id = $1", denial));
        var row = Assert.Single((await desk.Get<ListExpired>().Run(new(), mo, Stop)).Rows, r => r.DenialId == denial);
        Assert.Equal(["Bo", "Mo"], row.Owners);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'denial.expired_no_decision' and subject_id = $1", denial.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["expired"], (await desk.Get<ListNotices>().Run(new(), mo, Stop)).Where(n => n.DenialId == denial).Select(n => n.Flag));
        Assert.Empty((await desk.Get<ListExpired>().Run(new(), mo with { PracticeIds = new HashSet<int> { practice + 1000 } }, Stop)).Rows);
        Assert.Equal(1, (await desk.Get<ListExpired>().Run(new() { Owner = bo.UserId.ToString() }, mo, Stop)).Count);
        Assert.Equal(0, (await desk.Get<ListExpired>().Run(new() { Owner = "none" }, mo, Stop)).Count);
    }

    [Fact]
    public async Task Opened_again_with_a_reason_it_stays_open_for_that_last_day()
    {
        var (practice, denial) = await MedicareAsync();
        var manager = await PersonAsync("Max", Roles.Manager, practice);
        await ExpireAsync(practice, Late);

        Assert.Equal("reopen_reason", (await StepAsync(practice, denial, DenialStepKind.Reopen, manager)).Refusal?.Code);
        Assert.True((await StepAsync(practice, denial, DenialStepKind.Reopen, manager, note: "Good cause: the payer lost the notice")).Done);
        Assert.Equal(0, await ExpireAsync(practice, Late.AddDays(1)));

        Assert.Equal("in_work", await desk.ScalarAsync("select state from denial where denial_id = $1", denial));
    }

    [Fact]
    public async Task What_was_sent_what_is_assumed_and_what_still_runs_does_not_expire()
    {
        var (practice, sent) = await MedicareAsync();
        await desk.ScalarAsync("update denial set state = 'waiting', waiting_since = '2026-03-01' where denial_id = $1", sent);
        var rows = new DenialRows(desk.Database);
        var unknown = await rows.AddAsync(new() { Practice = practice, Payer = await rows.PayerAsync("Nobody Knows"), Denied = 50, On = new(2026, 1, 5), Due = new(2026, 2, 4), Assumed = true });
        var medicare = await rows.PayerAsync("Medicare J20", "medicare_ffs");
        var running = await rows.AddAsync(new() { Practice = practice, Payer = medicare, Denied = 50, On = Late.AddDays(-200), Due = Late.AddDays(-70), Rule = "mcr-L1", Service = Late.AddDays(-210) });
        var promised = await rows.AddAsync(new() { Practice = practice, Payer = medicare, Denied = 50, On = new(2026, 1, 5), Due = new(2026, 5, 11), Rule = "mcr-L1" });
        await desk.ScalarAsync(
            "insert into payer_promise (practice_id, denial_id, at, author_name, told_on, answer_by, how) values ($1, $2, now(), 'Bo', '2028-12-20', $3, 'call')", practice, promised, Late);

        Assert.Equal(0, await ExpireAsync(practice, Late));

        Assert.Equal(4L, await desk.ScalarAsync("select count(*) from denial where is_open and denial_id = any($1)", new[] { sent, unknown, running, promised }));
    }

    [Fact]
    public async Task Marks_climb_from_the_owner_to_the_lead_s_stand_in_and_the_manager_and_nobody_is_told_twice()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Birch Street");
        var (biller, manager) = (await PersonAsync("Bea", Roles.Biller, practice), await PersonAsync("Mia", Roles.Manager, practice));
        var elsewhere = await PersonAsync("Eve", Roles.Manager, await rows.PracticeAsync("Elsewhere"));
        var payer = await rows.PayerAsync("Acme");
        var due = new DateOnly(2026, 5, 21);
        var owned = await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 80, Due = due, Owner = biller.UserId });
        var free = await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 80, Due = due });
        var waiting = await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 80, Due = due, Owner = biller.UserId });
        await desk.ScalarAsync("update denial set state = 'waiting' where denial_id = $1", waiting);

        for (var day = -20; day < 3; day++)
        {
            await desk.Get<FlagDeadlines>().Run(new(practice, due.AddDays(day)), Stop);
            await desk.Get<FlagDeadlines>().Run(new(practice, due.AddDays(day)), Stop);
        }

        Assert.Equal("14 7 3 1 0 overdue", await ToldAsync(biller, owned));
        Assert.Equal("3 1 0 overdue", await ToldAsync(manager, owned));
        Assert.Equal("14 7 3 1 0 overdue", await ToldAsync(manager, free));
        Assert.Equal("", await ToldAsync(biller, waiting) + await ToldAsync(manager, waiting) + await ToldAsync(elsewhere, owned) + await ToldAsync(biller, free));
        Assert.Equal(10, await desk.Get<ListNotices>().UnreadAsync(manager, Stop));
        Assert.Equal(10, await desk.Get<ReadNotices>().Run(new() { UpTo = long.MaxValue }, manager, Stop));
        Assert.Equal(0, await desk.Get<ListNotices>().UnreadAsync(manager, Stop));
        Assert.Equal(6, await desk.Get<ListNotices>().UnreadAsync(biller, Stop));
        Assert.Equal(2, (await desk.Get<ListNotices>().Run(new() { All = true, Flag = "0" }, manager, Stop)).Count);
    }

    [Fact]
    public async Task The_work_of_somebody_who_was_shut_out_is_told_as_nobody_s()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Maple Street");
        var (gone, lead) = (await PersonAsync("Gil", Roles.Biller, practice), await PersonAsync("Lia", Roles.Lead, practice));
        var due = new DateOnly(2026, 5, 21);
        var denial = await rows.AddAsync(new() { Practice = practice, Payer = await rows.PayerAsync("Acme"), Denied = 80, Due = due, Owner = gone.UserId });
        await desk.ScalarAsync("update identity_users set disabled_at = now() where id = $1", gone.UserId!.Value);

        await desk.Get<FlagDeadlines>().Run(new(practice, due.AddDays(-14)), Stop);

        Assert.Equal("14", await ToldAsync(lead, denial));
        Assert.Equal("", await ToldAsync(gone, denial));
    }

    private async Task<string> ToldAsync(Actor actor, long denial) => (string)(await desk.ScalarAsync(
        "select coalesce(string_agg(flag, ' ' order by notice_id), '') from notice where user_id = $1 and denial_id = $2", actor.UserId!.Value, denial))!;

    private Task<int> ExpireAsync(int practice, DateOnly day) => desk.Get<ExpireDenials>().Run(new(practice, day), Actor.Desk, Stop);

    private async Task<StepResult> StepAsync(int practice, long denial, DenialStepKind kind, Actor actor, Guid? to = null, string? note = null) => await desk.Get<RecordStep>().Run(
        new()
        {
            CommandId = Guid.NewGuid(),
            PracticeId = practice,
            DenialId = denial,
            Version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", denial))!,
            Kind = kind,
            AssignTo = to,
            Note = note,
        }, actor, Stop);

    private async Task<(int Practice, long Denial)> MedicareAsync()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Elm Street");
        var payer = await rows.PayerAsync("Medicare J15", "medicare_ffs");
        return (practice, await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 100, On = new(2026, 1, 5), Due = new(2026, 5, 11), Rule = "mcr-L1", Service = new(2025, 12, 1) }));
    }

    private async Task<Actor> PersonAsync(string name, string role, int practice)
    {
        var id = Guid.NewGuid();
        await desk.ScalarAsync(
            """
            with p as (insert into identity_users (id, display_name, all_practices, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                       values ($1, $2, false, true, false, false, false, 0) returning id),
                 m as (insert into practice_member (practice_id, user_id) values ($4, $1))
            insert into identity_user_roles (user_id, role_id) select p.id, r.id from p, identity_roles r where r.name = $3
            """, id, name, role, practice);
        return (await desk.Get<FindActor>().Run(id, null, Stop))!;
    }
}
