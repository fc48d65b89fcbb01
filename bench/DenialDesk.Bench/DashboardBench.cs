// Reason for length: rows of ten million denials, what builds the roll-ups, what reads them, and whether the two agree.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using DenialDesk.App.Trends;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// How long a manager waits for the dashboards: a private server with a million denials (<c>--full</c>: ten million; <c>--denials N</c>) and half as many paid claims over three
/// years, the roll-ups built as the job builds them, then wall-clock times of the use cases the pages call, and whether the rolled counts equal the raw rows.
/// </summary>
internal static class DashboardBench
{
    private const int Usual = 1_000_000;
    private const int Full = 10_000_000;
    private const int Batch = 250_000;
    private const int Calls = 12;

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var at = Array.IndexOf(args, "--denials");
        var denials = at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : args.Contains("--full") ? Full : Usual;
        await using var server = await BenchServer.StartAsync();
        await PrepareAsync(server.Database, denials);
        var result = await MeasureAsync(server.Database, denials);
        if (args.Contains("--json")) { Console.WriteLine(JsonSerializer.Serialize(result, JsonOptions)); }
        else
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Denials:N0} denials: roll-ups built in {result.RollupSeconds} s, one month in {result.RebuildMonthSeconds} s, other numbers in {result.NumbersSeconds} s; slowest dashboard {result.SlowestMs} ms; equal: {result.Equal}"));
            foreach (var (name, time) in result.Dashboards) { Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: p95 {time.P95Ms} ms")); }
        }

        return result.Equal ? 0 : 1;
    }

    private static async Task PrepareAsync(NpgsqlDataSource database, int denials)
    {
        await SqlMigrator.ApplyAsync(database);
        await ReferenceSeed.ApplyAsync(database);
        await ExecuteAsync(database, "insert into practice (name) values ('Bench'); insert into payer (name) select 'Payer ' || i from generate_series(1, 20) i");
        // What the measured statements do not use is left out, so that ten million denials stay below 15 GB.
        await ExecuteAsync(
            database,
            """
            do $$
            declare i record;
            begin
                for i in select indexname from pg_indexes where schemaname = 'public' and (indexname like 'denial\_queue%' or indexname in (
                    'denial_due', 'denial_search_words', 'denial_snoozed', 'denial_escalated', 'denial_handed', 'adjudication_payer_number'))
                loop
                    execute format('drop index if exists %I', i.indexname);
                end loop;
            end $$;
            alter table adjudication drop constraint adjudication_practice_id_remittance_id_position_key;
            """);
        var claims = denials + (denials / 2);
        for (var from = 1; from <= claims; from += Batch) { await SeedAsync(database, from, Math.Min(from + Batch, claims + 1) - 1, claims); }

        await ExecuteAsync(database, "vacuum analyze adjudication; ");
        await ExecuteAsync(database, "vacuum analyze denial");
    }

    /// <summary>Claims in the order of their days, as they would have arrived: two of three denied, twenty payers, forty reasons that decide category and department as real ones do, three in four closed within four months.</summary>
    private static Task SeedAsync(NpgsqlDataSource database, int from, int to, int claims) => ExecuteAsync(
        database,
        $"""
        begin;
        set local session_replication_role = replica;
        with b as (select (select min(practice_id) from practice) as practice, (select min(payer_id) from payer where name like 'Payer %') as payer),
        c as (
            select i, b.practice, b.payer + (i::bigint * i % 1009 % 20)::int as payer, current_date - 1095 + (i::bigint * 1090 / {claims})::int as day,
                   round((20 + 4000 / (1 + i::bigint * 7919 % 997))::numeric, 2) as charge, i % 3 < 2 as denied
            from b, generate_series({from}, {to}) i),
        a as (
            insert into adjudication (practice_id, adjudication_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, paid, rendering_npi, bill_type,
                                      is_first_primary, kind, decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length, service_from)
            select practice, i, 1, 1, i, payer, day, '', '1', charge, case when denied then 0 else charge * 0.6 end, (1000000000 + i % 12)::text, (array['11', '21', '22'])[1 + i % 3], true,
                   case when denied then 'denied' else 'paid' end, 'bench', case when denied then charge else 0 end, 'balanced', 1, 0, 1, day - 30 from c)
        insert into denial (practice_id, denial_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable, first_action, lead_group, lead_carc, lead_rarc,
                            extent, charge, denied_amount, expected_amount, expected_basis, search, denied_on, found_at, clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version,
                            deadline_assumed, deadline_sentence, scored_for, patient_control_number, procedure_codes, state, is_open, first_worked_at, closed_at, recovered_amount)
        select practice, i, i, i, payer, (array['coding', 'authorization', 'timely_filing', 'eligibility', 'medical_necessity', 'duplicate', 'non_covered', 'cob'])[1 + i * 17 % 40 % 8],
               (array['billing', 'coding', 'front_desk'])[1 + i * 17 % 40 % 3], 'soft', (array['yes', 'maybe', 'no'])[1 + i * 17 % 40 / 8 % 3], false, true, 'x', 'CO', (i * 17 % 40)::text, (array['', 'N130', 'M15', 'N56'])[1 + i % 4],
               case when i % 5 = 0 then 'partial' else 'full' end, charge, charge, charge * 0.6, 'x', '', day, day + time '15:00', 'appeal_1', day + 60, day + 55, 'x', 1, false, '', day, '',
               (99000 + i % 30 * 7)::text, s.state, s.closed is null, day + 1 + i % 20 + time '15:00', s.closed + time '15:00', case when s.state = 'closed_recovered' then charge * 0.5 else 0 end
        from c cross join lateral (
            select case when i % 4 = 0 or day + 10 + i % 110 >= current_date then 'new' when i % 4 = 1 then 'closed_recovered' when i % 4 = 2 then 'written_off' else 'expired' end as state,
                   case when i % 4 = 0 and day > current_date - 200 or day + 10 + i % 110 >= current_date then null else day + 10 + i % 110 end as closed) s
        where denied;
        commit;
        """);

    private static async Task<Result> MeasureAsync(NpgsqlDataSource database, int denials)
    {
        var practice = (int)(await ScalarAsync(database, "select min(practice_id) from practice"))!;
        var payer = (int)(await ScalarAsync(database, "select min(payer_id) + 7 from payer where name like 'Payer %'"))!;
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var rollups = await SecondsAsync(() => new RebuildRollups(database, TimeProvider.System).Run(new() { All = true }, Actor.Desk, default));
        var numbers = await SecondsAsync(() => new RebuildNumbers(database, TimeProvider.System).Run(new() { Practices = [new PracticeDay(practice, today)], Now = true }, Actor.Desk, default));
        await ExecuteAsync(database, "vacuum analyze");
        double month;
        await using (var connection = await database.OpenConnectionAsync())
        {
            month = await SecondsAsync(async () =>
            {
                await RebuildRollups.RebuildAsync(connection, practice, new DateOnly(today.Year, today.Month, 1).AddMonths(-6), DateTimeOffset.UtcNow, default);
                return 1;
            });
        }

        var (see, trends, list) = (new SeeNumbers(database, TimeProvider.System), new SeeTrends(database, TimeProvider.System), new ListNumberRows(database, TimeProvider.System));
        var last = TrendPeriod.Name(today.AddMonths(-1));
        var times = new Dictionary<string, Times>
        {
            ["numbers"] = await TimesAsync(() => see.Run(new(), Actor.Desk, default)),
            ["numbersOfAPayer"] = await TimesAsync(() => see.Run(new() { Payer = payer }, Actor.Desk, default)),
            ["trends"] = await TimesAsync(() => trends.Run(new(), Actor.Desk, default)),
            ["trendsOfAPayer"] = await TimesAsync(() => trends.Run(new() { Payer = payer }, Actor.Desk, default)),
            ["rowsBehindANumber"] = await TimesAsync(() => list.Run(new() { Kpi = "denial-rate-claims", Month = last, Side = "part", Practice = practice }, Actor.Desk, default)),
        };
        foreach (var (name, dimension) in new[] { ("byProvider", RollupDimension.Provider), ("byPlace", RollupDimension.Place), ("byProcedure", RollupDimension.Procedure), ("byRemark", RollupDimension.Rarc) })
        {
            times[name] = await TimesAsync(() => ByAsync(database, practice, today, dimension));
        }

        return new(denials, times, times.Values.Max(t => t.P95Ms), rollups, month, numbers, (long)(await ScalarAsync(database, "select count(*) from rollup_denied"))!, await EqualAsync(database));
    }

    private static async Task<int> ByAsync(NpgsqlDataSource database, int practice, DateOnly today, string dimension)
    {
        var (from, before) = (new DateOnly(today.Year, today.Month, 1).AddMonths(-11), new DateOnly(today.Year, today.Month, 1).AddMonths(1));
        await using var connection = await database.OpenConnectionAsync();
        var source = await RollupSource.OpenAsync(connection, [practice], from, before, default);
        return (await source.DeniedAsync(new([practice], from, before) { Dimension = dimension }, RollupBy.Month | RollupBy.Value, default)).Count;
    }

    /// <summary>Every count of every month, payer, category and reason, rolled and raw, side by side.</summary>
    private static async Task<bool> EqualAsync(NpgsqlDataSource database) => (long)(await ScalarAsync(
        database,
        """
        with rolled as (
            select month, payer_id, category, carc, sum(denials) as denials, sum(denied_amount) as denied, sum(recovered) as recovered, sum(open_denials) as open, sum(expired) as expired, sum(overturned) as overturned
            from rollup_denied where dimension = 'all' group by 1, 2, 3, 4),
        raw as (
            select date_trunc('month', a.remit_date)::date as month, d.payer_id, d.category, d.lead_carc as carc, count(*)::numeric as denials, sum(d.denied_amount) as denied, sum(d.recovered_amount) as recovered,
                   sum(d.is_open::int)::numeric as open, sum((d.state = 'expired')::int)::numeric as expired, sum((d.state = 'closed_recovered')::int)::numeric as overturned
            from denial d join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id where a.is_first_primary group by 1, 2, 3, 4),
        decided as (select month, payer_id, sum(claims) as claims, sum(billed) as billed, sum(denied_full + denied_part) as denied, sum(resolved_first_pass) as resolved from rollup_decided where dimension = 'all' group by 1, 2),
        first as (
            select date_trunc('month', a.remit_date)::date as month, a.payer_id, count(*)::numeric as claims, sum(a.charge) as billed, sum((a.kind = 'denied')::int)::numeric as denied, sum((a.kind = 'paid')::int)::numeric as resolved
            from adjudication a where a.is_first_primary group by 1, 2)
        select (select count(*) from ((table rolled except table raw) union all (table raw except table rolled)) x) + (select count(*) from ((table decided except table first) union all (table first except table decided)) y)
             + (select count(*) from (select 1 from rollup_denied group by practice_id, month having sum(denials) filter (where dimension = 'all') * 5 <> sum(denials)) z)
        """))! == 0;

    private static async Task<double> SecondsAsync(Func<Task<int>> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2);
    }

    private static async Task<Times> TimesAsync<T>(Func<Task<T>> call)
    {
        var times = new double[Calls];
        for (var i = -2; i < Calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            if (i >= 0) { times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds; }
        }

        Array.Sort(times);
        return new(Math.Round(times[Calls / 2], 1), Math.Round(times[(Calls * 95 / 100)], 1));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync();
    }

    private sealed record Times(double P50Ms, double P95Ms);

    private sealed record Result(
        int Denials, Dictionary<string, Times> Dashboards, double SlowestMs, double RollupSeconds, double RebuildMonthSeconds, double NumbersSeconds, long RollupRows, bool Equal);
}
