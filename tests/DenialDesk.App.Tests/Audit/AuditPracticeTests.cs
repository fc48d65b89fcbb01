using System.Globalization;
using System.Text;
using DenialDesk.App.Audit;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Audit;

/// <summary>The nightly self-audit: each kind of finding, found, accepted, mended and gone again.</summary>
public sealed class AuditPracticeTests(Cluster cluster) : DeskFixture(cluster)
{
    private const string Denied = "CLP*A1*1*200*0**12*I1~SVC*HC:97110*200*0**1~DTM*472*20251215~CAS*CO*197*200~REF*6R*L2~";
    private const string Paid = "CLP*A1*1*200*150**12*I1~SVC*HC:97110*200*150**1~DTM*472*20251215~CAS*CO*45*50~REF*6R*L2~";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task A_denial_that_was_paid_and_is_open_here_is_found_and_cleared_when_it_is_closed_again()
    {
        await PostAsync("d", 0, Denied);
        await PostAsync("p", 9, Paid);
        Assert.Empty(await AuditAsync());

        await ScalarAsync("update denial set state = 'in_work', is_open = true, scored_for = $1, score_parts = '{}' returning 1", Today);
        await RankAsync();
        var found = Assert.Single(await AuditAsync());
        Assert.Equal((AuditKind.OpenButPaid, "open", "paid by the remittance of 14 Jan 2026"), (found.Kind, found.Stored, found.Recomputed));
        Assert.Equal(found, Assert.Single(await AuditAsync()));

        await ScalarAsync("update denial set state = 'closed_recovered', is_open = false returning 1");
        Assert.Empty(await AuditAsync());
        var cleared = Assert.Single(await FindingsAsync(FindingState.Cleared));
        Assert.Equal((found.FindingId, "self-audit"), (cleared.FindingId, cleared.ClearedBy));
        Assert.Equal(1L, await ScalarAsync("select cleared::bigint from audit_run order by run_id desc limit 1"));
    }

    [Theory]
    [InlineData("state = 'closed_recovered', is_open = false, closed_at = now() - interval '40 days'", AuditKind.ClosedStillDenied)]
    [InlineData("state = 'closed_recovered', is_open = false, closed_at = now() - interval '20 days'", null)]
    [InlineData("state = 'superseded', is_open = false, closed_at = now()", AuditKind.ClosedStillDenied)]
    [InlineData("state = 'written_off', is_open = false, closed_at = now() - interval '400 days'", null)]
    [InlineData("state = 'waiting', waiting_since = current_date - 33", AuditKind.NoAcknowledgement)]
    [InlineData("state = 'waiting', waiting_since = current_date - 28", null)]
    [InlineData("due_on = due_on + 3", AuditKind.DeadlineDiffers)]
    [InlineData("deadline_rule_version = 99", AuditKind.DeadlineDiffers)]
    [InlineData("score = score + 25", AuditKind.ScoreDiffers)]
    [InlineData("rank_key = rank_key + 500", AuditKind.ScoreDiffers)]
    [InlineData("denied_amount = 150", AuditKind.TotalDiffers)]
    [InlineData("recovered_amount = 10", AuditKind.TotalDiffers)]
    public async Task Each_kind_is_found_and_nothing_else(string change, AuditKind? kind)
    {
        await PostAsync("d", 0, Denied);
        Assert.Empty(await AuditAsync());

        await ScalarAsync($"update denial set {change} returning 1");

        Assert.Equal(kind is { } expected ? [expected] : [], (await AuditAsync()).Select(f => f.Kind).ToArray());
    }

    [Fact]
    public async Task A_line_denied_again_after_work_is_found_until_somebody_starts()
    {
        await PostAsync("d", 0, Denied);
        await ScalarAsync("update denial set state = 'waiting', waiting_since = '2026-01-07', first_worked_at = now() returning 1");
        await PostAsync("e", 20, Denied);

        var found = Assert.Single(await AuditAsync());
        Assert.Equal((AuditKind.DeniedAgain, await ScalarAsync("select denial_id from denial where is_open")), (found.Kind, found.DenialId));

        await ScalarAsync("update denial set state = 'in_work' where is_open returning 1");
        Assert.Empty(await AuditAsync());
    }

