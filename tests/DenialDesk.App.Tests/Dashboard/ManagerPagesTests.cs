// Reason for length: the manager's pages share one desk that is played once, and each is held to it.
using DenialDesk.App.Dashboard;
using DenialDesk.App.Data;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Reviews;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Tests.Dashboard;

/// <summary>
/// One small practice on June 1, 2026, counted by hand. In the ninety days: Acme denied $100 of $100 and $200 of $300 with CO-16, Beta $50 of $50 with CO-29 and $400 of $400 with CO-197; six more claims were paid ($800).
/// In the ninety before: Acme denied $80 of $100 (recovered since) and paid another $100, Beta denied $70 of $100, which expired today.
/// </summary>
public sealed class ManagerPagesTests(ManagerPagesTests.Desk desk) : IClassFixture<ManagerPagesTests.Desk>
{
    private static readonly Guid Bea = new("00000000-0000-0000-0000-0000000000b1");

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        public int Practice { get; private set; }

        public int Acme { get; private set; }

        internal DenialRows Rows { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Practice = await Rows.PracticeAsync("Elm Street");
            Acme = await Rows.PayerAsync("Acme");
            var beta = await Rows.PayerAsync("Beta");
            await ScalarAsync(
                """
                insert into identity_users (id, display_name, all_practices, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                values ($1, 'Bea', false, true, false, false, false, 0)
                """, Bea);
            var due = await Rows.AddAsync(new() { Practice = Practice, Payer = Acme, On = new(2026, 5, 20), Charge = 100, Denied = 100, Due = new(2026, 6, 1) });
            await Rows.AddAsync(new() { Practice = Practice, Payer = Acme, On = new(2026, 5, 21), Charge = 300, Denied = 200, Due = new(2026, 6, 4), Owner = Bea });
            await Rows.AddAsync(new() { Practice = Practice, Payer = beta, On = new(2026, 5, 22), Charge = 50, Denied = 50, Due = new(2026, 6, 20), Category = "timely_filing", Carc = "29", Assumed = true });
            var late = await Rows.AddAsync(new() { Practice = Practice, Payer = beta, On = new(2026, 4, 10), Charge = 400, Denied = 400, Due = new(2026, 5, 30), Category = "authorization", Carc = "197" });
            for (var i = 0; i < 4; i++) { await Rows.AddAsync(new() { Practice = Practice, Payer = Acme, On = new(2026, 5, 25), Charge = 100 }); }

            for (var i = 0; i < 2; i++) { await Rows.AddAsync(new() { Practice = Practice, Payer = beta, On = new(2026, 5, 26), Charge = 200 }); }

            await Rows.AddAsync(new() { Practice = Practice, Payer = Acme, On = new(2026, 2, 10), Charge = 100 });
            var won = await Rows.AddAsync(new() { Practice = Practice, Payer = Acme, On = new(2026, 2, 10), Charge = 100, Denied = 80, Open = false, Owner = Bea });
            var gone = await Rows.AddAsync(new() { Practice = Practice, Payer = beta, On = new(2026, 2, 20), Charge = 100, Denied = 70, Open = false, Category = "medical_necessity", Carc = "50" });
            await ScalarAsync("update denial set found_at = case denial_id when $1 then '2026-05-10'::timestamptz else '2026-05-30' end", late);
            await ScalarAsync("update denial set state = 'closed_recovered', recovered_amount = 80, waiting_since = '2026-03-01', closed_at = '2026-05-28', first_worked_at = '2026-02-12', outcome = 'recovered' where denial_id = $1", won);
            await ScalarAsync("update denial set state = 'expired', closed_at = '2026-06-01', outcome = 'expired' where denial_id = $1", gone);
            await ScalarAsync(
                """
                insert into denial_expiry (practice_id, denial_id, last_day, last_action, rule_id, rule_version, expired_on, at, amount, owners)
                values ($1, $2, '2026-05-31', 'appeal_1', 'r', 1, '2026-06-01', '2026-06-01 09:35+00', 70, '[]')
                """, Practice, gone);
            await ScalarAsync("insert into denial_cause (practice_id, denial_id, at, author_name, category, department, step) values ($1, $2, now(), 'Bea', 'coding', 'Front desk', 'The card was not copied')", Practice, due);
            await ScalarAsync(
                "insert into time_spent (practice_id, denial_id, user_id, action, seconds, began_at, ended_at) values ($1, $2, $3, 'appealed', 600, '2026-05-27 10:00+00', '2026-05-27 10:10+00')", Practice, won, Bea);
            await ScalarAsync(
                """
                insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after)
                values ($1, $2, '2026-05-27 10:10+00', $3, 'Bea', 'appealed', 'in_work', 'waiting', '{}', '{}')
                """, Practice, won, Bea);
            await ScalarAsync(
                "insert into write_off_request (practice_id, denial_id, payer_id, amount, reason, avoidable, state, asked_at, asked_by, asked_name) values ($1, $2, $3, 50, 'other', false, 'waiting', now(), $4, 'Bea')",
                Practice, late, beta, Bea);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Mo => new(Guid.NewGuid(), "Mo", Roles.Of(Roles.Manager), new HashSet<int> { desk.Practice });

    private DeskSource Source => desk.Get<DeskSource>();

    [Fact]
    public async Task Today_counts_what_is_at_risk_lost_left_lying_and_waiting()
    {
        var view = await new SeeToday(Source, Clock).Run(new(), Mo, Stop);

        Assert.Equal(new DateOnly(2026, 6, 1), view.Today);
        Assert.Equal([(-1, 1L, 400m), (0, 1L, 100m), (3, 2L, 300m), (7, 2L, 300m), (14, 2L, 300m), (30, 3L, 350m)], view.Risk.Select(r => (r.Days, r.Denials, r.Denied)));
        Assert.Equal(new ExpiredCount(ExpiryCause.NeverSeen, 1, 70m), Assert.Single(view.Expired));
        Assert.Equal((1L, 400m), (view.Unworked.Denials, view.Unworked.Amount));
        Assert.Equal((3L, 550m), (view.Unallocated.Denials, view.Unallocated.Amount));
        Assert.Equal((1L, 50m), (view.Waiting.WriteOffs, view.Waiting.WriteOffAmount));
        Assert.Equal(0, (await new SeeToday(Source, Clock).Run(new(), Mo with { PracticeIds = new HashSet<int> { desk.Practice + 1000 } }, Stop)).Risk.Sum(r => r.Denials));
    }

    [Fact]
    public async Task A_kept_reading_is_what_the_rows_gave_and_tells_its_moment()
    {
        var live = await PagesAsync();
        Assert.All(live, p => Assert.Null(p.AsOf));
        foreach (var name in new[] { "audit", $"dossier {desk.Acme} 12", $"review {desk.Practice} 2026-05", "forecast", "open", "gone 1" })
        {
            await desk.ScalarAsync(
                "insert into kept_reading (name, scope, practices, day, body, read_at, took_ms, asked_at) values ($1, $2, $3, '2026-05-01', '', '2026-05-31', 9000, '2026-05-31')", name, $"{desk.Practice}", new[] { desk.Practice });
        }

        try
        {
            Assert.Equal(5, await new RefreshReadings(Source, Clock).Run(new(), Actor.Desk, Stop));
            Assert.Equal(0, await new RefreshReadings(Source, Clock).Run(new(), Actor.Desk, Stop));
            var kept = await PagesAsync();
            Assert.All(kept, p => Assert.Equal(Clock.GetUtcNow(), p.AsOf));
            Assert.Equal(live.Select(p => p.Body), kept.Select(p => p.Body));

            // Somebody of another practice gets none of it, and a day later nobody does.
            Assert.Null((await new SeeDenialAudit(Source, Clock).Run(new(), Mo with { PracticeIds = new HashSet<int> { desk.Practice + 1000 } }, Stop)).AsOf);
            await desk.ScalarAsync("update kept_reading set day = '2026-05-31'");
            Assert.All(await PagesAsync(), p => Assert.Null(p.AsOf));
        }
        finally
        {
            await desk.ScalarAsync("delete from kept_reading");
        }
    }

    [Fact]
    public async Task A_long_reading_of_a_large_desk_is_read_once_for_all_who_wait_tells_them_so_and_is_kept_when_they_leave()
    {
        var (day, gate, reads, told) = (new DateOnly(2026, 6, 1), new TaskCompletionSource<List<string>>(TaskCreationOptions.RunContinuationsAsynchronously), 0, new TaskCompletionSource<ReadingWait>());
        Task<List<string>> ReadAsync(DeskSource source, CancellationToken cancellation)
        {
            Interlocked.Increment(ref reads);
            return gate.Task;
        }

        Task<(List<string> Value, DateTimeOffset? AsOf)> AskAsync(CancellationToken stop) => KeptReadings.OfAsync(Source, Mo, "test long", day, Clock, ReadAsync, told.SetResult, stop);
        await desk.ScalarAsync("insert into rollup_built (practice_id, month, built_at, claims, denials, build_ms, pairs) values ($1, '1990-01-01', now(), 0, 1000000, 0, true)", desk.Practice);
        using var leaves = new CancellationTokenSource();
        try
        {
            var first = AskAsync(leaves.Token);
            Assert.Equal((Clock.GetUtcNow(), null), (await told.Task is var wait ? (wait.Begun, wait.Usual) : default));
            var second = KeptReadings.OfAsync(Source, Mo, "test long", day, Clock, ReadAsync, null, Stop);
            await leaves.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            gate.SetResult(["counted"]);

            Assert.Equal(["counted"], (await second).Value);
            Assert.Equal(1, reads);
            var kept = await KeptReadings.OfAsync(Source, Mo, "test long", day, Clock, ReadAsync, null, Stop);
            Assert.Equal(Clock.GetUtcNow(), kept.AsOf);
            Assert.Equal(["counted"], kept.Value);
            Assert.Equal(1, reads);
        }
        finally
        {
            await desk.ScalarAsync("delete from rollup_built where month = '1990-01-01'");
            await desk.ScalarAsync("delete from kept_reading");
        }
    }

    [Fact]
    public async Task On_a_large_desk_the_job_reads_what_every_manager_opens_before_anybody_asks()
    {
        await desk.ScalarAsync("insert into rollup_built (practice_id, month, built_at, claims, denials, build_ms, pairs) values ($1, '1990-01-01', now(), 0, 1000000, 0, true)", desk.Practice);
        try
        {
            Assert.Equal(5, await new RefreshReadings(Source, Clock).Run(new(), Actor.Desk, Stop));
            Assert.Equal(0, await new RefreshReadings(Source, Clock).Run(new(), Actor.Desk, Stop));
            Assert.Equal(Clock.GetUtcNow(), (await new SeeDenialAudit(Source, Clock).Run(new(), Actor.Desk, Stop)).AsOf);

            // The next day they are read again, however fresh.
            await desk.ScalarAsync("update kept_reading set day = '2026-05-31'");
            Assert.Equal(5, await new RefreshReadings(Source, Clock).Run(new(), Actor.Desk, Stop));
        }
        finally
        {
            await desk.ScalarAsync("delete from rollup_built where month = '1990-01-01'");
            await desk.ScalarAsync("delete from kept_reading");
        }
    }

    /// <summary>The pages that can be kept, each as text without its moment.</summary>
    private async Task<List<(DateTimeOffset? AsOf, string Body)>> PagesAsync()
    {
        var audit = await new SeeDenialAudit(Source, Clock).Run(new(), Mo, Stop);
        var dossier = (await new SeeDossier(Source, Clock).Run(new() { PayerId = desk.Acme }, Mo, Stop))!;
        var review = (await new SeeReview(Source, Clock).Run(new() { Month = new(2026, 5, 1) }, Mo, Stop))!;
        var forecast = await new ForecastQueue(Source, Clock).Run(new(), Mo, Stop);
        var five = await new AnswerFiveQuestions(Source, Clock).Run(new(), Mo, Stop);
        static string Text<T>(T page) => System.Text.Json.JsonSerializer.Serialize(page);
        return
        [
            (audit.AsOf, Text(audit with { AsOf = null })), (dossier.AsOf, Text(dossier with { AsOf = null })), (review.AsOf, Text(review.Pack)), (forecast.AsOf, Text(forecast with { AsOf = null })),
            (five.OpenAsOf, Text(five.Windows) + Text(five.Due)),
        ];
    }

    [Fact]
    public async Task The_rows_behind_the_figures_of_work_add_up_to_them()
    {
        var list = new ListWork(Source, Clock);
        var manager = Mo with { Permissions = Roles.Of(Roles.Admin) };
        var team = await new SeeTeam(Source, Clock).Run(new() { Days = 30 }, manager, Stop);
        var bea = team.Rows.Single(r => r.PersonId == Bea);
        foreach (var show in ListWork.Shows)
        {
            var work = (await list.Run(new() { Show = show.Name, Person = Bea, From = team.From, To = team.To }, manager, Stop))!;
            Assert.Equal(work.Count, work.Rows.Count);
            var (figure, rows) = show.Name switch
            {
                "minutes" => (bea.Minutes, work.Minutes),
                "closed" => ((double)bea.Recovered, (double)work.Recovered),
                _ => (bea.Touches, work.Count),
            };
            Assert.True(rows > 0);
            Assert.Equal((show.Name, figure), (show.Name, rows));
        }

        var audit = await new SeeDenialAudit(Source, Clock).Run(new(), Mo, Stop);
        WorkList Of(WorkList? found) => found!;
        Assert.Equal(audit.Rework.Touched, Of(await list.Run(new() { Show = "steps", From = audit.From, To = audit.Today }, manager, Stop)).Denials);
        Assert.Equal(audit.Rework.Minutes, Of(await list.Run(new() { Show = "minutes", From = audit.From, To = audit.Today }, manager, Stop)).Minutes);
        Assert.Equal(audit.Rework.Recovered, Of(await list.Run(new() { Show = "closed", From = audit.From, To = audit.Today }, manager, Stop)).Recovered);
        Assert.Null(await list.Run(new() { Person = Bea }, new Actor(Guid.NewGuid(), "Lee", Roles.Of(Roles.Lead), new HashSet<int> { desk.Practice }), Stop));
    }

    [Fact]
    public async Task The_audit_counts_ninety_days_against_the_ninety_before_and_traces_the_top_codes()
    {
        var audit = await new SeeDenialAudit(Source, Clock).Run(new(), Mo, Stop);

        Assert.Equal(new DateOnly(2026, 3, 4), audit.From);
        Assert.Equal((new Rate(4, 10), 750m, 1650m), (audit.Rate.Claims, audit.Rate.Denied, audit.Rate.Billed));
        Assert.Equal((new Rate(2, 3), 150m, 300m), (audit.Before.Claims, audit.Before.Denied, audit.Before.Billed));
        Assert.Equal(["CO-16", "CO-197", "CO-29"], audit.ByCount.Select(t => t.Code.Code));
        Assert.Equal(["CO-197", "CO-16", "CO-29"], audit.ByDollars.Select(t => t.Code.Code));
        Assert.Equal(("Front desk", "The card was not copied", 1L), (audit.ByCount[0].Step.Department, audit.ByCount[0].Step.Step, audit.ByCount[0].Step.FromPeople));
        Assert.Equal(("Billing", 0L), (audit.ByCount[2].Step.Department, audit.ByCount[2].Step.FromPeople));
        Assert.Equal((1L, 2), (audit.ByCount[0].Before, audit.ByCount[0].Examples.Count));
        Assert.Equal((1L, 50m), (audit.TimelyFiling, audit.TimelyFilingDenied));
        Assert.Equal(70m, Assert.Single(audit.Expired).Amount);
        Assert.Equal([("0-30", 3L, 350m, 100m), ("31-60", 1L, 400m, 400m)], audit.Ages.Take(2).Select(a => (a.Age, a.Denials, a.Denied, a.PastSafe)));
        Assert.Equal(new Rate(0, 1), audit.FirstWork.Within);
        Assert.Equal((1L, 25m, 12.5m, 80m), (audit.Rework.Touched, audit.Rework.Flat, audit.Rework.Measured, audit.Rework.Recovered));
        Assert.Equal(750m, audit.Advice.Sum(a => a.Lost));
        Assert.Equal((10L, (long?)null), (audit.Scope.Claims, audit.Scope.Matched));
        Assert.Empty((await new SeeDenialAudit(Source, Clock).Run(new() { To = new(2025, 1, 1) }, Mo, Stop)).Codes);
    }

    [Fact]
    public async Task Five_questions_are_answered_from_the_same_counts()
    {
        var answers = await new AnswerFiveQuestions(Source, Clock).Run(new(), Mo, Stop);

        Assert.Equal((new Rate(0, 0), new Rate(3, 9)), (answers.Now.Rate.Claims, answers.Last.Rate.Claims));
        Assert.Equal(new Rate(1, 9), answers.TimelyLast);
        Assert.Empty(answers.Changes);
        Assert.Equal(4, answers.First.Count);
        Assert.Equal([2L, 2L, 3L], answers.Due.Select(d => d.Denials));
        Assert.Equal(("Beta", 1L, 1L, 50m), (answers.Windows[0].Payer, answers.Windows[0].Known, answers.Windows[0].Assumed, answers.Windows[0].AssumedDenied));
        Assert.Equal(1, Assert.Single(answers.Expired).Denials);
    }

    [Fact]
    public async Task The_dossier_adds_up_one_payer()
    {
        var dossier = (await new SeeDossier(Source, Clock).Run(new() { PayerId = desk.Acme }, Mo, Stop))!;

        Assert.Equal((new Rate(3, 8), 380m, 1000m), (dossier.Rate.Claims, dossier.Rate.Denied, dossier.Rate.Billed));
        Assert.Equal(("CO-16", 3L, 80m, 2L), (dossier.Codes[0].Code, dossier.Codes[0].Denials, dossier.Codes[0].Recovered, dossier.Codes[0].Open));
        Assert.Equal((1L, 88.0), (dossier.Answers.Answers, dossier.Answers.Median));
        Assert.Equal(new Rate(3, 3), dossier.Vague);
        Assert.Equal([100m, 200m], dossier.Oldest.Select(o => o.Denied));
        Assert.Null(await new SeeDossier(Source, Clock).Run(new() { PayerId = 4711 }, Mo, Stop));
    }

    [Fact]
    public async Task The_team_is_listed_by_name_and_a_lead_sees_only_their_teams()
    {
        var team = await new SeeTeam(Source, Clock).Run(new(), Mo, Stop);
        var lead = await new SeeTeam(Source, Clock).Run(new(), Mo with { Permissions = Roles.Of(Roles.Lead) }, Stop);

        var bea = Assert.Single(team.Rows);
        Assert.Equal(("Bea", 1L, 12.0, 80m, 1L, 10.0, 1L), (bea.Name, bea.Decided, bea.StandardMinutes, bea.Recovered, bea.Touches, bea.Minutes, bea.AtHand));
        Assert.Equal((new Rate(1, 1), new Rate(0, 1)), (bea.Overturned, bea.Repeats));
        Assert.False(lead.WholeDesk);
        Assert.Empty(lead.Rows);
    }

    [Fact]
    public async Task The_forecast_loses_what_nobody_works_and_says_what_it_assumes()
    {
        var forecast = await new ForecastQueue(Source, Clock).Run(new(), Mo, Stop);
        var idle = await new ForecastQueue(Source, Clock).Run(new() { Minutes = 0 }, Mo, Stop);

        Assert.Equal((4, 1, 960.0, false, 0), (forecast.Open, forecast.Overdue, forecast.Minutes, forecast.Measured, forecast.Now.Lost));
        Assert.True(idle.Now.Lost >= 3);
        Assert.True(idle.More.LostAmount < idle.Now.LostAmount);
    }

    [Fact]
    public async Task A_month_that_is_over_is_kept_once_and_stays_as_it_was()
    {
        var keep = new KeepReview(Source, Clock);
        var see = new SeeReview(Source, Clock);
        var march = new DateOnly(2025, 3, 1);
        await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = desk.Acme, On = new(2025, 3, 5), Denied = 10, Open = false });
        var before = (await see.Run(new() { Month = march }, Mo, Stop))!;

