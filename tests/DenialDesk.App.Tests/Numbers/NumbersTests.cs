// Reason for length: the worked practice of docs/rules/numbers.md, and a second statement for every number that is not of first decisions.
using System.Globalization;
using DenialDesk.App.Jobs;
using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Numbers;

public sealed class NumbersTests(NumbersTests.Desk desk) : IClassFixture<NumbersTests.Desk>
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The practice of the page, and a larger one whose denials end in every way.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Worked { get; private set; }

        public int Large { get; private set; }

        public int Payer { get; private set; }

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Worked = await Rows.PracticeAsync("Elm Street");
            Large = await Rows.PracticeAsync("Oak Avenue", "America/Los_Angeles");
            Payer = await Rows.PayerAsync("Acme Health");
            foreach (var row in Page("claim")) { await AddAsync(row); }

            await ScalarAsync(
                """
                insert into appeal (practice_id, denial_id, payer_id, level, level_name, status, is_open, amount, due_sentence, opened_at, opened_on, opened_name, changed_at, decided_on, granted)
                select practice_id, denial_id, payer_id, 'appeal_1', 'First appeal', case lead_rarc when 'B' then 'overturned' else 'upheld' end, false, denied_amount, '', now(), date '2026-05-01', 'test', now(),
                       date '2026-05-15', case lead_rarc when 'B' then 150 end
                from denial where lead_rarc in ('B', 'D')
                """);
            await ScalarAsync(
                """
                insert into write_off_request (practice_id, denial_id, payer_id, amount, reason, avoidable, state, asked_at, asked_name, decided_at)
                select practice_id, denial_id, payer_id, 50, 'other', false, 'approved', timestamptz '2026-05-02 15:00Z', 'test', timestamptz '2026-05-02 15:00Z' from denial where lead_rarc = 'C'
                """);
            await Rows.SeedAsync(Large, [Payer, await Rows.PayerAsync("Borealis")], 3000, new(2026, 6, 1));
            await ScalarAsync(
                """
                update denial set found_at = (denied_on + denial_id::int % 5 + time '20:00') at time zone 'UTC',
                    first_worked_at = case when denial_id % 3 > 0 then (denied_on + denial_id::int % 5 + denial_id::int % 23 + time '20:00') at time zone 'UTC' end,
                    is_open = denial_id % 4 = 0, state = case denial_id % 4 when 0 then 'new' when 1 then 'closed_recovered' when 2 then 'expired' else 'closed_patient' end,
                    closed_at = case when denial_id % 4 > 0 then (denied_on + 10 + denial_id::int % 60 + time '20:00') at time zone 'UTC' end,
                    recovered_amount = case when denial_id % 4 = 1 then round(denied_amount / 2, 2) else 0 end
                where practice_id = $1
                """, Large);
        }

        private async Task AddAsync(Dictionary<string, string> row)
        {
            var denied = row["denied"].Length == 0 ? (decimal?)null : Number(row["denied"]);
            var id = await Rows.AddAsync(new()
            {
                Practice = Worked,
                Payer = Payer,
                On = Day(row["decided"]),
                First = row["first"] == "yes",
                Charge = Number(row["charge"]),
                Denied = denied,
                Category = denied is null ? "coding" : row["category"],
                Carc = "16",
            });
            if (id == 0) { return; }

            await ScalarAsync(
                """
                update denial set lead_rarc = $2, extent = $3, state = $4, is_open = $5, found_at = $6::timestamptz, first_worked_at = nullif($7, '')::timestamptz,
                    closed_at = nullif($8, '')::timestamptz, recovered_amount = $9, written_off_amount = $10 where denial_id = $1
                """,
                id, row["claim"], row["extent"], row["state"], row["closed"].Length == 0, Noon(row["found"]), Noon(row["worked"]), Noon(row["closed"]), Number(row["recovered"]), Number(row["written off"]));
        }

        private static string Noon(string day) => day.Length == 0 ? "" : day + " 16:00Z";
    }

    public static TheoryData<string, string, string, string> Expected
        => [.. Page("number").Select(r => (r["number"], r["month"], r["numerator"], r["denominator"]))];

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task The_worked_practice_has_the_numbers_that_were_worked_by_hand(string number, string month, string numerator, string denominator)
    {
        var count = (await CellsAsync(desk.Worked))[(number, month)];

        Assert.Equal((Number(numerator), Number(denominator)), (count.Part, count.Whole));
    }

    [Theory]
    [InlineData("worked-in-7", "found", "sum(case when worked is not null and worked - found <= 7 then 1 else 0 end)", "count(*)", "found + 7 < date '2026-06-15' and not (worked is null and closed is not null and closed <= found + 7)")]
    [InlineData("days-to-work", "found", "sum(worked - found)", "count(worked)", "worked is not null")]
    [InlineData("days-to-resolution", "closed", "sum(closed - denied_on)", "count(*)", "closed is not null")]
    [InlineData("recovered", "closed", "sum(recovered_amount)", "0", "recovered_amount <> 0")]
    [InlineData("recovery", "denied_on", "sum(recovered_amount)", "sum(expected_amount)", "true")]
    public async Task A_second_statement_from_the_definition_finds_the_same(string number, string day, string part, string whole, string where)
    {
        var cells = await CellsAsync(desk.Large);
        await using var command = desk.Database.CreateCommand(
            $"""
            with d as (
                select *, (found_at at time zone 'America/Los_Angeles')::date as found, (first_worked_at at time zone 'America/Los_Angeles')::date as worked, (closed_at at time zone 'America/Los_Angeles')::date as closed
                from denial where practice_id = {desk.Large})
            select to_char({day}, 'YYYY-MM'), ({part})::numeric, ({whole})::numeric from d where {where} and {day} < date '2026-07-01' group by to_char({day}, 'YYYY-MM')
            """);
        var months = 0;
        await using var rows = await command.ExecuteReaderAsync(Stop);
        while (await rows.ReadAsync(Stop))
        {
            var count = cells[(number, rows.GetString(0))];
            Assert.Equal((rows.GetString(0), rows.GetDecimal(1), rows.GetDecimal(2)), (rows.GetString(0), count.Part, count.Whole));
            months++;
        }

        Assert.True(months >= 2);
    }

    [Fact]
    public async Task The_backlog_of_a_past_month_holds_what_has_closed_since()
    {
        var cells = await CellsAsync(desk.Large);
        foreach (var end in new[] { new DateOnly(2026, 3, 31), new DateOnly(2026, 4, 30), new DateOnly(2026, 5, 31) })
        {
            Assert.Equal(
                (decimal)(long)(await desk.ScalarAsync(
                    "select count(*) from denial where practice_id = $1 and denied_on <= $2 and (closed_at is null or (closed_at at time zone 'America/Los_Angeles')::date > $2)", desk.Large, end))!,
                cells[("backlog", $"{end:yyyy-MM}")].Whole);
        }
    }

    [Fact]
    public async Task The_kept_numbers_equal_those_counted_while_the_page_waits()
    {
        var live = await CellsAsync(desk.Large);

        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
        await desk.Get<RebuildNumbers>().Run(new() { Practices = [new(desk.Large, Today)], Now = true }, Actor.Desk, Stop);
        await desk.ScalarAsync("update rollup_number_built set build_ms = 60000 where practice_id = $1", desk.Large);

        Assert.Equal(live.OrderBy(c => c.Key), (await CellsAsync(desk.Large)).OrderBy(c => c.Key));
        Assert.Equal(0, await desk.Get<RebuildNumbers>().Run(new() { Practices = [new(desk.Large, Today)] }, Actor.Desk, Stop));
    }

    [Fact]
    public async Task The_rows_behind_a_number_add_up_to_it_and_every_page_goes_on_where_the_last_ended()
    {
        var cells = await CellsAsync(desk.Worked);
        foreach (var row in Page("number").Where(r => r["month"] != "2026-06" && r["number"] is not "ar-days"))
        {
            var found = await desk.Get<ListNumberRows>().Run(new() { Kpi = row["number"], Month = row["month"], Practice = desk.Worked }, Actor.Desk, Stop);
            var count = cells[(row["number"], row["month"])];
            Assert.Equal((row["number"], count.Part, count.Whole), (row["number"], found!.Rows.Sum(r => r.Part), found.Rows.Sum(r => r.Whole)));
            Assert.Equal((count.Part, count.Whole), (found.Total.Part, found.Total.Whole));
        }

        var list = desk.Get<ListNumberRows>();
        ListNumberRows.Input input = new() { Kpi = "denial-rate-claims", Month = "2026-04", Practice = desk.Large, Side = "part", Take = 200 };
        var seen = new HashSet<long>();
        for (string? after = null; ;)
        {
            var page = (await list.Run(input with { After = after }, Actor.Desk, Stop))!;
            Assert.All(page.Rows, r => Assert.True(seen.Add(r.RowId)));
            if (page.Rows.Count < input.Take) { Assert.Equal(page.Total.Seen, seen.Count); break; }

            after = ListNumberRows.KeyOf(page.Rows[^1]);
        }

        Assert.Null(await list.Run(new() { Kpi = "no-such-number" }, Actor.Desk, Stop));
    }

    [Fact]
    public async Task A_frozen_month_stays_and_what_comes_later_is_a_restatement()
    {
        var practice = await desk.Rows.PracticeAsync("Birch Lane");
        await desk.Rows.AddAsync(new() { Practice = practice, Payer = desk.Payer, On = new(2026, 5, 5), Denied = 40 });
        await desk.Rows.AddAsync(new() { Practice = practice, Payer = desk.Payer, On = new(2026, 5, 6) });
        var freeze = desk.Get<FreezeNumbers>();
        Assert.Equal(0, await freeze.Run(new() { Practices = [new(practice, new(2026, 6, 2))] }, Actor.Desk, Stop));
        Assert.Equal(1, await freeze.Run(new() { Practices = [new(practice, new(2026, 6, 3))] }, Actor.Desk, Stop));
        Assert.Equal(0, await freeze.Run(new() { Practices = [new(practice, new(2026, 6, 4))] }, Actor.Desk, Stop));

        await desk.Rows.AddAsync(new() { Practice = practice, Payer = desk.Payer, On = new(2026, 5, 7), Denied = 60 });
        var view = await desk.Get<SeeNumbers>().Run(new() { Practice = practice, To = "2026-06" }, Actor.Desk, Stop);

        var may = view.Of(Kpi.DenialRateClaims).Months.Single(m => m.Month == new DateOnly(2026, 5, 1));
        Assert.Equal((new DateOnly(2026, 6, 3), 1m, 2m), (may.Frozen!.On, may.Frozen.Count.Part, may.Frozen.Count.Whole));
        Assert.Equal((2m, 3m, true), (may.Count.Part, may.Count.Whole, may.Restated));
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.ScalarAsync("delete from number_frozen where practice_id = $1", practice));
        Assert.Equal("DD001", refused.SqlState);
    }

    [Fact]
    public async Task Zones_are_kept_as_versions_and_colour_the_page()
    {
        var zones = NumberZones.Shipped with { Boundaries = [new(Kpi.DenialRateClaims, 0.90m, 0.99m)] };
        var seen = await desk.Get<SeeZones>().Run(Actor.Desk, Stop);
        Assert.Null(await desk.Get<EditZones>().Run(new() { Version = seen.Newest, Zones = zones }, Actor.Desk, Stop));
        Assert.Equal("setting_changed", (await desk.Get<EditZones>().Run(new() { Version = seen.Newest, Zones = zones }, Actor.Desk, Stop))?.Code);

        Assert.Equal(0.90m, (await desk.Get<SeeZones>().Run(Actor.Desk, Stop)).Body.Of(Kpi.DenialRateClaims)?.Target);
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<EditZones>().Run(new() { Version = 1, Zones = zones }, new Actor(Guid.NewGuid(), "Mo", Roles.Of(Roles.Manager), null), Stop));
    }

    [Fact]
    public async Task A_reader_of_one_practice_sees_the_numbers_of_that_one_alone()
    {
        var reader = new Actor(Guid.NewGuid(), "Mo", Roles.Of(Roles.Manager), new HashSet<int> { desk.Worked });

        var view = await desk.Get<SeeNumbers>().Run(new() { To = "2026-06" }, reader, Stop);
        var rows = await desk.Get<ListNumberRows>().Run(new() { Kpi = "denial-rate-claims", Month = "2026-04", Practice = desk.Large }, reader, Stop);

        Assert.Equal(["Elm Street"], view.Practices.Select(p => p.Name));
        Assert.Equal(4m, view.Of(Kpi.DenialRateClaims).Months.Single(m => m.Month == new DateOnly(2026, 4, 1)).Count.Whole);
        Assert.Empty(rows!.Rows);
    }

    private async Task<Dictionary<(string, string), KpiCount>> CellsAsync(int practice)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        var (cells, _) = await NumberCells.ReadAsync(connection, [practice], new(2024, 7, 1), new(2026, 7, 1), null, Today, false, Stop);
        return cells.GroupBy(c => (c.Kpi.Text(), $"{c.Month:yyyy-MM}")).ToDictionary(
            g => g.Key, g => SeeNumbers.Sum(g.First().Kpi, g.Select(c => KeyValuePair.Create(c.Bucket, c.Count))));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The rows of the page's table whose first column has this name.</summary>
    private static List<Dictionary<string, string>> Page(string first)
    {
        var (found, columns) = (new List<Dictionary<string, string>>(), default(string[]));
        foreach (var line in File.ReadLines(Path.Combine(SampleFiles.RepositoryRoot(), "docs", "rules", "numbers.md")))
        {
            var cells = line.StartsWith('|') ? line.Trim()[1..^1].Split('|').Select(c => c.Trim()).ToArray() : null;
            if (cells is null || columns is null) { columns = cells; }
            else if (columns[0] == first && !cells[0].StartsWith("--", StringComparison.Ordinal)) { found.Add(columns.Zip(cells).ToDictionary(p => p.First, p => p.Second)); }
        }

        return found;
    }
}
