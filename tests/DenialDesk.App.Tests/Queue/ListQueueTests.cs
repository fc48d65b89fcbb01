using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Tests.Queue;

public sealed class ListQueueTests(ListQueueTests.Desk desk) : IClassFixture<ListQueueTests.Desk>
{
    private const int Many = 20_000;
    private static readonly DateOnly Seeded = new(2026, 5, 4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A large practice, three payers, ranks with many ties, some owners, some waiting or closed.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Practice { get; private set; }

        public int[] Payers { get; private set; } = [];

        public Guid Owner { get; } = Guid.NewGuid();

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Practice = await Rows.PracticeAsync("Elm Street");
            Payers = [await Rows.PayerAsync("Acme Health"), await Rows.PayerAsync("Borealis"), await Rows.PayerAsync("Cedar")];
            await Rows.SeedAsync(Practice, Payers, Many, Seeded);
            await ScalarAsync(
                """
                update denial set rank_key = denial_id * 7919 % 2003, assigned_to = case when denial_id % 5 = 0 then $1 end,
                                  state = case when denial_id % 11 = 0 then 'waiting' when denial_id % 13 = 0 then 'written_off' else state end,
                                  is_open = denial_id % 11 = 0 or denial_id % 13 <> 0,
                                  preventable = case when denial_id % 6 = 0 then 'no' else 'yes' end, lead_rarc = (array['M53', 'N115', ''])[1 + denial_id % 3], outcome = case when denial_id % 17 = 0 then 'not_a_denial' end,
                                  procedure_codes = (array['97110 97140', '97112', '99213', ''])[1 + denial_id % 4]
                """,
                Owner);
            await ScalarAsync("alter table adjudication disable trigger user; update adjudication set rendering_npi = case when adjudication_id % 3 = 0 then '1234567893' when adjudication_id % 3 = 1 then '1000000004' else '' end; alter table adjudication enable trigger user");
            await ScalarAsync(
                """
                insert into denial_cause (practice_id, denial_id, at, author_name, category, department, step)
                select practice_id, denial_id, now(), 'Bea', category, (array['Billing', 'Front desk'])[1 + denial_id / 4 % 2], 'The card was not copied' from denial where denial_id % 4 = 0
                """);
            await ScalarAsync("vacuum analyze denial");
        }
    }

    [Fact]
    public async Task Pages_one_after_the_other_are_the_same_as_one_big_page()
    {
        var filter = new QueueFilter { Practice = desk.Practice, Payer = desk.Payers[0], Carc = "CO-197" };
        var all = await Page(filter, take: 50_000);

        var paged = new List<QueueRow>();
        for (QueuePlace? after = null; await Page(filter, after, take: 37) is { Count: > 0 } page; after = page[^1].Place) { paged.AddRange(page); }

        Assert.NotInRange(all.Count, 0, 200);
        Assert.Equal(all, paged);
        Assert.Equal(all.Skip(137).Take(20), await Page(filter, all[36].Place, take: 20, skip: 100));
    }

    [Fact]
    public async Task The_order_is_rank_down_then_due_day_up_then_number_up()
    {
        var rows = await Page(new() { Practice = desk.Practice }, take: 50_000);

        Assert.Equal(
            await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and is_open and state <> 'waiting'", desk.Practice), (long)rows.Count);
        Assert.Equal(rows.OrderByDescending(r => r.RankKey).ThenBy(r => r.Due).ThenBy(r => r.DenialId).Select(r => r.DenialId), rows.Select(r => r.DenialId));
    }

    public static TheoryData<string, string> Filters => new()
    {
        { "payer", "payer_id = (select payer_id from payer where name = 'Borealis')" },
        { "code", "lead_carc = '197' and lead_group = 'CO'" },
        { "code without group", "lead_carc = '197'" },
        { "nobody's", "assigned_to is null" },
        { "mine", "assigned_to is not null" },
        { "overdue", "due_on < day" },
        { "within a week", "due_on between day and day + 7" },
        { "text", "search like '%acc123%'" },
        { "month", "denied_on between '2026-03-01' and '2026-03-31'" },
        { "months", "denied_on between '2026-02-01' and '2026-04-30'" },
        { "category", "category = 'timely_filing'" },
        { "dollars", "denied_amount >= 900" },
        { "procedure", "procedure_codes like '97110%'" },
        { "procedure group", "left(procedure_codes, 3) = '971'" },
        { "no procedure", "procedure_codes = ''" },
        { "provider", "exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.rendering_npi = '1234567893')" },
        { "no provider", "exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.rendering_npi = '')" },
        { "preventable", "preventable in ('yes', 'true')" },
        { "remark", "lead_rarc = 'M53'" },
        { "no remark", "lead_rarc = ''" },
        { "traced", "denial_id % 4 = 0 and denial_id / 4 % 2 = 0" },
        { "traced or mapped", "not (denial_id % 4 = 0 and denial_id / 4 % 2 = 1)" },
        { "first decisions", "outcome is distinct from 'not_a_denial'" },
        { "three", "payer_id = (select payer_id from payer where name = 'Cedar') and category = 'coding' and assigned_to is null" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Each_filter_shows_exactly_the_rows_it_names(string name, string condition)
    {
        var filter = name switch
        {
            "payer" => new QueueFilter { Payer = desk.Payers[1] },
            "code" => new() { Carc = "CO-197" },
            "code without group" => new() { Carc = "197" },
            "nobody's" => new() { Owner = "none" },
            "mine" => new() { Owner = "me" },
            "overdue" => new() { Due = "overdue" },
            "within a week" => new() { Due = "7" },
            "text" => new() { Text = "ACC123" },
            "month" => new() { Month = "2026-03" },
            "months" => new() { Month = "2026-02..2026-04" },
            "category" => new() { Category = "timely_filing" },
            "dollars" => new() { Min = 900 },
            "procedure" => new() { Procedure = "97110" },
            "procedure group" => new() { Procedure = "971xx" },
            "no procedure" => new() { Procedure = "none" },
            "provider" => new() { Provider = "1234567893" },
            "no provider" => new() { Provider = "none" },
            "preventable" => new() { Preventable = true },
            "remark" => new() { Rarc = "m53" },
            "no remark" => new() { Rarc = "none" },
            "traced" => new() { Traced = "Billing: The card was not copied" },
            "traced or mapped" => new() { Traced = "Billing: The card was not copied", Mapped = true },
            "first decisions" => new() { First = true },
            _ => new() { Payer = desk.Payers[2], Category = "coding", Owner = "none" },
        };

        var shown = await Page(filter with { Practice = desk.Practice }, take: 50_000);
        var counted = (await new CountQueue(desk.Database, Clock).Run(filter with { Practice = desk.Practice }, Me, Stop)).Found;

        var named = (long[])(await desk.ScalarAsync(
            $"""
            select coalesce(array_agg(denial_id order by denial_id), '{"{}"}') from (select d.*, $2::date as day from denial d) d
            where practice_id = $1 and is_open and state <> 'waiting' and {condition}
            """,
            desk.Practice, Seeded))!;
        Assert.NotEmpty(named);
        Assert.InRange(named.Length, 1, Many - 3500);
        Assert.Equal(named, shown.Select(r => r.DenialId).Order());
        Assert.Equal(new QueueCount(named.Length, shown.Sum(r => r.Denied)), counted);
    }

    [Theory]
    [InlineData("9999-12")]
    [InlineData("0001-01..9999-12")]
    [InlineData("9999-12-31")]
    public async Task A_month_that_nobody_means_narrows_nothing(string month)
        => Assert.Equal(10, (await Page(new() { Practice = desk.Practice, Month = month }, take: 10)).Count);

    [Fact]
    public async Task Counting_and_paging_at_the_same_time_never_read_each_others_answers()
    {
        // One connection more than one: a reader given back twice is at work for somebody else the second time.
        await using var few = DeskConnection.Open(desk.ConnectionString + ";Maximum Pool Size=2;Application Name=few");
        var filter = new QueueFilter { Practice = desk.Practice, Payer = desk.Payers[0] };
        var expected = (await new CountQueue(few, Clock).Run(filter, Me, Stop)).Found;

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var found = new List<QueueCount>();
            for (var i = 0; i < 25; i++) { found.Add((await new CountQueue(few, Clock).Run(filter, Me, Stop)).Found); }

            return found;
        })));

        Assert.All(counts.SelectMany(c => c), c => Assert.Equal(expected, c));
    }

    [Fact]
    public async Task A_percent_sign_in_the_text_is_only_a_percent_sign()
    {
        Assert.Empty(await Page(new() { Practice = desk.Practice, Text = "%" }));
    }

    [Fact]
    public async Task The_first_page_reads_its_rows_from_the_index_and_sorts_nothing()
    {
        await using var one = DeskConnection.Open(desk.ConnectionString + ";Maximum Pool Size=1;Application Name=plan");
        await using var command = one.CreateCommand();
        var where = new QueueFilter().Where(command, Me, Seeded);
        command.CommandText = $"explain select * from denial d where {where} order by d.rank_key desc, d.due_on, d.denial_id limit 50";
        var plan = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync(Stop))
        {
            while (await rows.ReadAsync(Stop)) { plan.Add(rows.GetString(0)); }
        }

        var text = string.Join('\n', plan);
        Assert.Contains("Index Scan using denial_queue ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_only_their_practices()
    {
        var other = await desk.Rows.PracticeAsync("Oak Avenue");
        await desk.Rows.SeedAsync(other, desk.Payers, 7, Seeded);

        var rows = await new ListQueue(desk.Database, Clock).Run(new() { Filter = new(), Take = 50_000 }, Me with { PracticeIds = new HashSet<int> { other } }, Stop);

        Assert.Equal(7, rows.Count);
        Assert.All(rows, r => Assert.Equal(other, r.PracticeId));
    }

    [Fact]
    public async Task After_ranking_the_queue_stands_in_the_order_of_the_rule()
    {
        var practice = await desk.Rows.PracticeAsync("Ranked");
        await desk.Rows.SeedAsync(practice, desk.Payers, 300, Seeded);
        var settings = PrioritySettings.Default with { MinutesPerDay = 960 };
        var facts = await FactsAsync(practice);

        await using (var connection = await desk.Database.OpenConnectionAsync(Stop))
        {
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            Assert.Equal(300, await Scoring.RescoreAsync(connection, transaction, practice, Seeded, Stop));
            Assert.Equal(0, await Scoring.RescoreAsync(connection, transaction, practice, Seeded, Stop));
            await transaction.CommitAsync(Stop);
        }

        var recent = facts.Where(f => f.DeniedOn >= Domain.Calendar.BusinessDays.Add(Seeded, -60)).ToList();
        var ranked = PriorityScore.Rank(facts, PriorityScore.HourPrice(facts, recent, Seeded, settings), Seeded, settings);
        var rows = await Page(new() { Practice = practice }, take: 300);
        Assert.Equal(ranked.Select(r => r.DenialId), rows.Select(r => r.DenialId));
        Assert.Equal(ranked.Select(r => (int)r.Lane), rows.Select(r => r.Lane));
        Assert.Contains(rows, r => r.Lane == 1);
        Assert.Contains(rows, r => r.Lane == 0);
    }

    /// <summary>The facts of the rule from the table and the category standards alone: with no history the odds are the starting values.</summary>
    private async Task<List<PriorityFacts>> FactsAsync(int practice)
    {
        await using var command = desk.Database.CreateCommand("select denial_id, expected_amount, category, last_safe_day, due_on, denied_on from denial where practice_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = practice });
        await using var rows = await command.ExecuteReaderAsync(Stop);
        var facts = new List<PriorityFacts>();
        while (await rows.ReadAsync(Stop))
        {
            var standard = CategoryStandards.Of(CodeNames.Read<DenialCategory>(rows.GetString(2)));
            facts.Add(new(
                rows.GetInt64(0), rows.GetDecimal(1), standard.ReversalPrior, standard.Minutes, rows.GetFieldValue<DateOnly>(3), rows.GetFieldValue<DateOnly>(4), rows.GetFieldValue<DateOnly>(5)));
        }

        return facts;
    }

    private Actor Me => new(desk.Owner, "Pat Biller", Actor.Desk.Permissions, null);

    private static TimeProvider Clock { get; } = new Noon();

    private Task<IReadOnlyList<QueueRow>> Page(QueueFilter filter, QueuePlace? after = null, int take = 50, int skip = 0)
        => new ListQueue(desk.Database, Clock).Run(new() { Filter = filter, After = after, Take = take, Skip = skip }, Me, Stop);

    /// <summary>Noon of the seeded day in New York.</summary>
    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 5, 4, 16, 0, 0, TimeSpan.Zero);
    }
}
