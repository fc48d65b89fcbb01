using DenialDesk.App.Breakdowns;
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
            "update rollup_denied_pair set open_denials = open_denials + 1 where month = '2026-02-01' and one = 'day' and two = 'all'",
            "update rollup_decided_pair set billed = billed + 1 where month = '2026-02-01'",
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

    [Fact]
    public async Task What_two_sides_or_an_age_ask_is_the_same_from_the_rows_and_from_the_pairs_a_large_desk_reads()
    {
        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
        async Task<string?> AnyAsync(string column) => await desk.ScalarAsync($"select max({column}) from denial d join adjudication a using (practice_id, adjudication_id) where a.is_first_primary and denied_on >= '2026-01-01'") as string;
        var filters = new BreakdownFilter[]
        {
            new() { Payer = desk.Payers[0] }, new() { Category = await AnyAsync("d.category") }, new() { Carc = await AnyAsync("d.lead_carc") }, new() { Department = await AnyAsync("d.department") },
            new() { Hardness = await AnyAsync("d.hardness") is { Length: > 0 } hardness ? hardness : BreakdownFilter.Unsaid }, new() { Preventable = "yes" },
            new() { Provider = await AnyAsync("a.rendering_npi") is { Length: > 0 } npi ? npi : BreakdownFilter.Unsaid }, new() { Place = BreakdownFilter.Unsaid },
            new() { Procedure = (await AnyAsync("left(nullif(d.procedure_codes, ''), 3)") + "xx") is { Length: > 2 } family ? family : BreakdownFilter.Unsaid }, new() { Rarc = await AnyAsync("d.lead_rarc") is { Length: > 0 } rarc ? rarc : BreakdownFilter.Unsaid },
            new() { Age = "31-60" }, new() { Age = "121-" }, new(),
        };
        var pairs = Enum.GetValues<BreakdownBy>().SelectMany(by => filters.Select(filter => (by, filter))).Where(p => BreakdownPair.Of(p.filter, p.by) is not null).ToList();
        Assert.Contains(pairs, p => p is { by: BreakdownBy.Procedure, filter.Provider: not null });
        Assert.Contains(pairs, p => p is { by: BreakdownBy.Age, filter.Payer: not null });

        var counted = await LinesAsync(pairs);
        await desk.ScalarAsync("insert into rollup_built (practice_id, month, built_at, claims, denials, build_ms, pairs) values ($1, '1990-01-01', now(), 0, 1000000, 0, true)", desk.Elm);
        try
        {
            Assert.Equal(counted, await LinesAsync(pairs));
            Assert.True(counted.Count(c => c.Contains(": 0 denials", StringComparison.Ordinal)) < counted.Count / 2, "most of them count something");

            // A change that no job counted yet leaves the pairs as they were, and says since when.
            await using var connection = await desk.Database.OpenConnectionAsync(Stop);
            Assert.Equal((true, null), await BreakdownPair.ReadyAsync(connection, [desk.Elm], From, Before, Stop));
            await desk.ScalarAsync("insert into rollup_stale values ($1, '2026-02-01')", desk.Elm);
            Assert.NotNull((await BreakdownPair.ReadyAsync(connection, [desk.Elm], From, Before, Stop)).AsOf);
            await desk.ScalarAsync("update rollup_built set pairs = false where month = '2026-02-01'");
            Assert.False((await BreakdownPair.ReadyAsync(connection, [desk.Elm], From, Before, Stop)).Ready);
        }
        finally
        {
            await desk.ScalarAsync("delete from rollup_built where month = '1990-01-01'");
            await desk.Get<RebuildRollups>().Run(new() { All = true }, Actor.Desk, Stop);
        }
    }

    [Fact]
    public async Task A_large_desk_leaves_out_months_that_were_never_counted_instead_of_counting_them_while_a_page_waits()
    {
        await desk.Get<RebuildRollups>().Run(new(), Actor.Desk, Stop);
        var large = await desk.Rows.PracticeAsync("Large");
        await desk.ScalarAsync(
            $"""
            insert into adjudication (practice_id, adjudication_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, paid, rendering_npi, bill_type, is_first_primary, kind,
                                      decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length)
            select $1, 5000000 + i, 5000000, i, 5000000 + i, $2, '2026-03-05', 'L' || i, '1', 10, 10, '', '', true, 'paid', 'test', 0, 'balanced', 1, 0, 1 from generate_series(1, {RollupSource.QuickClaims + 10}) i
            """, large, desk.Payers[0]);
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        try
        {
            var source = await RollupSource.OpenAsync(connection, [large, desk.Elm], From, Before, Stop);

            Assert.Equal((1, null, 0), (source.Freshness.Uncounted, source.Freshness.AsOf, source.Freshness.FromRaw));
            var filter = new RollupFilter([large, desk.Elm], From, Before);
            Assert.Equal([desk.Elm], (await source.DecidedAsync(filter, RollupBy.Practice, Stop)).Select(d => d.PracticeId));
            await desk.Get<RebuildRollups>().Run(new() { All = true }, Actor.Desk, Stop);
            source = await RollupSource.OpenAsync(connection, [large, desk.Elm], From, Before, Stop);
            Assert.Equal(0, source.Freshness.Uncounted);
            Assert.Equal(RollupSource.QuickClaims + 10, (await source.DecidedAsync(filter, RollupBy.Practice, Stop)).Single(d => d.PracticeId == large).Claims);
        }
        finally
        {
            await desk.ScalarAsync("update adjudication set is_first_primary = false where practice_id = $1", large);
            await desk.Get<RebuildRollups>().Run(new() { All = true }, Actor.Desk, Stop);
        }
    }

    /// <summary>The break-downs of nine months as text.</summary>
    private async Task<List<string>> LinesAsync(List<(BreakdownBy By, BreakdownFilter Filter)> pairs)
    {
        var now = new DateTimeOffset(2026, 5, 20, 18, 0, 0, TimeSpan.Zero);
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        var lines = new List<string>();
        foreach (var (by, filter) in pairs)
        {
            var view = await BreakdownMaking.MakeAsync(connection, new() { By = by, Period = "12m", Filter = filter with { Practice = desk.Elm } }, Actor.Desk, now, Stop);
            lines.Add($"{by} {filter}: {Text(view.Total.Now)}\n" + string.Join('\n', view.Rows.Select(r => $"{r.Key} {Text(r.Now)} {Text(r.Before ?? default)}").Order(StringComparer.Ordinal)));
        }

        return lines;
    }

    private static string Text(BreakdownCount c)
        => $"{c.Denials} denials {c.Denied:0.00} {c.Expected:0.00} {c.Recovered:0.00} {c.WrittenOff:0.00} {c.Open} {c.OpenAmount:0.00} {c.Expired} {c.Overturned} of {c.Claims} {c.Billed:0.00}";

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