        Assert.True((await keep.Run(new() { Practice = desk.Practice, Month = march }, Mo, Stop)).New);
        Assert.False((await keep.Run(new() { Practice = desk.Practice, Month = march }, Mo, Stop)).New);
        await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = desk.Acme, On = new(2025, 3, 6), Denied = 10, Open = false });
        var after = (await see.Run(new() { Month = march }, Mo, Stop))!;

        Assert.Null(before.KeptAt);
        Assert.Equal("Mo", after.KeptBy);
        Assert.Equal((1L, 10m), (after.Pack.Departments.Sum(d => d.Denials), after.Pack.Departments.Sum(d => d.Denied)));
        Assert.Equal("review_running", (await keep.Run(new() { Practice = desk.Practice, Month = new(2026, 6, 1) }, Mo, Stop)).Refusal?.Code);
        Assert.Equal("review_practice", (await keep.Run(new() { Practice = desk.Practice + 1000, Month = march }, Mo, Stop)).Refusal?.Code);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.ScalarAsync("update review_pack set made_name = 'x'"));
    }

    [Fact]
    public async Task A_department_gets_what_was_traced_to_it()
    {
        var may = (await new SeeReview(Source, Clock).Run(new(), Mo, Stop))!;

        Assert.Equal(new DateOnly(2026, 5, 1), may.Pack.Month);
        var front = Assert.Single(may.Pack.Departments, d => d.Name == "Front desk");
        Assert.Equal((1L, 100m, "The card was not copied"), (front.Denials, front.Denied, front.Codes[0].Step));
        Assert.Equal(6, front.Trend.Count);
        Assert.Equal(3, may.Pack.Departments.Sum(d => d.Denials));
    }

    [Fact]
    public async Task A_review_counts_a_claim_once_by_its_first_decision()
    {
        var april = new DateOnly(2025, 4, 7);
        await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = desk.Acme, On = april, Denied = 10, Open = false });
        await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = desk.Acme, On = april, Denied = 30, Open = false, First = false });

        var pack = (await new SeeReview(Source, Clock).Run(new() { Month = new(2025, 4, 1) }, Mo, Stop))!.Pack;

        var code = Assert.Single(pack.Departments.SelectMany(d => d.Codes));
        Assert.Equal((1L, 10m, true), (code.Denials, code.Denied, code.Mapped));
        Assert.Equal([10m], pack.Departments.SelectMany(d => d.Examples).Select(e => e.Denied));
    }

    private static TimeProvider Clock { get; } = new Noon();

    /// <summary>June 1, 2026, noon in New York.</summary>
    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 6, 1, 16, 0, 0, TimeSpan.Zero);
    }
}
