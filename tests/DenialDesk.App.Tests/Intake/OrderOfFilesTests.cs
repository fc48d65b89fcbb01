using System.Globalization;
using System.Text;
using DenialDesk.App.Audit;
using DenialDesk.App.Intake;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Audit;

namespace DenialDesk.App.Tests.Intake;

/// <summary>The same files in any order, twice, at one time or in one piece end in the same money, the same denials and the same last days.</summary>
public sealed class OrderOfFilesTests(Cluster cluster)
{
    private const int Claims = 24;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    /// <summary>One fixed world; DENIALDESK_CHAIN_WORLDS asks for more, the first by DENIALDESK_CHAIN_SEED.</summary>
    public static TheoryData<int> Worlds => [.. Enumerable.Range(Setting("DENIALDESK_CHAIN_SEED", 20261122), Setting("DENIALDESK_CHAIN_WORLDS", 1))];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task The_same_money_comes_out_whatever_the_order_of_the_files(int seed)
    {
        var world = new SmallWorld(seed, Claims);
        var chance = new Random(seed);
        var inOrder = world.Files.OrderBy(f => f.Rank).ToList();
        var others = inOrder.FindAll(f => !f.Name.EndsWith(".835", StringComparison.Ordinal));

        var right = (await EndAsync(world, desk => InTurnAsync(desk, inOrder))).Split('\n');

        await SameAsync("answers before claims", desk => InTurnAsync(desk, [.. inOrder.Except(others), .. others]));
        await SameAsync("shuffled", desk => InTurnAsync(desk, Shuffled(chance, inOrder)));
        await SameAsync("backwards", desk => InTurnAsync(desk, Enumerable.Reverse(inOrder)));
        await SameAsync("two at one time", desk => TogetherAsync(desk, Shuffled(chance, inOrder), Shuffled(chance, inOrder)));
        var inOne = new WorldFile("all.835", world.AllInOne(), 0);
        await SameAsync("all answers in one file", desk => InTurnAsync(desk, [.. Shuffled(chance, others), inOne]));

        async Task SameAsync(string order, Func<DeskFixture, Task> import)
        {
            var end = (await EndAsync(world, import)).Split('\n');
            Assert.True(right.SequenceEqual(end), $"World {seed}, {order}:\nin order: {string.Join("\n          ", right.Except(end))}\nhere:     {string.Join("\n          ", end.Except(right))}");
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task The_same_money_comes_out_whenever_two_entries_of_one_payer_are_made_one(int seed)
    {
        var world = new SmallWorld(seed, Claims);
        var files = world.Files.OrderBy(f => f.Rank).Select(UnderTwoNames).ToList();
        var shuffled = Shuffled(new(seed), files);

        var soon = await EndAsync(world, async desk =>
        {
            foreach (var file in files)
            {
                await InTurnAsync(desk, [file]);
                await MergeAsync(desk);
            }
        });
        var late = await EndAsync(world, desk => LateAsync(desk, files));
        var another = await EndAsync(world, desk => LateAsync(desk, shuffled));

        Assert.Equal(soon, late);
        Assert.Equal(soon, another);

        static async Task LateAsync(DeskFixture desk, List<WorldFile> order)
        {
            await InTurnAsync(desk, order);
            Assert.True(await MergeAsync(desk) || await desk.ScalarAsync("select count(*) from payer where merged_into is not null") is 1L);
        }
    }

    /// <summary>Every second day the oak payer signs with another name and number; the same payment always with the same.</summary>
    private static WorldFile UnderTwoNames(WorldFile file)
    {
        var sets = Encoding.Latin1.GetString(file.Content).Split("ST*835*");
        for (var i = 1; i < sets.Length; i++)
        {
            var day = int.Parse(sets[i].Split("DTM*405*")[1][6..8], CultureInfo.InvariantCulture);
            if (day % 2 == 0) { sets[i] = sets[i].Replace("N1*PR*OAK PAYER", "N1*PR*OAK HEALTH", StringComparison.Ordinal).Replace("1990000901", "1990000905", StringComparison.Ordinal); }
        }

        return file with { Content = Encoding.Latin1.GetBytes(string.Join("ST*835*", sets)) };
    }

    /// <summary>Makes the two entries one where both are here; false when there is nothing to do.</summary>
    private static async Task<bool> MergeAsync(DeskFixture desk)
    {
        if (await desk.ScalarAsync("select array_agg(payer_id order by name) from payer where name in ('OAK HEALTH', 'OAK PAYER') and merged_into is null") is not int[] { Length: 2 } two) { return false; }

        var (_, refusal) = await desk.Get<MergePayers>().Run(new() { From = two[0], Into = two[1] }, Actor.Desk, Stop);
        Assert.Null(refusal);
        return true;
    }

    private static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var asked) ? asked : otherwise;

    private static List<WorldFile> Shuffled(Random chance, List<WorldFile> files)
    {
        var order = files.ToArray();
        chance.Shuffle(order);
        return [.. order];
    }

    private static async Task InTurnAsync(DeskFixture desk, IEnumerable<WorldFile> files)
    {
        foreach (var file in files)
        {
            var report = await desk.ImportAsync(file.Name, file.Content);
            Assert.True(report.State is FileState.Posted or FileState.AlreadyReceived, $"{file.Name}: {report.Sentence}");
        }
    }

    private static Task TogetherAsync(DeskFixture desk, List<WorldFile> one, List<WorldFile> other) => Task.WhenAll(InTurnAsync(desk, one), InTurnAsync(desk, other));

    /// <summary>A fresh desk, its files taken in; what must hold of every desk is held here, what must be the same for all comes back.</summary>
    private async Task<string> EndAsync(SmallWorld world, Func<DeskFixture, Task> import)
    {
        await using var desk = new DeskFixture(cluster);
        await desk.InitializeAsync();
        await import(desk);

        await HoldsMoneyAsync(desk, world);
        Assert.Equal(OpenOf(world), await desk.ScalarAsync(OpenHere));
        await HoldsTogetherAsync(desk);
        var before = await RowsAsync(desk);
        await import(desk);
        Assert.Equal(before, await RowsAsync(desk));
        return (string)(await desk.ScalarAsync(Ending))!;
    }

    /// <summary>Every dollar of every adjustment stands in one bucket, and as many as the payers wrote.</summary>
    private static async Task HoldsMoneyAsync(DeskFixture desk, SmallWorld world)
    {
        Assert.Equal((long)world.Answered, await desk.ScalarAsync("select count(*) from adjudication"));
        Assert.Equal(world.Charged, await desk.ScalarAsync("select sum(charge) from adjudication"));
        Assert.Equal(world.Paid, await desk.ScalarAsync("select sum(paid) from adjudication"));
        Assert.Equal(world.Adjusted, await desk.ScalarAsync("select sum(amount) from adjustment"));
        Assert.Equal(0L, await desk.ScalarAsync(
            """
            select count(*) from adjudication a where a.charge - a.paid <> coalesce((select sum(j.amount) from adjustment j where j.adjudication_id = a.adjudication_id), 0)
              or a.denied_amount <> coalesce((select sum(j.amount) from adjustment j where j.adjudication_id = a.adjudication_id and j.bucket = 'denial'), 0)
            """));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from remittance where bpr_amount <> paid - plb or balance_state <> 'balanced'"));
    }

    /// <summary>No denial twice, nothing waiting, no finding of the self-audit, and a journal that fits.</summary>
    private static async Task HoldsTogetherAsync(DeskFixture desk)
    {
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) - count(distinct adjudication_id) from denial"));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from held_transaction"));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from adjudication a where a.denied_amount > 0 and not exists (select 1 from denial d where d.adjudication_id = a.adjudication_id and d.denied_amount = a.denied_amount)"));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial where is_open and last_safe_day > due_on"));
        foreach (var practice in (int[])(await desk.ScalarAsync("select array_agg(practice_id) from practice"))!)
        {
            await desk.Get<RankDenials>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
            await desk.Get<AuditPractice>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        }

        Assert.Empty(await desk.Get<ListFindings>().Run(new() { State = FindingState.Standing }, Actor.Desk, Stop));
        Assert.Empty((await JournalChain.VerifyAsync(desk.Database, [], Stop)).Faults);
    }

    /// <summary>Rows and checksum of everything but what says that a file came again.</summary>
    private static async Task<string> RowsAsync(DeskFixture desk)
    {
        var tables = (string[])(await desk.ScalarAsync(
            "select array_agg(tablename::text order by tablename) from pg_tables where schemaname = 'public' and tablename not in ('file_arrival') and tablename not like 'journal%'"))!;
        var sums = new List<string>();
        foreach (var table in tables)
        {
            sums.Add($"{table} {await desk.ScalarAsync($"select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from \"{table}\" t")}");
        }

        return string.Join('\n', sums);
    }

    private static string OpenOf(SmallWorld world) => string.Join('\n', world.Open
        .Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Npi} {o.Account} {o.Payer} {o.On:yyyy-MM-dd} {o.Amount:0.00} {o.Due:yyyy-MM-dd}")).Order(StringComparer.Ordinal));

    /// <summary>What is open, in the words of <see cref="OpenOf"/>; the last day only where the world knows it: a missing authorization, a payer without a rule.</summary>
    private const string OpenHere =
        """
        select coalesce(string_agg(line, E'\n' order by line collate "C"), '') from (
          select concat(i.value, ' ', c.patient_control_number, ' ', p.name, ' ', d.denied_on, ' ', d.denied_amount, ' ',
                        case when d.lead_carc in ('197', '193', '286') and p.name = 'OAK PAYER' then d.due_on::text end) as line
          from denial d join claim c using (practice_id, claim_id) join payer p on p.payer_id = d.payer_id join practice_identifier i on i.practice_id = d.practice_id and i.kind = 'npi'
          where d.is_open) x
        """;

    /// <summary>Everything that has to be the same.</summary>
    private const string Ending =
        """
        select string_agg(line, E'\n' order by line collate "C") from (
          select concat_ws(' ', 'answer', i.value, c.patient_control_number, c.patient_last_name, p.name, a.remit_date, r.trace_number, a.position, a.status_code, a.kind, a.is_first_primary, a.denied_amount,
                        d.state, d.outcome, d.is_open, d.denied_amount, d.recovered_amount, d.category, d.department, d.hardness, d.preventable, d.clinical, d.appealable, d.first_action, d.lead_carc, l.reasons, d.clock_action, d.due_on, d.last_safe_day, d.deadline_rule, d.deadline_sentence,
                        nullif(s.turn, 'stands'), nullif(s.recovered, 0), s.line_no, t.payer_claim_number, t.remit_date) as line
          from adjudication a join claim c using (practice_id, claim_id) join payer p on p.payer_id = (select coalesce(q.merged_into, q.payer_id) from payer q where q.payer_id = a.payer_id) join remittance r using (practice_id, remittance_id)
          join practice_identifier i on i.practice_id = a.practice_id and i.kind = 'npi'
          left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id
          left join lateral (select string_agg(concat_ws('-', n.line_no, n.ordinal, n.group_code, n.carc, n.rarc, n.category, n.rule_id, n.amount), ',' order by n.line_no, n.ordinal) as reasons
                             from denial_line n where n.practice_id = d.practice_id and n.denial_id = d.denial_id) l on true
          left join denial_story s on s.practice_id = d.practice_id and s.denial_id = d.denial_id
          left join adjudication t on t.adjudication_id = s.by_adjudication
          union all
          select concat_ws(' ', 'match', i.value, c.patient_control_number, m.state, m.method, m.family, m.account_key, m.ambiguous, m.answered_on)
          from claim_match m join claim c using (practice_id, claim_id) join practice_identifier i on i.practice_id = m.practice_id and i.kind = 'npi'
          union all
          select concat_ws(' ', 'link', s.account, s.billing_npi, s.submitted_at, c.patient_control_number, l.answered_on)
          from submission_link l join submitted_claim s using (practice_id, submitted_id) join claim c using (practice_id, claim_id)
          union all
          select concat_ws(' ', 'wait', s.account, s.billing_npi, s.submitted_at, w.submitted_on, p.name) from submission_wait w join submitted_claim s using (practice_id, submitted_id) left join payer p on p.payer_id = (select coalesce(q.merged_into, q.payer_id) from payer q where q.payer_id = w.payer_id)
          union all
          select concat_ws(' ', 'refused', s.account, s.billing_npi, s.submitted_at, x.state, x.how) from rejection x join submitted_claim s using (practice_id, submitted_id)
          union all
          select concat_ws(' ', 'plb', r.trace_number, b.reason, b.reference, b.amount) from provider_adjustment b join remittance r using (practice_id, remittance_id)) x
        """;
}
