using System.Globalization;
using DenialDesk.App.Audit;
using DenialDesk.App.Codes;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Samples;

namespace DenialDesk.App.Tests.Codes;

/// <summary>Rules of a site: drafted, tried in shadow on months of the demo year, applied.</summary>
public sealed class ReprocessTests(Cluster cluster, ReprocessTests.Files files) : IClassFixture<ReprocessTests.Files>
{
    /// <summary>Files of the demo year.</summary>
    public sealed class Files : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("demo-codes-").FullName;

        /// <summary>The remittances of four months: enough for takebacks, corrections and later answers.</summary>
        public IReadOnlyList<string> Names { get; }

        public Files()
            => Names = [.. DemoPractice.Write(Folder, 7, DateOnly.FromDateTime(DateTime.UtcNow)).Files.Where(f => f.Kind == "835").Select(f => f.Name).TakeLast(60)];

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private static readonly DateOnly Always = new(1995, 1, 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Preview_equals_apply_equals_a_fresh_import_under_the_new_rules(int seed)
    {
        var dice = new Random(seed);
        await using var desk = await YearAsync();
        List<CodeRule[]> drafts = [];
        for (var round = 0; round < 2; round++)
        {
            drafts.Add(await RandomRulesAsync(desk, dice));
            var before = await StateAsync(desk);
            var preview = await PreviewAsync(desk, await DraftAsync(desk, drafts[^1]));

            Assert.Equal(before, await StateAsync(desk));
            var (done, refusal) = await desk.Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = preview }, Actor.Desk, Stop);

            Assert.Null(refusal);
            Assert.Equal(
                await desk.ScalarAsync("select count(*)::int from code_preview_row where preview_id = $1", preview),
                done!.Changed + done.Kept);
            Assert.Equal(
                await desk.ScalarAsync("select count(*)::int from code_preview_row where preview_id = $1", preview),
                await desk.ScalarAsync("select count(*)::int from journal where action = 'denial.reprocessed' and (new->>'ruleSet')::bigint = (select set_id from code_preview where preview_id = $1)", preview));
        }

        await using var fresh = await EmptyAsync();
        foreach (var draft in drafts) { await ApplyAsync(fresh, await DraftAsync(fresh, draft)); }

        await ImportAsync(fresh);

