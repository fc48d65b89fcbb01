using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Trends;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Trends;

public sealed class SeeTrendsTests(SeeTrendsTests.Desk desk) : IClassFixture<SeeTrendsTests.Desk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Two practices and three payers over fourteen months, one payer merged into another; some denials are not first decisions.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        public int Elm { get; private set; }

        public int Oak { get; private set; }

        public IReadOnlyList<int> Payers { get; private set; } = [];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var rows = new DenialRows(Database);
            Elm = await rows.PracticeAsync("Elm Street");
            Oak = await rows.PracticeAsync("Oak Avenue", "America/Los_Angeles");
            Payers = [await rows.PayerAsync("Acme Health"), await rows.PayerAsync("Borealis"), await rows.PayerAsync("Acme Hlth")];
            var dice = new Random(835);
            string[] carcs = ["16", "97", "197", "29"];
            for (var i = 0; i < 220; i++)
            {
                await rows.AddAsync(new()
                {
                    Practice = dice.Next(3) == 0 ? Oak : Elm,
                    Payer = Payers[dice.Next(3)],
                    On = new DateOnly(2025, 4, 1).AddDays(dice.Next(425)),
                    Charge = dice.Next(50, 900),
                    Denied = dice.Next(5) == 0 ? dice.Next(10, 50) : null,
                    First = dice.Next(8) != 0,
                    Carc = carcs[dice.Next(4)],
                    Category = dice.Next(2) == 0 ? "coding" : "authorization",
                });
            }

            await ScalarAsync("update payer set merged_into = $1 where payer_id = $2", Payers[0], Payers[2]);
        }
    }

    [Fact]
    public async Task Every_cell_equals_a_plain_recount()
    {
        var view = await desk.Get<SeeTrends>().Run(new() { To = "2026-05" }, Actor.Desk, Stop);

        foreach (var (month, i) in view.Tables.Period.All.Select((m, i) => (m, i)))
        {
            Assert.Equal(await Recount(month, "true"), view.Tables.Overall.Months[i]);
            foreach (var row in view.Tables.ByPayer)
            {
                Assert.Equal(await Recount(month, $"coalesce(p.merged_into, p.payer_id) = {row.Key}"), row.Months[i]);
            }

            foreach (var row in view.Tables.ByCarc)
            {
                Assert.Equal(await Recount(month, "true", $"d.lead_carc = '{row.Key}'"), row.Months[i]);
            }

            foreach (var row in view.Tables.ByCategory)
            {
                Assert.Equal(await Recount(month, "true", $"d.category = '{row.Key}'"), row.Months[i]);
            }
        }

        Assert.Equal(["Acme Health", "Borealis"], view.Tables.ByPayer.Select(r => r.Name).Order());
    }

    [Fact]
    public async Task Every_number_opens_as_many_rows_in_the_queue()
    {
        var tables = (await desk.Get<SeeTrends>().Run(new() { To = "2026-05", Practice = desk.Elm }, Actor.Desk, Stop)).Tables;

        foreach (var row in tables.ByCarc)
        {
            Assert.Equal(row.Months[9].Denied, await QueueRows(new() { State = "all", First = true, Practice = desk.Elm, Carc = row.Key, Month = "2026-03" }));
            Assert.Equal(row.Total.Denied, await QueueRows(new() { State = "all", First = true, Practice = desk.Elm, Carc = row.Key, Month = "2025-06..2026-05" }));
        }

        Assert.Equal(tables.Overall.Months[11].Denied, await QueueRows(new() { State = "all", First = true, Practice = desk.Elm, Month = "2026-05" }));
    }

    [Fact]
    public async Task A_filter_narrows_to_one_practice_payer_category_or_code()
    {
        var view = await desk.Get<SeeTrends>().Run(
            new() { To = "2026-05", Practice = desk.Oak, Payer = desk.Payers[0], Category = "coding", Carc = "97" }, Actor.Desk, Stop);

        var expected = new List<TrendCount>();
        foreach (var month in view.Tables.Period.All)
        {
            expected.Add(await Recount(
                month, $"a.practice_id = {desk.Oak} and coalesce(p.merged_into, p.payer_id) = {desk.Payers[0]}", "d.lead_carc = '97' and d.category = 'coding'"));
        }

        Assert.Equal(expected, view.Tables.Overall.Months);
    }

    [Fact]
    public async Task A_reader_of_one_practice_sees_that_one_alone()
    {
        var reader = Actor.Desk with { PracticeIds = new HashSet<int> { desk.Elm } };

        var all = await desk.Get<SeeTrends>().Run(new() { To = "2026-05" }, reader, Stop);
        var other = await desk.Get<SeeTrends>().Run(new() { To = "2026-05", Practice = desk.Oak }, reader, Stop);

        Assert.Equal(["Elm Street"], all.Practices.Select(p => p.Name));
        Assert.Equal(await Recount(new(2026, 3, 1), $"a.practice_id = {desk.Elm}"), all.Tables.Overall.Months[9]);
        Assert.True(other.Tables.IsEmpty);
    }

    [Fact]
    public async Task A_biller_does_not_see_trends()
    {
        var biller = new Actor(Guid.NewGuid(), "Bo", Roles.Of(Roles.Biller), null);

        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<SeeTrends>().Run(new(), biller, Stop));
    }

    [Fact]
    public async Task The_csv_has_a_line_a_month_with_both_denominators()
    {
        var view = await desk.Get<SeeTrends>().Run(new() { To = "2026-05" }, Actor.Desk, Stop);

        var lines = TrendCsv.Write(view.Tables, "payer").TrimEnd().Split('\n');

        Assert.Equal(1 + 2 * 12, lines.Length);
        Assert.StartsWith("month,payer,denied_claims,claims_decided,", lines[0], StringComparison.Ordinal);
        var acme = view.Tables.ByPayer.Single(r => r.Name == "Acme Health").Months[11];
        Assert.Contains(lines, l => l.StartsWith($"2026-05,\"Acme Health\",{acme.Denied},{acme.Claims},", StringComparison.Ordinal));
    }

    private async Task<long> QueueRows(QueueFilter filter)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        await using var count = connection.CreateCommand();
        count.CommandText = "select count(*) from denial d where " + filter.Where(count, Actor.Desk, new DateOnly(2026, 5, 31));
        return (long)(await count.ExecuteScalarAsync(Stop))!;
    }

    /// <summary>Counts the slow way: every adjudication of the month, one by one.</summary>
    private async Task<TrendCount> Recount(DateOnly month, string where, string denials = "true")
    {
        await using var command = desk.Database.CreateCommand(
            $"""
            select a.charge, d.denied_amount, {denials}
            from adjudication a join payer p using (payer_id)
            left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id
            where a.is_first_primary and to_char(a.remit_date, 'YYYY-MM') = '{month:yyyy-MM}' and {where}
            """);
        var sum = default(TrendCount);
        await using var rows = await command.ExecuteReaderAsync(Stop);
        while (await rows.ReadAsync(Stop))
        {
            var denied = !rows.IsDBNull(1) && rows.GetBoolean(2);
            sum += new TrendCount(denied ? 1 : 0, 1, denied ? rows.GetDecimal(1) : 0, rows.GetDecimal(0));
        }

        return sum;
    }
}