    [Theory]
    [InlineData("score = score + 25, lane = 0", "score::text")]
    [InlineData("due_on = due_on + 3", "due_on::text")]
    [InlineData("denied_amount = 150", "denied_amount::text")]
    [InlineData("recovered_amount = 10", "recovered_amount::text")]
    public async Task Worked_out_again_the_value_is_right_its_finding_gone_and_the_journal_has_both(string change, string column)
    {
        await PostAsync("d", 0, Denied);
        var right = await ScalarAsync($"select {column} from denial");
        await ScalarAsync($"update denial set {change} returning 1");
        var finding = Assert.Single(await AuditAsync());
        Assert.True(finding.CanRecompute);

        var input = new RecomputeFinding.Input { CommandId = Guid.NewGuid(), PracticeId = finding.PracticeId, FindingId = finding.FindingId, Version = finding.Version };
        Assert.Equal("overtaken", (await Get<RecomputeFinding>().Run(input with { CommandId = Guid.NewGuid(), Version = 7 }, Actor.Desk, Stop))?.Code);
        Assert.Null(await Get<RecomputeFinding>().Run(input, Actor.Desk, Stop));
        Assert.Null(await Get<RecomputeFinding>().Run(input, Actor.Desk, Stop));

        Assert.Equal(right, await ScalarAsync($"select {column} from denial"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'denial.recomputed' and old <> new"));
        Assert.Equal("DenialDesk", Assert.Single(await FindingsAsync(FindingState.Cleared)).ClearedBy);
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task What_is_not_a_value_of_the_desks_own_is_not_worked_out_again()
    {
        await PostAsync("d", 0, Denied);
        await ScalarAsync("update denial set state = 'superseded', is_open = false returning 1");
        await ScalarAsync("alter table remittance disable trigger user; update remittance set paid = 5; alter table remittance enable trigger user; select 1");
        var findings = await AuditAsync();

        Assert.Equal([AuditKind.ClosedStillDenied, AuditKind.TotalDiffers], findings.Select(f => f.Kind).Order());
        Assert.DoesNotContain(findings, f => f.CanRecompute);
        Assert.Equal("paid", findings.Single(f => f.RemittanceId is not null).Part);
        var codes = new List<string?>();
        foreach (var finding in findings.OrderBy(f => f.Kind))
        {
            codes.Add((await Get<RecomputeFinding>().Run(
                new() { CommandId = Guid.NewGuid(), PracticeId = finding.PracticeId, FindingId = finding.FindingId, Version = finding.Version }, Actor.Desk, Stop))?.Code);
        }

        Assert.Equal(["not_a_value", "payers_own"], codes);
    }

    [Fact]
    public async Task Accepted_with_a_reason_it_is_hidden_until_it_changes_and_the_acceptance_can_be_taken_back()
    {
        await PostAsync("d", 0, Denied);
        await ScalarAsync("update denial set state = 'waiting', waiting_since = current_date - 60 returning 1");
        var finding = Assert.Single(await AuditAsync());
        var accept = Get<AcceptFinding>();
        var input = new AcceptFinding.Input
        {
            CommandId = Guid.NewGuid(),
            PracticeId = finding.PracticeId,
            FindingId = finding.FindingId,
            Version = finding.Version,
            Accept = true,
            Reason = "The payer asked for ninety days",
        };

        Assert.Equal("reason_missing", (await accept.Run(input with { CommandId = Guid.NewGuid(), Reason = " " }, Actor.Desk, Stop))?.Code);
        Assert.Null(await accept.Run(input, Actor.Desk, Stop));
        Assert.Null(await accept.Run(input, Actor.Desk, Stop));
        Assert.Empty(await AuditAsync());
        var accepted = Assert.Single(await FindingsAsync(FindingState.Accepted));
        Assert.Equal(("The payer asked for ninety days", "DenialDesk", 2), (accepted.AcceptedReason, accepted.AcceptedBy, accepted.Version));
        Assert.Equal((0, 1), ((await Get<SeeAudit>().Run(new(), Actor.Desk, Stop)).Total, (await Get<SeeAudit>().Run(new(), Actor.Desk, Stop)).Accepted));

        Assert.Null(await accept.Run(input with { CommandId = Guid.NewGuid(), Version = 2, Accept = false, Reason = "" }, Actor.Desk, Stop));
        Assert.Single(await FindingsAsync(FindingState.Standing));
        Assert.Null(await accept.Run(input with { CommandId = Guid.NewGuid(), Version = 3 }, Actor.Desk, Stop));
        await ScalarAsync("update denial set waiting_since = current_date - 50 returning 1");

        Assert.Equal(finding.FindingId, Assert.Single(await AuditAsync()).FindingId);
        Assert.Equal(3L, await ScalarAsync("select count(*) from journal where subject_kind = 'finding'"));
    }

    [Fact]
    public async Task Another_practices_findings_are_not_there_and_a_biller_may_not_look()
    {
        await PostAsync("d", 0, Denied);
        await ScalarAsync("update denial set score = 1, rank_key = 100 returning 1");
        var finding = Assert.Single(await AuditAsync());
        var stranger = new Actor(Guid.NewGuid(), "Stranger", Actor.Desk.Permissions, new HashSet<int> { 9999 });
        var biller = new Actor(Guid.NewGuid(), "Biller", Roles.Of(Roles.Biller), null);

        Assert.Empty(await Get<ListFindings>().Run(new(), stranger, Stop));
        Assert.Equal(0, (await Get<SeeAudit>().Run(new(), stranger, Stop)).Total);
        Assert.Equal("not_here", (await Get<RecomputeFinding>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = finding.PracticeId, FindingId = finding.FindingId, Version = finding.Version }, stranger, Stop))?.Code);
        Assert.Equal("not_here", (await Get<AcceptFinding>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = finding.PracticeId, FindingId = finding.FindingId, Version = finding.Version, Accept = true, Reason = "x" }, stranger, Stop))?.Code);
        await Assert.ThrowsAsync<NotPermittedException>(() => Get<ListFindings>().Run(new(), biller, Stop));
        await Assert.ThrowsAsync<NotPermittedException>(() => Get<SeeAudit>().Run(new(), biller, Stop));
    }

    [Fact]
    public async Task More_denials_than_one_batch_holds_are_all_looked_at_and_listed_page_by_page()
    {
        var rows = new DenialRows(Database);
        var practice = await rows.PracticeAsync("Elm Street");
        await rows.SeedAsync(practice, [await rows.PayerAsync("Oak"), await rows.PayerAsync("Ash")], 1203, Today);

        var outcome = await Get<AuditPractice>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        var first = await Get<ListFindings>().Run(new() { Kind = AuditKind.ScoreDiffers, Take = 1000 }, Actor.Desk, Stop);
        var rest = await Get<ListFindings>().Run(new() { Kind = AuditKind.ScoreDiffers, Take = 1000, Before = first[^1].FindingId }, Actor.Desk, Stop);

        Assert.Equal((1203, outcome.Found), (outcome.Denials, outcome.Standing));
        Assert.Equal(1203, first.Concat(rest).Select(f => f.DenialId).Distinct().Count());
        Assert.All(first, f => Assert.Equal("not ranked yet", f.Stored));
    }

    private async Task<IReadOnlyList<FindingRow>> AuditAsync()
    {
        await Get<AuditPractice>().Run(new() { PracticeId = 1, Today = Today }, Actor.Desk, Stop);
        return await FindingsAsync(FindingState.Standing);
    }

    private Task<IReadOnlyList<FindingRow>> FindingsAsync(FindingState state) => Get<ListFindings>().Run(new() { State = state }, Actor.Desk, Stop);

    private Task<int> RankAsync() => Get<App.Queue.RankDenials>().Run(new() { PracticeId = 1, Today = Today }, Actor.Desk, Stop);

    private async Task PostAsync(string name, int day, string claim)
    {
        var date = new DateOnly(2026, 1, 5).AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var body = claim.Insert(claim.IndexOf('~', StringComparison.Ordinal) + 1, "NM1*QC*1*HOLLOWAY*IDA****MI*MA1~");
        var transaction = $"ST*835*0001~BPR*I*{claim.Split('*')[4]}*C*ACH*CCP*01*999999992*DA*0*1990000901**01*999999992*DA*0*{date}~TRN*1*{name}*1990000901~DTM*405*{date}~N1*PR*OAK PAYER*XV*77001~N1*PE*CEDAR BEND MEDICAL GROUP PLLC*XX*2999004173~LX*1~{body}";
        var text = $"ISA*00*          *00*          *ZZ*PAYER          *ZZ*CEDARBEND      *260105*0615*^*00501*000000001*0*P*:~GS*HP*PAYER*CEDARBEND*20260105*0615*1*X*005010X221A1~{transaction}SE*{transaction.Count(c => c == '~') + 1}*0001~GE*1*1~IEA*1*000000001~";
        Assert.Equal(FileState.Posted, (await this.ImportAsync(name + ".835", Encoding.Latin1.GetBytes(text))).State);
    }
}
