using System.Globalization;
using DenialDesk.App.Audit;
using DenialDesk.App.Codes;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Remittances;
using DenialDesk.App.Routing;
using DenialDesk.App.Tests.Claims;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using DenialDesk.Samples;

namespace DenialDesk.App.Tests.Denials;

/// <summary>An upheld appeal is about what the denial it answers was about, whichever of the two comes in first.</summary>
public sealed class UpheldAnswersTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Told _visit = new("PAT77", Day: "20260601", Charge: 150m, PayerNumber: "ICN1", Line: "1", Paid: 0m);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_keeps_the_reason_of_the_denial_it_answers(bool inOrder)
    {
        if (inOrder) { await AnswerAsync("20260710", 1, "50"); }

        await AnswerAsync("20260910", 2, "193");
        if (!inOrder) { await AnswerAsync("20260710", 1, "50"); }

        Assert.Equal(
            "medical_necessity clinical hard no t appeal 2026-08-07",
            await ScalarAsync("select concat_ws(' ', category, department, hardness, preventable, clinical, first_action, due_on) from denial where lead_carc = '193'"));
        Assert.Equal("medical_necessity medical_necessity", await ScalarAsync(
            "select l.category || ' ' || a.category from denial d join denial_line l using (practice_id, denial_id) join adjustment a using (practice_id, adjudication_id) where d.lead_carc = '193'"));
        var practice = (int)(await ScalarAsync("select practice_id from practice"))!;
        await Get<AuditPractice>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        Assert.Empty(await Get<ListFindings>().Run(new() { State = FindingState.Standing }, Actor.Desk, Stop));
        Assert.Equal(0L, await ScalarAsync("select count(*) from denial where is_open and score_parts = '{}'"));
    }

    [Fact]
    public async Task The_change_is_journalled_with_old_and_new_and_leaves_it_with_who_works_on_it()
    {
        await AnswerAsync("20260910", 2, "193");
        await ScalarAsync("update denial set assigned_to = $1, state = 'in_work', first_worked_at = now()", await PersonAsync("Ann"));

        await AnswerAsync("20260710", 1, "50");

        Assert.Equal("in_work t", await ScalarAsync("select concat_ws(' ', state, assigned_to is not null) from denial where lead_carc = '193'"));
        Assert.Equal("other medical_necessity", await ScalarAsync("select string_agg(concat(old->>'category', ' ', new->'now'->>'category'), ', ') from journal where action = 'denial.decided_again'"));
    }

    [Fact]
    public async Task Another_visit_under_the_same_number_and_a_denial_of_a_later_day_lend_no_reason()
    {
        await AnswerAsync("20260910", 2, "193");
        await AnswerAsync("20260710", 1, "50", _visit with { Day = "20260105", PayerNumber = "ICN9" });
        await AnswerAsync("20261010", 3, "197", _visit with { PayerNumber = "ICN1" });

        Assert.Equal("other", await ScalarAsync("select category from denial where lead_carc = '193'"));
    }

    [Fact]
    public async Task Where_nobody_has_it_yet_it_is_dealt_by_its_new_reason()
    {
        var (ann, bob) = (await PersonAsync("Ann"), await PersonAsync("Bob"));
        var lead = new Actor(await PersonAsync("Max", Roles.Manager), "Max", Roles.Of(Roles.Manager), null);
        foreach (var one in (await Get<SeeRouting>().Run(lead, Stop)).People.Where(p => p.Id == ann || p.Id == bob))
        {
            Assert.Null(await Get<EditWorker>().Run(new() { UserId = one.Id, Version = one.Version, Calendar = new(9, Enum.GetValues<DayOfWeek>().ToHashSet(), []), Skills = [], Teams = [] }, lead, Stop));
        }

        RoutingRule[] rules =
        [
            new() { Position = 1, Name = "clinical to Ann", Category = DenialCategory.MedicalNecessity, ToPerson = ann },
            new() { Position = 2, Name = "the rest to Bob", ToPerson = bob },
        ];
        Assert.Null(await Get<DraftRouting>().Run(new() { Version = 0, Rules = rules }, lead, Stop));
        Assert.Null((await Get<ApplyRouting>().Run(new() { Version = 1, Reason = "Start of routing" }, lead, Stop)).Refusal);
        const string Route = "select t.person from denial_route t join denial d using (practice_id, denial_id) where d.lead_carc = '193'";

        await AnswerAsync("20260910", 2, "193");
        Assert.Equal(bob, await ScalarAsync(Route));
        await AnswerAsync("20260710", 1, "50");

        Assert.Equal(ann, await ScalarAsync(Route));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_changed_code_rule_moves_it_with_the_denial_it_answers(bool inOrder)
    {
        if (inOrder) { await AnswerAsync("20260710", 1, "50"); }

        await AnswerAsync("20260910", 2, "193");
        if (!inOrder) { await AnswerAsync("20260710", 1, "50"); }

        var (set, _) = await Get<DraftCodeRules>().Run(
            new() { Reason = "A test of rules", Add = [new CodeRule { Kind = CodeRuleKind.Carc, Carc = "50", EffectiveFrom = new(1995, 1, 1), Category = DenialCategory.ChargeCapture }] }, Actor.Desk, Stop);
        var (preview, _) = await Get<PreviewReprocess>().Run(new() { SetId = set!.Value }, Actor.Desk, Stop);
        var (done, refusal) = await Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = preview!.Value }, Actor.Desk, Stop);

        Assert.Null(refusal);
        Assert.Equal(2, done!.Changed);
        Assert.Equal("193 charge_capture, 50 charge_capture", await ScalarAsync("select string_agg(lead_carc || ' ' || category, ', ' order by lead_carc) from denial"));
    }

    [Fact]
    public async Task Every_denial_of_the_demo_and_the_samples_is_decided_from_its_rows_as_it_was_from_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("rows-");
        try
        {
            var demo = DemoPractice.Write(folder.FullName, 5, Today).Files.Where(f => f.Kind == "835").Select(f => Path.Combine(folder.FullName, f.Name)).TakeLast(90);
            await ImportAsync([.. Directory.EnumerateFiles(SampleFiles.Folder, "*.835", SearchOption.AllDirectories).Order(StringComparer.Ordinal), .. demo]);
        }
        finally { folder.Delete(recursive: true); }

        Assert.True(await SameFromRowsAsync() > 200);
    }

    [Fact]
    public async Task Every_denial_of_the_public_files_is_decided_from_its_rows_as_it_was_from_its_file()
    {
        var root = Path.Combine(SampleFiles.RepositoryRoot(), "..", "shared", "corpus", "835");
        Assert.SkipUnless(Directory.Exists(root), "../shared/corpus/835 is not on this machine");
        await ImportAsync([.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]);

        Assert.True(await SameFromRowsAsync() > 50);
    }

    private async Task ImportAsync(List<string> paths)
    {
        foreach (var path in paths)
        {
            await using var content = File.OpenRead(path);
            await Get<ImportFile>().Run(new() { Content = content, Name = Path.GetFileName(path), Source = ImportFile.Source.Command, Rank = false }, Actor.Desk, Stop);
        }
    }

    /// <summary>Decides every denial whose reasons need no other answer from its rows; returns how many, and fails on the first that comes out otherwise.</summary>
    private async Task<int> SameFromRowsAsync()
    {
        var book = await Get<LoadCodeBook>().RunAsync(Stop);
        await using var connection = await Database.OpenConnectionAsync(Stop);
        var stored = new List<(int Practice, long Answer, DateOnly On, string Decided)>();
        await using (var command = new Npgsql.NpgsqlCommand(
            """
            select d.practice_id, d.adjudication_id, d.denied_on,
                   concat_ws('|', d.category, d.department, d.hardness, d.preventable, d.clinical, d.appealable, d.first_action, d.lead_group, d.lead_carc, d.lead_rarc, d.no_appeal_because,
                             d.bill_patient_allowed, d.denied_amount, d.extent, array_to_string(d.flags, ' '),
                             (select string_agg(concat_ws(' ', l.line_no, l.ordinal, l.group_code, l.carc, l.rarc, l.category, l.rule_id, l.amount), ',' order by l.line_no, l.ordinal)
                              from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id))
            from denial d where not exists (select 1 from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id and l.carc = any($1))
            """, connection)
        { Parameters = { new() { Value = UpheldAppeal.Carcs } } })
        await using (var rows = await command.ExecuteReaderAsync(Stop))
        {
            while (await rows.ReadAsync(Stop)) { stored.Add((rows.GetInt32(0), rows.GetInt64(1), rows.GetFieldValue<DateOnly>(2), rows.GetString(3))); }
        }

        foreach (var practice in stored.GroupBy(s => s.Practice))
        {
            var answers = await StoredAnswers.ReadAsync(connection, null, practice.Key, [.. practice.Select(s => s.Answer)], Stop);
            foreach (var one in practice) { Assert.Equal(one.Decided, Told(DenialDecision.Decide(answers[one.Answer], book, one.On).Denial!)); }
        }

        return stored.Count;
    }

    private static string Told(DenialFound found) => string.Join('|', new[]
    {
        found.Category.Text(), found.Department.Text(), found.Hardness.Text(), found.Preventable.Text(), found.Clinical ? "t" : "f", found.Appealable ? "t" : "f", found.FirstAction.Text(),
        found.LeadGroup, found.LeadCarc, found.LeadRarc ?? "", found.NoAppealBecause, found.BillPatientAllowed ? "t" : "f", found.DeniedAmount.ToString("0.00", CultureInfo.InvariantCulture), found.Extent.Text(),
        string.Join(' ', found.Flags.Select(f => f.Text())),
        string.Join(',', found.Lines.SelectMany(l => l.Reasons).OrderBy(r => r.LineIndex ?? 0).ThenBy(r => r.Ordinal)
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.LineIndex ?? 0} {r.Ordinal} {r.Group} {r.Carc} {r.Rarc} {r.Category.Text()} {r.Rule} {r.Amount:0.00}"))),
    }.OfType<string>());

    private async Task<Guid> PersonAsync(string name, string role = Roles.Biller)
    {
        var id = Guid.NewGuid();
        await ScalarAsync(
            """
            with u as (insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                       values ($1, $2, true, false, false, false, 0) returning id)
            insert into identity_user_roles (user_id, role_id) select u.id, r.id from u, identity_roles r where r.name = $3
            """, id, name, role);
        return id;
    }

    private Task AnswerAsync(string day, int number, string carc, Told? visit = null) => this.ImportAsync($"{number}.835", TwoWays.Oak(TwoWays.Answered(day, number, visit ?? _visit), carc));
}
