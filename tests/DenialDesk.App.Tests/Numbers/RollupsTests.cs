using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Tests.Numbers;

public sealed class RollupsTests(RollupsTests.Desk desk) : IClassFixture<RollupsTests.Desk>
{
    private static readonly DateOnly From = new(2025, 1, 1);
    private static readonly DateOnly Before = new(2027, 1, 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One practice, three payers, a few thousand denials in five months and some paid claims.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Elm { get; private set; }

        public int[] Payers { get; private set; } = [];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Elm = await Rows.PracticeAsync("Elm Street");
            Payers = [await Rows.PayerAsync("Acme Health"), await Rows.PayerAsync("Borealis"), await Rows.PayerAsync("Acme Hlth")];
            await Rows.SeedAsync(Elm, Payers, 3000, new(2026, 4, 20));
            for (var i = 0; i < 30; i++) { await Rows.AddAsync(new() { Practice = Elm, Payer = Payers[i % 3], On = new DateOnly(2026, 1, 5).AddDays(3 * i), First = i % 7 != 0 }); }

            await Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
        }
    }

    [Fact]
    public async Task The_rolled_counts_equal_the_raw_rows_after_every_kind_of_change()
    {
        await EqualAsync("built");
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from rollup_stale"));

        await ChangedAsync("a denial closed as paid", "update denial set state = 'closed_recovered', is_open = false, outcome = 'recovered', recovered_amount = denied_amount where denial_id in (select denial_id from denial order by denial_id limit 5)");
        await ChangedAsync("a write-off", "update denial set state = 'written_off', is_open = false, outcome = 'write_off', written_off_amount = denied_amount where denial_id = (select max(denial_id) from denial)");
        await ChangedAsync("a denial that was none after codes changed", "update denial set state = 'superseded', is_open = false, outcome = 'not_a_denial' where denial_id = (select min(denial_id) from denial where is_open)");
        await ChangedAsync("a first decision that is no longer the first", "update adjudication set is_first_primary = false where adjudication_id = (select min(adjudication_id) from adjudication where is_first_primary and kind = 'paid')");
        await ChangedAsync("another category", "update denial set category = 'eligibility' where denial_id = (select min(denial_id) from denial where is_open and category <> 'eligibility')");
        await ChangedAsync("another expiry", "update denial set state = 'expired', is_open = false where denial_id = (select max(denial_id) from denial where is_open)");

        await desk.Rows.AddAsync(new() { Practice = desk.Elm, Payer = desk.Payers[0], On = new(2025, 11, 3), Denied = 40 });
        await EqualAsync("an import into an old month, before the job");
        Assert.Equal(1, await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop));
        await EqualAsync("an import into an old month, after the job");

        await desk.ScalarAsync("update payer set merged_into = $1 where payer_id = $2", desk.Payers[0], desk.Payers[2]);
        await EqualAsync("a merge of payers, which touches no month");
    }

    [Fact]
    public async Task The_nightly_ranking_touches_no_month_and_a_closed_file_writes_one_mark_a_month()
    {
        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);

        await desk.ScalarAsync("update denial set score = score + 1, rank_key = rank_key + 1, lane = 1, scored_for = date '2026-04-21', version = version + 1");
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from rollup_stale"));

        await desk.ScalarAsync("update denial set recovered_amount = recovered_amount + 1 where denied_on >= '2026-02-01' and denied_on < '2026-04-01'");
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from rollup_stale"));
        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
    }

    [Fact]
    public async Task A_month_that_differs_though_nothing_marked_it_is_a_finding_until_it_is_counted_again()
    {
        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
        var check = desk.Get<CheckRollups>();
        Assert.Empty(await check.Run(new() { PracticeId = desk.Elm }, Actor.Desk, Stop));

        var tampered = new[]
        {
            "update rollup_denied set denials = denials + 1 where month = '2026-02-01' and dimension = 'all' and (payer_id, category, carc) = (select payer_id, category, carc from rollup_denied where month = '2026-02-01' and dimension = 'all' limit 1)",
            "update rollup_decided set timely_filing = timely_filing + 1 where month = '2026-02-01' and dimension = 'provider'",
            "update rollup_denied_side set recovered = recovered + 1 where month = '2026-02-01'",
            "delete from rollup_denied where month = '2026-02-01' and dimension = 'procedure'",
        };
        foreach (var sql in tampered)
        {
            await desk.ScalarAsync(sql);

            Assert.Equal((sql, new DateOnly(2026, 2, 1)), (sql, Assert.Single(await check.Run(new() { PracticeId = desk.Elm }, Actor.Desk, Stop))));
            Assert.Equal("2026-02", await desk.ScalarAsync("select part from audit_finding where kind = 'month_differs' and cleared_at is null"));
            Assert.Empty(await check.Run(new() { PracticeId = desk.Elm }, Actor.Desk, Stop));

            Assert.Equal(1, await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop));
            Assert.Empty(await check.Run(new() { PracticeId = desk.Elm }, Actor.Desk, Stop));
            Assert.Equal(0L, await desk.ScalarAsync("select count(*) from audit_finding where kind = 'month_differs' and cleared_at is null"));
        }

        await EqualAsync("counted again");
    }

    private async Task ChangedAsync(string what, string sql)
    {
        await desk.ScalarAsync(sql);
        Assert.True((long)(await desk.ScalarAsync("select count(*) from rollup_stale"))! > 0, what + " left no mark");
        await EqualAsync(what + ", before the job");
        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
        await EqualAsync(what + ", after the job");
    }

    /// <summary>Every count the slow way, from the definition: first decisions one by one, and what became of their denials.</summary>
    private async Task EqualAsync(string when)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        var source = await RollupSource.OpenAsync(connection, [desk.Elm], From, Before, Stop);
        Assert.Null(source.Freshness.AsOf);
        var filter = new RollupFilter([desk.Elm], From, Before);
        var decided = (await source.DecidedAsync(filter, RollupBy.Month | RollupBy.Payer, Stop))
            .Select(d => $"{d.Month:yyyy-MM} {d.PayerId} {d.Claims} {d.DeniedFull + d.DeniedPart} {d.Billed:0.00} {d.DeniedAmount:0.00} {d.ResolvedFirstPass} {d.TimelyFiling}").Order(StringComparer.Ordinal);
        var denied = (await source.DeniedAsync(filter, RollupBy.Month | RollupBy.Payer | RollupBy.Category | RollupBy.Carc, Stop))
            .Select(d => $"{d.Month:yyyy-MM} {d.PayerId} {d.Category} {d.Carc} {d.Denials} {d.DeniedAmount:0.00} {d.Recovered:0.00} {d.WrittenOff:0.00} {d.Open} {d.OpenAmount:0.00} {d.Expired} {d.Overturned}").Order(StringComparer.Ordinal);

        Assert.Equal((when, await LinesAsync(connection,
            """
            select to_char(a.remit_date, 'YYYY-MM') || ' ' || coalesce(p.merged_into, p.payer_id) || ' ' || count(*) || ' ' || count(d.denial_id) || ' ' || to_char(sum(a.charge), 'FM999999990.00') || ' ' ||
                   to_char(coalesce(sum(d.denied_amount), 0), 'FM999999990.00') || ' ' || sum(case when d.denial_id is null and a.kind in ('paid', 'zero_pay') then 1 else 0 end) || ' ' ||
                   sum(case when d.category = 'timely_filing' then 1 else 0 end)
            from adjudication a join payer p using (payer_id) left join denial d on d.adjudication_id = a.adjudication_id and coalesce(d.outcome, '') <> 'not_a_denial'
            where a.is_first_primary group by to_char(a.remit_date, 'YYYY-MM'), coalesce(p.merged_into, p.payer_id)
            """)), (when, string.Join('\n', decided)));
        var sides = (await source.DeniedAsync(filter, RollupBy.Month | RollupBy.Payer, Stop)).Select(d => $"{d.Month:yyyy-MM} {d.PayerId} {d.Denials} {d.DeniedAmount:0.00} {d.Recovered:0.00} {d.Open} {d.Expired}").Order(StringComparer.Ordinal);

        Assert.Equal((when, await LinesAsync(connection,
            """
            select to_char(a.remit_date, 'YYYY-MM') || ' ' || coalesce(p.merged_into, p.payer_id) || ' ' || count(*) || ' ' || to_char(sum(d.denied_amount), 'FM999999990.00') || ' ' ||
                   to_char(sum(d.recovered_amount), 'FM999999990.00') || ' ' || sum(d.is_open::int) || ' ' || sum((d.state = 'expired')::int)
            from adjudication a join denial d on d.adjudication_id = a.adjudication_id join payer p on p.payer_id = d.payer_id
            where a.is_first_primary and coalesce(d.outcome, '') <> 'not_a_denial' group by to_char(a.remit_date, 'YYYY-MM'), coalesce(p.merged_into, p.payer_id)
            """)), (when, string.Join('\n', sides)));
        Assert.Equal((when, await LinesAsync(connection,
            """
            select to_char(a.remit_date, 'YYYY-MM') || ' ' || coalesce(p.merged_into, p.payer_id) || ' ' || d.category || ' ' || d.lead_carc || ' ' || count(*) || ' ' || to_char(sum(d.denied_amount), 'FM999999990.00') || ' ' ||
                   to_char(sum(d.recovered_amount), 'FM999999990.00') || ' ' || to_char(sum(d.written_off_amount), 'FM999999990.00') || ' ' || sum(d.is_open::int) || ' ' ||
                   to_char(sum(case when d.is_open then greatest(0, d.denied_amount - d.recovered_amount) else 0 end), 'FM999999990.00') || ' ' || sum((d.state = 'expired')::int) || ' ' || sum((d.state = 'closed_recovered')::int)
            from adjudication a join denial d on d.adjudication_id = a.adjudication_id join payer p on p.payer_id = d.payer_id
            where a.is_first_primary and coalesce(d.outcome, '') <> 'not_a_denial' group by to_char(a.remit_date, 'YYYY-MM'), coalesce(p.merged_into, p.payer_id), d.category, d.lead_carc
            """)), (when, string.Join('\n', denied)));
    }

    private static async Task<string> LinesAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(Stop);
        while (await rows.ReadAsync(Stop)) { lines.Add(rows.GetString(0)); }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
