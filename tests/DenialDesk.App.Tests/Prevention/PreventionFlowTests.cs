using DenialDesk.App.Deadlines;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.App.Prevention;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.App.Tests.Prevention;

/// <summary>From what comes more often to a change, its measured effect, and its return when it stops working.</summary>
public sealed class PreventionFlowTests(Cluster cluster) : IAsyncLifetime
{
    // One each: alerts of a practice are judged together.
    private readonly PracticeDesk _desk = new(cluster);

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_spike_is_one_alert_while_it_lives_can_be_dismissed_and_ends_by_itself()
    {
        var payer = await _desk.Rows.PayerAsync("Maple Health");
        await SeedAsync(payer, Today.AddDays(-330), Today.AddDays(-36), 5, 2, "authorization", "197");
        await SeedAsync(payer, Today.AddDays(-36), Today.AddDays(-14), 5, 40, "authorization", "197");

        var first = await FindAsync(Today);
        var second = await FindAsync(Today);
        var alert = Assert.Single(await ListAsync("open", payer));

        Assert.Equal((1, 0), (first, second));
        Assert.Equal(("197", "authorization", "alert", "Scheduling and pre-service"), (alert.Carc, alert.Category, alert.Tier, alert.Department));
        Assert.True(alert.Seen > 3 * alert.Expected, alert.Sentence);
        Assert.True(alert.DollarsMonth > 0);
        Assert.Equal("", alert.Provider);

        Assert.Equal("reason", (await DismissAsync(alert, "", false))!.Code);
        Assert.Null(await DismissAsync(alert, "One batch, already mended", false));
        Assert.Equal("alert_changed", (await DismissAsync(alert, "Again, from an old page", false))!.Code);
        Assert.Equal(0, await FindAsync(Today));
        Assert.Empty(await ListAsync("open", payer));
        Assert.Null(await DismissAsync(alert with { Version = alert.Version + 1 }, "", true));
        Assert.Single(await ListAsync("open", payer));

        await FindAsync(Today.AddDays(42));
        Assert.Equal(alert.AlertId, Assert.Single(await ListAsync("ended", payer)).AlertId);
        Assert.Equal(1L, await _desk.ScalarAsync("select count(*) from journal where action = 'alert.ended' and subject_id = $1", $"{alert.AlertId}"));
    }

    [Fact]
    public async Task An_alert_narrowed_to_a_provider_opens_exactly_the_denials_it_counted()
    {
        var payer = await _desk.Rows.PayerAsync("Hazel Health");
        await SeedAsync(payer, Today.AddDays(-330), Today.AddDays(-14), 6, 2, "coding", "4");
        await SeedAsync(payer, Today.AddDays(-330), Today.AddDays(-36), 3, 2, "coding", "4", "1888888883");
        await SeedAsync(payer, Today.AddDays(-36), Today.AddDays(-14), 3, 60, "coding", "4", "1888888883");
        await FindAsync(Today);
        var alert = Assert.Single(await ListAsync("open", payer));
        var all = (long)(await _desk.ScalarAsync("select count(*) from denial where payer_id = $1", payer))!;

        var judged = (await _desk.Get<ListAlertRows>().Run(new() { PracticeId = alert.PracticeId, AlertId = alert.AlertId, Take = 1000 }, Actor.Desk, Stop))!;
        var since = (await _desk.Get<ListAlertRows>().Run(new() { PracticeId = alert.PracticeId, AlertId = alert.AlertId, Since = true, Take = 3 }, Actor.Desk, Stop))!;

        Assert.Equal("1888888883", alert.Provider);
        Assert.Equal((alert.Seen, alert.Seen), (judged.Count, judged.Rows.Count));
        Assert.All(judged.Rows, r => Assert.Equal(("1888888883", "CO-4", "Hazel Health"), (r.Provider, r.Code, r.Payer)));
        Assert.True(judged.Count < all);
        Assert.Equal(3, since.Rows.Count);
        Assert.True(since.Count >= judged.Count);
        var next = (await _desk.Get<ListAlertRows>().Run(new() { PracticeId = alert.PracticeId, AlertId = alert.AlertId, Since = true, After = new(since.Rows[^1].DeniedOn, since.Rows[^1].DenialId) }, Actor.Desk, Stop))!;
        Assert.DoesNotContain(next.Rows, r => since.Rows.Any(s => s.DenialId == r.DenialId));
        Assert.Null(await _desk.Get<ListAlertRows>().Run(new() { PracticeId = alert.PracticeId, AlertId = alert.AlertId }, Actor.Desk with { PracticeIds = new HashSet<int> { alert.PracticeId + 1000 } }, Stop));
    }

