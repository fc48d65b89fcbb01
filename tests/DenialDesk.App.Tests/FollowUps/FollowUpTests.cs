using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.FollowUps;
using DenialDesk.App.People;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.FollowUps;

public sealed class FollowUpTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly DateOnly Today = PracticeDay.At(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A biller behind the practice's wall.</summary>
    private Actor Biller { get; } = new(Guid.NewGuid(), "Bo", Roles.Of(Roles.Biller), new HashSet<int> { desk.Practice });

    [Fact]
    public async Task What_is_sent_gets_its_follow_up_a_call_with_a_promise_moves_it_and_an_undo_ends_it()
    {
        var (denial, payer) = await DenyAsync();
        await StepAsync(denial, DenialStepKind.CorrectedResubmitted);

        var sent = (await SeeAsync(denial)).Look!;
        Assert.Equal((FollowUpKind.Acknowledgment, BusinessDays.Add(Today, 2)), (sent.Kind, sent.DueOn));

        var call = new CallNote(Today, "800-555-0100", "Kim", "R-77", CallResult.InProcess, "with a supervisor", Today.AddDays(20), null);
        var command = Guid.NewGuid();
        Assert.Null((await LogAsync(command, (denial, call))).Denials.Single().Refusal);
        await LogAsync(command, (denial, call));

        var view = await SeeAsync(denial);
        Assert.Equal(FollowUpKind.Promise, view.Look!.Kind);
        Assert.True(view.Look.DueOn > Today.AddDays(20));
        Assert.Equal(("R-77", "Kim", Today.AddDays(20)), view.Calls.Select(c => (c.Reference, c.SpokeTo, c.AnswerBy!.Value)).Single());
        Assert.Equal(Today.AddDays(20), DateOnly.FromDateTime((DateTime)(await desk.ScalarAsync("select answer_by::timestamp from payer_promise where denial_id = $1 and reference = 'R-77'", denial))!));
        Assert.Contains((await desk.Get<ListFollowUps>().Run(new() { Due = "all", Payer = payer }, Biller, Stop)).Rows, r => r.DenialId == denial && r.SentOn == Today);

        var version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", denial))!;
        Assert.True((await desk.Get<UndoLastStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = version }, Biller, Stop)).Done);
        Assert.Null((await SeeAsync(denial)).Look);
    }

    [Fact]
    public async Task One_call_about_many_is_written_for_each_and_one_that_is_closed_keeps_none_back()
    {
        var (one, payer) = await DenyAsync();
        var two = (await DenyAsync(payer)).Denial;
        var closed = (await DenyAsync(payer)).Denial;
        foreach (var denial in new[] { one, two }) { await StepAsync(denial, DenialStepKind.Appealed); }

        await desk.ScalarAsync("update denial set is_open = false, state = 'written_off' where denial_id = $1", closed);
        await desk.ScalarAsync("update follow_up set due_on = due_on - 30 where denial_id in ($1, $2)", one, two);
        var list = await desk.Get<ListCalls>().Run(new() { Payer = payer }, Biller, Stop);
        Assert.Equal([one, two], list.Rows.Select(r => r.DenialId).Order());
        Assert.Equal(2, list.Payers.Single(p => p.PayerId == payer).Due);

        var call = new CallNote(Today, "", "Kim", "B-1", CallResult.NoAnswer, "", null, null);
        var result = await LogAsync(Guid.NewGuid(), (one, call with { Result = CallResult.Upheld }), (two, call), (closed, call));

        Assert.Equal(["closed"], result.Denials.Select(d => d.Refusal?.Code).OfType<string>());
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from call_log where reference = 'B-1' and batch_id is not null"));
        Assert.Equal((FollowUpKind.Own, FollowUpKind.Receipt), ((await SeeAsync(one)).Look!.Kind, (await SeeAsync(two)).Look!.Kind));
    }

    [Fact]
    public async Task A_day_may_be_set_by_hand_but_not_after_the_last_safe_day_while_nothing_was_sent()
    {
        var (denial, _) = await DenyAsync();
        var set = new SetFollowUp.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, DueOn = Today.AddDays(70), Note = "ask the doctor" };

        Assert.Equal("followup_late", (await desk.Get<SetFollowUp>().Run(set, Biller, Stop))?.Code);
        Assert.Equal("followup_day", (await desk.Get<SetFollowUp>().Run(set with { CommandId = Guid.NewGuid(), DueOn = Today.AddDays(-1) }, Biller, Stop))?.Code);
        Assert.Equal("followup_none", (await desk.Get<SetFollowUp>().Run(set with { CommandId = Guid.NewGuid(), DueOn = null }, Biller, Stop))?.Code);
        Assert.Null(await desk.Get<SetFollowUp>().Run(set with { CommandId = Guid.NewGuid(), DueOn = Today.AddDays(7) }, Biller, Stop));
        Assert.Equal((FollowUpKind.Own, "ask the doctor"), ((await SeeAsync(denial)).Look!.Kind, (await SeeAsync(denial)).Look!.Because));
    }

    [Fact]
    public async Task By_night_closed_denials_lose_theirs_waiting_ones_get_theirs_and_the_lead_hears_of_a_silent_payer_once()
    {
        var lead = await PersonAsync("Lee", Roles.Lead);
        var (closed, payer) = await DenyAsync();
        var (waits, silent) = ((await DenyAsync(payer)).Denial, (await DenyAsync(payer)).Denial);
        foreach (var denial in new[] { closed, waits, silent }) { await StepAsync(denial, DenialStepKind.Appealed); }

        await desk.ScalarAsync("update denial set is_open = false, state = 'superseded', closed_at = now() where denial_id = $1", closed);
        await desk.ScalarAsync("update follow_up set done_at = now(), outcome = 'undo' where denial_id = $1", waits);
        await desk.ScalarAsync("update follow_up set misses = 2 where denial_id = $1", silent);
        var practice = new DenialDesk.App.Jobs.PracticeDay(desk.Practice, Today);

        Assert.True(await desk.Get<ChaseFollowUps>().Run(new() { Practice = practice }, Actor.Desk, Stop) >= 3);
        Assert.Equal(0, await desk.Get<ChaseFollowUps>().Run(new() { Practice = practice }, Actor.Desk, Stop));

        Assert.Equal("closed", await desk.ScalarAsync("select outcome from follow_up where denial_id = $1", closed));
        Assert.Equal(FollowUpKind.Receipt, (await SeeAsync(waits)).Look!.Kind);
        Assert.Contains(await desk.Get<ListNotices>().Run(new() { Flag = "silent" }, lead, Stop), n => n.DenialId == silent && n.ToldAs == "lead");
    }

    [Fact]
    public async Task Time_at_the_page_is_kept_with_what_it_ended_in_and_tells_what_an_hour_brings()
    {
        var (denial, payer) = await DenyAsync();
        var began = TimeProvider.System.GetUtcNow().AddMinutes(-10);
        await StepAsync(denial, DenialStepKind.Recovered, 60m);

        Assert.Equal(0, await TimeAsync(denial, began, 3));
        Assert.Equal(300, await TimeAsync(denial, began, 300));
        Assert.Equal(0, await TimeAsync(denial + 100_000, began, 300));

        Assert.Equal("recovered", await desk.ScalarAsync("select action from time_spent where denial_id = $1", denial));
        var manager = new Actor(Guid.NewGuid(), "Max", Roles.Of(Roles.Manager), null);
        var row = Assert.Single((await desk.Get<SeeEffort>().Run(new() { Payer = payer }, manager, Stop)).Rows);
        Assert.Equal((1, 60m, 5d, 645m, EffortVerdict.TooFew), (row.Decided, row.Recovered, row.Minutes, row.Net, row.Verdict));
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        Assert.Equal(5, (await RecordTime.MeasuredAsync(connection, null, desk.Practice, Today.AddDays(2), Stop)).Of("coding")?.Minutes);
    }

    [Fact]
    public async Task Ten_answers_teach_the_usual_days_of_a_payer()
    {
        var (denial, payer) = await DenyAsync();
        for (var i = 0; i < 10; i++)
        {
            var answered = (await DenyAsync(payer)).Denial;
            await StepAsync(answered, DenialStepKind.Appealed);
            await desk.ScalarAsync("update denial set is_open = false, state = 'superseded', waiting_since = $2, closed_at = $3 where denial_id = $1", answered, Today.AddDays(-40), DateTime.SpecifyKind(Today.AddDays(-40 + 20 + i).ToDateTime(new(12, 0)), DateTimeKind.Utc));
        }

        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        var known = await FollowUpRows.BehindAsync(connection, null, desk.Practice, payer, SentKind.Appeal, Today, Stop);
        var other = await FollowUpRows.BehindAsync(connection, null, desk.Practice, payer, SentKind.Corrected, Today, Stop);

        Assert.NotEqual(0, denial);
        Assert.Equal((24, 10), (known.MedianDays, known.Answers));
        Assert.Equal(24, FollowUpPlan.AnswerDays(known).Days);
        Assert.Equal(0, other.Answers);
    }

    private async Task<(long Denial, int Payer)> DenyAsync(int? payer = null)
    {
        var of = payer ?? await desk.Rows.PayerAsync("Acme");
        var denial = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = of, Denied = 80m, Due = Today.AddDays(60) });
        await desk.ScalarAsync("update denial set payer_claim_number = 'X' || denial_id where denial_id = $1", denial);
        return (denial, of);
    }

    private async Task StepAsync(long denial, DenialStepKind kind, decimal? amount = null)
    {
        var version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", denial))!;
        var result = await desk.Get<RecordStep>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = version, Kind = kind, Amount = amount, Note = "sent" }, Biller, Stop);
        Assert.Null(result.Refusal);
    }

    private async Task<FollowUpView> SeeAsync(long denial) => (await desk.Get<SeeFollowUp>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Biller, Stop))!;

    private Task<LogCalls.Result> LogAsync(Guid command, params (long Denial, CallNote Call)[] calls)
        => desk.Get<LogCalls>().Run(new() { CommandId = command, Calls = [.. calls.Select(c => new CallOf(desk.Practice, c.Denial, c.Call))] }, Biller, Stop);

    private Task<int> TimeAsync(long denial, DateTimeOffset began, int seconds)
        => desk.Get<RecordTime>().Run(new() { PracticeId = desk.Practice, DenialId = denial, BeganAt = began, ActiveSeconds = seconds }, Biller, Stop);

    private async Task<Actor> PersonAsync(string name, string role)
    {
        var id = Guid.NewGuid();
        await desk.ScalarAsync(
            """
            with p as (insert into identity_users (id, display_name, all_practices, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                       values ($1, $2, true, false, false, false, false, 0) returning id)
            insert into identity_user_roles (user_id, role_id) select $1, r.id from p, identity_roles r where r.name = $3
            """, id, name, role);
        return new(id, name, Roles.Of(role), null);
    }
}