        Assert.Equal(await StateAsync(fresh), await StateAsync(desk));
        await desk.Get<AuditPractice>().Run(new() { PracticeId = 1, Today = DateOnly.FromDateTime(DateTime.UtcNow) }, Actor.Desk, Stop);
        var standing = await desk.Get<ListFindings>().Run(new() { Take = 1000 }, Actor.Desk, Stop);
        Assert.True(standing.Count == 0, string.Join('\n', standing.Take(20).Select(f => $"{f.Kind} {f.Part} denial {f.DenialId} remittance {f.RemittanceId}: {f.Stored} / {f.Recomputed}")));
    }

    [Fact]
    public async Task The_opposite_draft_brings_everything_back()
    {
        await using var desk = await YearAsync();
        var code = await CommonCodeAsync(desk);
        var before = await StateAsync(desk);
        var shipped = (await desk.Get<LoadCodeBook>().RunAsync(Stop)).Carc(code, Always)!;

        await ApplyAsync(desk, await DraftAsync(desk, new CodeRule { Kind = CodeRuleKind.Carc, Carc = code, EffectiveFrom = Always, Means = Bucket.Informational }));
        var closed = (long)(await desk.ScalarAsync("select count(*) from denial where outcome = 'not_a_denial'"))!;
        await ApplyAsync(desk, await DraftAsync(desk, new CodeRule
        {
            Kind = CodeRuleKind.Carc,
            Carc = code,
            EffectiveFrom = Always,
            Category = shipped.Category,
            Hardness = shipped.Hardness,
            Preventable = shipped.Preventable,
        }));

        Assert.True(closed > 0);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial where outcome = 'not_a_denial'"));
        Assert.Equal(Without(before, "first_action"), Without(await StateAsync(desk), "first_action"));
    }

    [Fact]
    public async Task What_people_decided_stays_and_is_listed_with_its_reason()
    {
        await using var desk = await YearAsync();
        var code = await CommonCodeAsync(desk);
        await desk.ScalarAsync(
            "update denial set assigned_to = gen_random_uuid(), state = 'in_work', first_worked_at = now() where denial_id = (select min(denial_id) from denial where is_open and lead_carc = $1)", code);
        var mine = await desk.ScalarAsync("select to_jsonb(d)::text from denial d where assigned_to is not null");

        var preview = await PreviewAsync(desk, await DraftAsync(desk, new CodeRule { Kind = CodeRuleKind.Carc, Carc = code, EffectiveFrom = Always, Category = DenialCategory.ChargeCapture }));
        var (done, _) = await desk.Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = preview }, Actor.Desk, Stop);

        Assert.Equal(1, done!.Kept);
        Assert.Equal("somebody works on it", await desk.ScalarAsync("select why from code_preview_row where kinds = '{kept}'"));
        Assert.Equal(WithoutRank(mine), WithoutRank(await desk.ScalarAsync("select to_jsonb(d)::text from denial d where assigned_to is not null")));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'denial.reprocess_kept'"));
        Assert.Equal(done.Changed, await desk.ScalarAsync("select count(*)::int from denial where category = 'charge_capture' and lead_carc = $1", code));
    }

    [Fact]
    public async Task Changed_data_a_repeated_command_and_a_stale_draft_are_told_apart()
    {
        await using var desk = await YearAsync();
        var code = await CommonCodeAsync(desk);
        var set = await DraftAsync(desk, new CodeRule { Kind = CodeRuleKind.Carc, Carc = code, EffectiveFrom = Always, Category = DenialCategory.ChargeCapture });
        var preview = await PreviewAsync(desk, set);
        await desk.ScalarAsync("update denial set assigned_to = gen_random_uuid() where denial_id = (select min(denial_id) from denial where is_open and lead_carc = $1)", code);
        var state = await StateAsync(desk);

        var (_, changed) = await desk.Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = preview }, Actor.Desk, Stop);

        Assert.Equal("data_changed", changed?.Code);
        Assert.Equal(state, await StateAsync(desk));
        var again = new ApplyReprocess.Input { CommandId = Guid.NewGuid(), PreviewId = await PreviewAsync(desk, set) };
        var (first, _) = await desk.Get<ApplyReprocess>().Run(again, Actor.Desk, Stop);
        var (second, _) = await desk.Get<ApplyReprocess>().Run(again, Actor.Desk, Stop);
        Assert.Equal((first, 1L), (second, await desk.ScalarAsync("select count(*) from journal where action = 'codes.applied'")));
        var (_, over) = await desk.Get<ApplyReprocess>().Run(again with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop);
        Assert.Equal("not_a_draft", over?.Code);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.ScalarAsync("update code_rule set category = 'coding'"));
    }

    [Fact]
    public async Task A_rule_holds_from_its_day_and_for_the_chosen_files_only()
    {
        await using var desk = await YearAsync();
        var code = await CommonCodeAsync(desk);
        var day = (DateOnly)(await desk.ScalarAsync("select percentile_disc(0.5) within group (order by denied_on) from denial where lead_carc = $1", code))!;
        var file = (long)(await desk.ScalarAsync(
            "select r.file_id from denial d join adjudication a using (practice_id, adjudication_id) join remittance r using (practice_id, remittance_id) where d.lead_carc = $1 and d.denied_on >= $2 limit 1", code, day))!;
        var set = await DraftAsync(desk, new CodeRule { Kind = CodeRuleKind.Carc, Carc = code, EffectiveFrom = day, Category = DenialCategory.ChargeCapture });

        var some = await PreviewAsync(desk, set, new(Files: [file]));
        var all = await PreviewAsync(desk, set);

        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from code_preview_row where denied_on < $1", day));
        Assert.InRange((long)(await desk.ScalarAsync("select count(*) from code_preview_row where preview_id = $1", some))!, 1, (long)(await desk.ScalarAsync("select count(*) from code_preview_row where preview_id = $1", all))!);
    }

    [Fact]
    public async Task Only_who_manages_codes_and_sees_every_practice_may_change_them()
    {
        await using var desk = await EmptyAsync();
        var manager = new Actor(Guid.NewGuid(), "Manager", Roles.Of(Roles.Manager), null);
        var narrow = new Actor(Guid.NewGuid(), "Admin", Roles.Of(Roles.Admin), new HashSet<int> { 1 });

        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<DraftCodeRules>().Run(new() { Reason = "because" }, manager, Stop));
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<PreviewReprocess>().Run(new() { SetId = 1 }, manager, Stop));
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = 1 }, manager, Stop));
        Assert.Equal("all_practices", (await desk.Get<PreviewReprocess>().Run(new() { SetId = 1 }, narrow, Stop)).Refusal?.Code);
        Assert.Equal("nothing_to_preview", (await desk.Get<PreviewReprocess>().Run(new() { SetId = 1 }, Actor.Desk, Stop)).Refusal?.Code);
        Assert.Equal("reason_missing", (await desk.Get<DraftCodeRules>().Run(new(), Actor.Desk, Stop)).Refusal?.Code);
        Assert.Equal("code_unknown", (await desk.Get<DraftCodeRules>().Run(new() { Reason = "because", Add = [new() { Kind = CodeRuleKind.Carc, Carc = "Q77", EffectiveFrom = Always }] }, Actor.Desk, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task A_preview_whose_process_died_is_told_as_broken_off_and_one_at_work_is_not()
    {
        await using var desk = await EmptyAsync();
        var carc = (string)(await desk.ScalarAsync("select min(code) from carc"))!;
        var set = await DraftAsync(desk, new CodeRule { Kind = CodeRuleKind.Carc, Carc = carc, EffectiveFrom = Always, Means = Bucket.Contractual });
        await desk.ScalarAsync("insert into code_preview (set_id, set_version, asked_at, asked_name, percent) values ($1, 1, now(), 'Ada', 40) returning preview_id", set);
        async Task<string?> State() => (await desk.Get<SeeCodeSets>().Run(new() { SetId = set }, Actor.Desk, Stop)).Preview?.State;

        Assert.Equal("failed", await State());
        await using var atWork = await desk.Database.OpenConnectionAsync(Stop);
        await using (var hold = new Npgsql.NpgsqlCommand($"select pg_advisory_lock_shared({PreviewReprocess.LockSpace}, {set})", atWork)) { await hold.ExecuteNonQueryAsync(Stop); }
        Assert.Equal("running", await State());
    }

    private async Task<DeskFixture> EmptyAsync()
    {
        var desk = new DeskFixture(cluster);
        await desk.InitializeAsync();
        return desk;
    }

    private async Task<DeskFixture> YearAsync()
    {
        var desk = await EmptyAsync();
        await ImportAsync(desk);
        return desk;
    }

    private async Task ImportAsync(DeskFixture desk)
    {
        foreach (var name in files.Names)
        {
            await using var content = File.OpenRead(Path.Combine(files.Folder, name));
            await desk.Get<ImportFile>().Run(new() { Content = content, Name = name, Source = ImportFile.Source.Demo, Rank = name == files.Names[^1] }, Actor.Desk, Stop);
        }
    }

    private static async Task<long> DraftAsync(DeskFixture desk, params CodeRule[] rules)
    {
        var (set, refusal) = await desk.Get<DraftCodeRules>().Run(new() { Reason = "A test of rules", Add = rules }, Actor.Desk, Stop);
        Assert.Null(refusal);
        return set!.Value;
    }

    private static async Task<long> PreviewAsync(DeskFixture desk, long set, ReplayWish? wish = null)
    {
        var (preview, refusal) = await desk.Get<PreviewReprocess>().Run(new() { SetId = set, Wish = wish ?? new() }, Actor.Desk, Stop);
        Assert.Null(refusal);
        return preview!.Value;
    }

    private static async Task ApplyAsync(DeskFixture desk, long set)
    {
        var (_, refusal) = await desk.Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = await PreviewAsync(desk, set) }, Actor.Desk, Stop);
        Assert.Null(refusal);
    }

    /// <summary>One to four rules about codes that the year holds.</summary>
    private static async Task<CodeRule[]> RandomRulesAsync(DeskFixture desk, Random dice)
    {
        var carcs = ((string)(await desk.ScalarAsync("select string_agg(distinct carc, ' ') from adjustment where carc in (select code from carc)"))!).Split(' ');
        var rarcs = ((string)(await desk.ScalarAsync("select string_agg(distinct m, ' ') from service_line, unnest(remark_codes) m where m in (select code from rarc)"))!).Split(' ');
        var rules = Enumerable.Range(0, dice.Next(1, 5)).Select(_ =>
        {
            var kind = (CodeRuleKind)dice.Next(4);
            var means = dice.Next(3) == 0 ? (Bucket)dice.Next(1, 5) : Bucket.Denial;
            return new CodeRule
            {
                Kind = kind,
                Carc = kind == CodeRuleKind.Rarc ? "" : carcs[dice.Next(carcs.Length)],
                Other = kind switch { CodeRuleKind.Group => new[] { "CO", "PR", "OA", "PI" }[dice.Next(4)], CodeRuleKind.Carc => "", _ => rarcs[dice.Next(rarcs.Length)] },
                EffectiveFrom = dice.Next(2) == 0 ? Always : DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-dice.Next(300)),
                Means = means,
                Category = means == Bucket.Denial ? (DenialCategory)dice.Next(15) : null,
                Hardness = dice.Next(3) == 0 ? (Hardness)dice.Next(2) : null,
                Preventable = dice.Next(3) == 0 ? (Preventability)dice.Next(3) : null,
            };
        });
        return [.. rules.DistinctBy(r => (r.Kind, r.Carc, r.Other))];
    }

    /// <summary>Everything that deciding gives, one line an answer, in an order that does not depend on ids. Expected dollars, and with them scores, follow what a payer paid up to a remittance, so they are left out.</summary>
    private static async Task<string[]> StateAsync(DeskFixture desk)
    {
        var text = (string)(await desk.ScalarAsync(
            """
            select string_agg(line, E'\n' order by line collate "C") from (
                select encode(r.canonical_hash, 'hex') || ' ' || lpad(a.position::text, 4, '0') || ' ' || jsonb_build_object(
                    'kind', a.kind, 'rule', a.decision_rule, 'denied', a.denied_amount,
                    'buckets', (select jsonb_agg(jsonb_build_array(x.line_no, x.ordinal, x.carc, x.bucket, x.rule_id, x.category) order by x.line_no, x.ordinal) from adjustment x
                                where x.practice_id = a.practice_id and x.adjudication_id = a.adjudication_id),
                    'denial', (select to_jsonb(d) - array['denial_id', 'claim_id', 'adjudication_id', 'found_at', 'closed_at', 'version', 'fence', 'expected_amount', 'expected_basis', 'lane', 'score', 'rank_key',
                                                          'score_parts', 'scored_for', 'outcome_reason'] from denial d
                               where d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'),
                    'lines', (select jsonb_agg(jsonb_build_array(l.line_no, l.ordinal, l.carc, l.rarc, l.category, l.rule_id, l.amount) order by l.line_no, l.ordinal)
                              from denial d join denial_line l using (practice_id, denial_id) where d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id))::text as line
                from adjudication a join remittance r using (practice_id, remittance_id)
                union all select 'remittance ' || encode(canonical_hash, 'hex') || ' ' || denials || ' ' || denied_amount from remittance
                union all select 'file ' || encode(sha256, 'hex') || ' ' || denials || ' ' || denied_amount from inbound_file
                union all select 'ratio ' || practice_id || ' ' || payer_id || ' ' || charge || ' ' || paid from payer_ratio where charge <> 0) t
            """) ?? "");
        return text.Split('\n');
    }

    private static string[] Without(string[] state, string field)
        => [.. state.Select(line => System.Text.RegularExpressions.Regex.Replace(line, string.Create(CultureInfo.InvariantCulture, $"\"{field}\": \"[a-z_]+\""), ""))];

    private static string WithoutRank(object? row)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse((string)row!)!.AsObject();
        foreach (var name in new[] { "lane", "score", "rank_key", "score_parts", "scored_for" }) { json.Remove(name); }

        return json.ToJsonString();
    }

    /// <summary>The code most open denials lead with, of those no remark changes the meaning of: a rule for it speaks for all of them.</summary>
    private static async Task<string> CommonCodeAsync(DeskFixture desk)
        => (string)(await desk.ScalarAsync(
            "select lead_carc from denial where is_open and not exists (select 1 from pair_override o where o.carc = lead_carc) group by 1 order by count(*) desc, 1 limit 1"))!;
}