    [Fact]
    public async Task A_change_is_measured_against_its_frozen_baseline_and_reopens_itself_when_it_stops_working()
    {
        var (payer, began) = (await _desk.Rows.PayerAsync("Willow Health"), Today.AddDays(-200));
        await SeedAsync(payer, began.AddDays(-380), began, 5, 20, "eligibility", "27");
        await SeedAsync(payer, began, Today.AddDays(-110), 5, 4, "eligibility", "27");
        await SeedAsync(payer, Today.AddDays(-110), Today.AddDays(-14), 5, 30, "eligibility", "27");
        foreach (var name in new[] { "Spruce Health", "Larch Health" })
        {
            await SeedAsync(await _desk.Rows.PayerAsync(name), began.AddDays(-380), Today.AddDays(-14), 5, 20, "eligibility", "27");
        }

        var input = new SaveAction.Input
        {
            CommandId = Guid.NewGuid(),
            PracticeId = _desk.Practice,
            Title = "Verify coverage again on the day of service",
            PayerId = payer,
            Category = "eligibility",
            Carc = "27",
            Step = "Coverage was not verified again",
            Department = "Eligibility verification",
            Change = "The front desk runs the eligibility check at check-in.",
            Checklist = ["Train the front desk", "Put it on the check-in sheet"],
        };
        var saved = await _desk.Get<SaveAction>().Run(input, Actor.Desk, Stop);
        Assert.Equal(saved, await _desk.Get<SaveAction>().Run(input, Actor.Desk, Stop));
        Assert.Equal("owner_missing", (await StepAsync(saved.ActionId, PreventionStepKind.PutInForce, began))!.Code);
        var (owner, lead) = (await PersonAsync("Olive Owner"), await PersonAsync("Lee Lead", "lead"));
        Assert.True((await _desk.Get<SaveAction>().Run(input with { CommandId = Guid.NewGuid(), ActionId = saved.ActionId, Version = 1, OwnerId = owner }, Actor.Desk, Stop)).Done);
        Assert.Null(await StepAsync(saved.ActionId, PreventionStepKind.PutInForce, began));
        Assert.Equal("no_reading", (await StepAsync(saved.ActionId, PreventionStepKind.Keep, null))!.Code);

        var frozen = await _desk.ScalarAsync("select sum(denials) from prevention_baseline where action_id = $1", saved.ActionId);
        Assert.Equal(3, await MeasureAsync(Today.AddDays(-104)));
        Assert.Equal(0, await MeasureAsync(Today.AddDays(-104)));
        var view = await SeeAsync(saved.ActionId);

        Assert.Equal(PreventionStatus.Measuring, view.Status);
        Assert.Equal([30, 60, 90], view.Readings.Select(r => r.Days));
        Assert.Equal("too_few", view.Readings[0].Verdict);
        Assert.Equal(("better", false), (view.Readings[2].Verdict, view.Readings[2].Early));
        Assert.InRange(view.Readings[2].Change!.Value, -.9, -.7);
        Assert.True(view.Readings[2].Dollars > 1_000, $"{view.Readings[2].Dollars}");
        Assert.Equal(20, view.Examples.Count);
        Assert.True(view.Baseline[^1].LeftOut);

        Assert.Null(await StepAsync(saved.ActionId, PreventionStepKind.Keep, null));
        Assert.Equal(1, await MeasureAsync(Today));
        view = await SeeAsync(saved.ActionId);
        Assert.Equal(PreventionStatus.Reopened, view.Status);
        Assert.Equal("regressed", view.Steps[0].Step);
        Assert.Equal(frozen, await _desk.ScalarAsync("select sum(denials) from prevention_baseline where action_id = $1", saved.ActionId));
        Assert.Equal(1L, await _desk.Get<ListActions>().AskingAsync(Actor.Desk with { UserId = owner }, Stop));
        foreach (var (person, toldAs) in new[] { (owner, "owner"), (lead, "lead") })
        {
            var told = Assert.Single(await _desk.Get<ListNotices>().Run(new(), Actor.Desk with { UserId = person }, Stop));
            Assert.Equal(("regressed", toldAs, "Verify coverage again on the day of service", (long?)saved.ActionId, (long?)null), (told.Flag, told.ToldAs, told.Account, told.ActionId, told.DenialId));
        }

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _desk.ScalarAsync("update prevention_reading set verdict = 'better'"));
    }

    [Fact]
    public async Task A_rule_is_drafted_tried_shadowed_and_then_warns_of_claims_that_are_not_kept()
    {
        var payer = await _desk.Rows.PayerAsync("Rowan Health");
        await _desk.ScalarAsync("insert into payer_evidence (kind, value, payer_id) values ('2u', '77001', $1)", payer);
        await SeedAsync(payer, Today.AddDays(-60), Today.AddDays(-20), 3, 30, "authorization", "197");
        Assert.Equal(120L, await _desk.ScalarAsync(Submit, payer));
        var denied = (long)(await _desk.ScalarAsync("select count(*) from denial where payer_id = $1", payer))!;
        var cluster = new DraftClaimRule.Input { PracticeId = _desk.Practice, PayerId = payer, Category = "authorization", Carc = "197" };

        var (draft, none) = await _desk.Get<DraftClaimRule>().Run(cluster, Actor.Desk, Stop);

        Assert.Null(none);
        Assert.Equal([RuleFact.Payer, RuleFact.Procedure, RuleFact.Authorization], draft!.Conditions.Select(c => c.Fact));
        Assert.Equal($"caught {denied - (denied / 6)} of {denied}, 4 false alarms", draft.Trial.Sentence);
        Assert.Equal("too_little", (await _desk.Get<DraftClaimRule>().Run(cluster with { Category = "duplicate", Carc = "" }, Actor.Desk, Stop)).Refusal!.Code);

        var input = new SaveClaimRule.Input { CommandId = Guid.NewGuid(), PracticeId = _desk.Practice, Name = "Rowan wants a number", PayerId = payer, Category = "authorization", Carc = "197", Conditions = draft.Conditions, Advice = "Ask scheduling for it." };
        var saved = await _desk.Get<SaveClaimRule>().Run(input, Actor.Desk, Stop);
        Assert.Equal(saved, await _desk.Get<SaveClaimRule>().Run(input, Actor.Desk, Stop));
        Assert.Equal("not_shadowed", (await MoveAsync(saved, RuleState.Warn))!.Code);
        Assert.Null(await MoveAsync(saved, RuleState.Shadow));
        await _desk.ScalarAsync("update claim_rule set shadow_from = $1 where rule_id = $2", Today.AddDays(-50), saved.RuleId);
        Assert.Equal((1, 1), (await CountAsync(), await CountAsync()));
        var rule = Assert.Single(await _desk.Get<ListClaimRules>().Run(new() { RuleId = saved.RuleId }, Actor.Desk, Stop));
        Assert.Equal(draft.Trial, rule.Past);
        Assert.InRange(rule.Shadow!.Judged, 60, 100);
        Assert.Null(await MoveAsync(saved, RuleState.Warn));

        var files = await _desk.ScalarAsync("select count(*) from inbound_file");
        var (check, _) = await _desk.Get<CheckClaims>().Run(new() { PracticeId = _desk.Practice, Content = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(TwoClaims)), Name = "out.837" }, Actor.Desk, Stop);
        var risk = Assert.Single(check!.AtRisk);
        Assert.Equal((2, 1, "OUT-2", "Ask scheduling for it."), (check.Claims, check.Stopped, risk.Account, risk.Advice));
        Assert.InRange(risk.OddsPercent!.Value, 25, 35);
        Assert.Equal(files, await _desk.ScalarAsync("select count(*) from inbound_file"));
        Assert.Equal("no_claims", (await _desk.Get<CheckClaims>().Run(new() { PracticeId = _desk.Practice, Content = new MemoryStream([65]), Name = "x" }, Actor.Desk, Stop)).Refusal!.Code);

        Assert.Equal("changed", (await _desk.Get<SaveClaimRule>().Run(input with { CommandId = Guid.NewGuid(), RuleId = saved.RuleId, Version = 7 }, Actor.Desk, Stop)).Refusal!.Code);
        Assert.Equal(2, (await _desk.Get<SaveClaimRule>().Run(input with { CommandId = Guid.NewGuid(), RuleId = saved.RuleId, Version = 1 }, Actor.Desk, Stop)).Version);
        Assert.Equal("draft", await _desk.ScalarAsync("select state from claim_rule where rule_id = $1", saved.RuleId));
    }

    /// <summary>Our own 837s of a payer's claims: refused ones have no authorisation number but every sixth, paid ones have one but four.</summary>
    private const string Submit =
        """
        with numbered as (
            select a.practice_id, a.claim_id, a.service_from, a.remit_date, d.denial_id is not null as denied, row_number() over (partition by d.denial_id is not null order by a.adjudication_id) as n, row_number() over (order by a.adjudication_id)::int as i
            from adjudication a left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id where a.payer_id = $1),
        sent as (
            insert into submitted_claim (practice_id, file_id, sender, interchange_no, group_no, set_no, batch_reference, submitted_at, ordinal, flavor, account, account_key, frequency, payer_claim_number, authorization_number,
                clearinghouse_number, payer_name, payer_identifier, billing_npi, member_id, patient_last_name, patient_first_name, service_from, service_to, charge, diagnoses, other_payers, first_segment, byte_offset, byte_length,
                exchanged_at, facility, referral_number, rendering_npi)
            select practice_id, (select min(file_id) from inbound_file), 'US', '1', '1', '1', 'B', service_from + 1, i, 'professional', 'C' || claim_id, 'C' || claim_id, '1', '',
                case when denied and n % 6 <> 0 or not denied and n <= 4 then '' else 'AUTH' || i end, '', 'ROWAN', '77001', '', '', '', '', service_from, service_from, 100, '{M545}', '{}', 1, 0, 1, service_from + 1, '11', '', ''
            from numbered returning practice_id, submitted_id, account),
        lines as (
            insert into submitted_line (practice_id, submitted_id, line_no, procedure_code, modifiers, revenue_code, units, charge, service_from, control_number)
            select practice_id, submitted_id, 1, '97110', '{GP}', '', 1, 100, null, '' from sent),
        linked as (
            insert into submission_link (practice_id, submitted_id, claim_id, evidence, linked_at) select practice_id, submitted_id, substr(account, 2)::bigint, 'test', now() from sent returning 1)
        select count(*) from linked
        """;

    private const string TwoClaims =
        "ISA*00*          *00*          *ZZ*US             *ZZ*THEM           *260310*0900*^*00501*000000001*0*P*:~GS*HC*US*THEM*20260310*0900*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*B1*20260310*0900*CH~"
        + "NM1*41*2*ELM STREET*****46*US~PER*IC*BILLING*TE*5125550142~NM1*40*2*THEM*****46*THEM~HL*1**20*1~NM1*85*2*ELM STREET*****XX*1999999984~N3*1 ELM ST~N4*AUSTIN*TX*78701~REF*EI*741234567~"
        + "HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*DOE*ANN****MI*M1~N3*2 OAK ST~N4*AUSTIN*TX*78701~DMG*D8*19800101*F~NM1*PR*2*ROWAN HEALTH*****PI*77001~"
        + "CLM*OUT-1*100***11:B:1*Y*A*Y*Y~REF*G1*A12345~HI*ABK:M545~LX*1~SV1*HC:97110:GP*100*UN*1***1~DTP*472*D8*20260309~"
        + "HL*3*1*22*0~SBR*P*18*******CI~NM1*IL*1*ROE*BEN****MI*M2~N3*3 OAK ST~N4*AUSTIN*TX*78701~DMG*D8*19810101*M~NM1*PR*2*ROWAN HEALTH*****PI*77001~"
        + "CLM*OUT-2*100***11:B:1*Y*A*Y*Y~HI*ABK:M545~LX*1~SV1*HC:97110:GP*100*UN*1***1~DTP*472*D8*20260309~SE*36*0001~GE*1*1~IEA*1*000000001~";

    private Task<Domain.Refusal?> MoveAsync(SaveClaimRule.Result rule, RuleState to)
        => _desk.Get<MoveClaimRule>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = _desk.Practice, RuleId = rule.RuleId, Version = rule.Version, To = to }, Actor.Desk, Stop);

    private Task<int> CountAsync() => _desk.Get<CountShadows>().Run(new PracticeDay(_desk.Practice, Today), Actor.Desk, Stop);

    private Task SeedAsync(int payer, DateOnly from, DateOnly until, int perDay, int percent, string category, string carc, string provider = "1999999984")
        => PreventionSeed.AddAsync(_desk.Database, _desk.Practice, payer, from, until, perDay, percent, category, carc, provider, Stop);

    private async Task<Guid> PersonAsync(string name, string? role = null)
    {
        var id = (Guid)(await _desk.ScalarAsync(
            "insert into identity_users (id, display_name, all_practices, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count) values (gen_random_uuid(), $1, true, true, false, false, false, 0) returning id", name))!;
        if (role is not null) { await _desk.ScalarAsync("insert into identity_user_roles (user_id, role_id) select $1, id from identity_roles where name = $2", id, role); }

        return id;
    }

    private Task<int> FindAsync(DateOnly day) => _desk.Get<FindSpikes>().Run(new PracticeDay(_desk.Practice, day), Actor.Desk, Stop);

    private Task<int> MeasureAsync(DateOnly day) => _desk.Get<MeasureChanges>().Run(new PracticeDay(_desk.Practice, day), Actor.Desk, Stop);

    private Task<IReadOnlyList<AlertRow>> ListAsync(string show, int payer) => _desk.Get<ListAlerts>().Run(new() { Show = show, Payer = payer }, Actor.Desk, Stop);

    private Task<Domain.Refusal?> DismissAsync(AlertRow alert, string reason, bool undo)
        => _desk.Get<DismissAlert>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = alert.PracticeId, AlertId = alert.AlertId, Version = alert.Version, Reason = reason, Undo = undo }, Actor.Desk, Stop);

    private async Task<ActionView> SeeAsync(long action) => (await _desk.Get<SeeAction>().Run(new() { PracticeId = _desk.Practice, ActionId = action }, Actor.Desk, Stop))!;

    private async Task<Domain.Refusal?> StepAsync(long action, PreventionStepKind step, DateOnly? effective)
        => await _desk.Get<StepAction>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = _desk.Practice, ActionId = action, Version = (await SeeAsync(action)).Version, Step = step, EffectiveOn = effective }, Actor.Desk, Stop);
}
