using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Jobs;
using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// How long a manager waits for the dashboards: a private server with a million denials (<c>--full</c>: ten million; <c>--denials N</c>) and half as many paid claims over three years, the
/// roll-ups built as the jobs build them, then wall-clock times of the use cases the pages call, and whether the rolled counts equal the raw rows. <c>--keep FOLDER</c> makes the server in a
/// folder that stays, <c>--prepare</c> stops there, <c>--on FOLDER</c> measures on one that was kept, <c>--server CONNECTION</c> on one that runs; <c>--only WORDS</c> times the dashboards whose names hold one of the words.
/// </summary>
internal static class DashboardBench
{
    private const int Usual = 1_000_000;
    private const int Full = 10_000_000;

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var denials = Option(args, "--denials") is { } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture) : args.Contains("--full") ? Full : Usual;
        if (Option(args, "--server") is { } running)
        {
            await using var there = DeskConnection.Open(running);
            return await MeasureAsync(there, args);
        }

        var folder = Option(args, "--on") ?? Option(args, "--keep") ?? Path.Combine(Path.GetTempPath(), $"denialdesk-bench-{Environment.ProcessId}");
        try
        {
            if (Option(args, "--on") is null) { await PrepareAsync(folder, denials); }

            return args.Contains("--prepare") ? 0 : await MeasureAsync(folder, args);
        }
        finally
        {
            if (Option(args, "--on") is null && Option(args, "--keep") is null) { Directory.Delete(folder, recursive: true); }
        }
    }

    /// <summary>Makes the rows on a server that need not survive a power cut.</summary>
    private static async Task PrepareAsync(string folder, int denials)
    {
        await using var server = await BenchServer.StartAsync(folder, durable: false);
        await using var connection = await server.Database.OpenConnectionAsync();
        var world = new DashboardWorld(connection);
        await world.MakeAsync(server.Database, denials);
        await CountAsync(server.Database, world);
    }

    /// <summary>Counts what the jobs count, every month and number.</summary>
    private static async Task<Built> CountAsync(NpgsqlDataSource database, DashboardWorld world)
    {
        world.Begin("roll-ups");
        var practice = await DashboardCalls.PracticeAsync(database);
        // What the job does one after another, here two at a time.
        await MonthsAsync(database, world, practice, await MonthsAsync(database));
        await NumbersAsync(database, world);
        world.Begin("statistics of the roll-ups");
        foreach (var table in new[] { "rollup_decided", "rollup_denied", "rollup_denied_side", "rollup_denied_pair", "rollup_decided_pair", "rollup_number" }) { await ExecuteAsync(database, "vacuum analyze " + table); }

        await ExecuteAsync(database, "checkpoint");
        world.End();
        var phases = world.Phases;
        await ExecuteAsync(database, "create table if not exists bench_phase (phase text primary key, seconds double precision not null)");
        foreach (var (phase, seconds) in phases)
        {
            await ExecuteAsync(database, string.Create(CultureInfo.InvariantCulture, $"insert into bench_phase values ('{phase}', {seconds}) on conflict (phase) do update set seconds = excluded.seconds"));
        }

        return new(phases["roll-ups"], phases["other numbers"]);
    }

    /// <summary>Counts the numbers that are not of first decisions, two at a time.</summary>
    private static async Task NumbersAsync(NpgsqlDataSource database, DashboardWorld world)
    {
        world.Begin("other numbers");
        var practice = await DashboardCalls.PracticeAsync(database);
        var day = new PracticeDay(practice, await DashboardCalls.TodayAsync(database));
        await ExecuteAsync(database, "truncate rollup_number");
        await ExecuteAsync(database, "truncate rollup_number_built");
        await Parallel.ForEachAsync(NumberRows.Kept, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (kpi, _) =>
        {
            await using var own = await database.OpenConnectionAsync(CancellationToken.None);
            await RebuildNumbers.CountAsync(own, day, kpi, CancellationToken.None);
            world.Tell(kpi.ToString());
        });
        await using (var connection = await database.OpenConnectionAsync()) { await RebuildNumbers.CountedAsync(connection, day, DateTimeOffset.UtcNow, (int)world.Elapsed.TotalMilliseconds, default); }
    }

    /// <summary>Counts the months that wait, two at a time.</summary>
    private static async Task StaleAsync(NpgsqlDataSource database, DashboardWorld world)
    {
        var (practice, stale) = (await DashboardCalls.PracticeAsync(database), new List<DateOnly>());
        await using (var command = database.CreateCommand("select distinct month from rollup_stale"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) { stale.Add(rows.GetFieldValue<DateOnly>(0)); }
        }

        if (stale.Count > 0) { await MonthsAsync(database, world, practice, stale); }
    }

    private static Task MonthsAsync(NpgsqlDataSource database, DashboardWorld world, int practice, List<DateOnly> months) => Parallel.ForEachAsync(
        months, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (month, _) =>
        {
            await using var own = await database.OpenConnectionAsync(CancellationToken.None);
            await RebuildRollups.RebuildAsync(own, practice, month, DateTimeOffset.UtcNow, CancellationToken.None);
            world.Tell(string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM}"));
        });

    private static async Task<List<DateOnly>> MonthsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select m::date from generate_series((select date_trunc('month', min(remit_date)) from adjudication), (select max(remit_date) from adjudication), interval '1 month') m");
        command.CommandTimeout = 0;
        var months = new List<DateOnly>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) { months.Add(rows.GetFieldValue<DateOnly>(0)); }

        return months;
    }

    private static async Task<int> MeasureAsync(string folder, string[] args)
    {
        await using var server = await BenchServer.StartAsync(folder);
        return await MeasureAsync(server.Database, args);
    }

    private static async Task<int> MeasureAsync(NpgsqlDataSource database, string[] args)
    {
        var world = new DashboardWorld(await database.OpenConnectionAsync());
        // A server kept since an older version gets what the newer one keeps.
        await SqlMigrator.ApplyAsync(database);
        if (args.Contains("--count")) { await CountAsync(database, world); }
        else if (args.Contains("--numbers")) { await NumbersAsync(database, world); }
        else { await StaleAsync(database, world); }

        var denials = (int)(await ScalarAsync(database, "select denials from bench_world"))!;
        world.Begin("dashboards");
        var times = await DashboardCalls.MeasureAsync(database, Option(args, "--only")?.Split(','), world.Tell);
        world.Begin("one month counted again");
        var month = await RebuildMonthAsync(database);
        world.Begin("rolled against raw");
        var equal = args.Contains("--unchecked") ? (bool?)null : await EqualAsync(database);
        world.End();
        var result = new Result(
            denials, times, times.Values.Max(t => t.P95Ms), await SecondsAsync(database, "roll-ups"), month, await SecondsAsync(database, "other numbers"),
            (long)(await ScalarAsync(database, "select count(*) from rollup_denied"))!, equal);
        if (args.Contains("--json")) { Console.WriteLine(JsonSerializer.Serialize(result, JsonOptions)); }
        else
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Denials:N0} denials: roll-ups built in {result.RollupSeconds} s ({result.RollupRows:N0} rows), one month in {result.RebuildMonthSeconds} s, other numbers in {result.NumbersSeconds} s; slowest dashboard {result.SlowestMs} ms; equal: {result.Equal}"));
            foreach (var (name, time) in result.Dashboards) { Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: p50 {time.P50Ms} ms, p95 {time.P95Ms} ms, first {time.FirstMs} ms{(time.Failed is null ? "" : ", " + time.Failed)}")); }
        }

        return equal == false ? 1 : 0;
    }

    private static async Task<double> RebuildMonthAsync(NpgsqlDataSource database)
    {
        var today = await DashboardCalls.TodayAsync(database);
        await using var connection = await database.OpenConnectionAsync();
        var started = Stopwatch.GetTimestamp();
        await RebuildRollups.RebuildAsync(connection, await DashboardCalls.PracticeAsync(database), new DateOnly(today.Year, today.Month, 1).AddMonths(-6), DateTimeOffset.UtcNow, default);
        return Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2);
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
            select date_trunc('month', a.remit_date)::date as month, a.payer_id, count(*)::numeric as claims, sum(a.charge) as billed, sum((a.kind <> 'paid')::int)::numeric as denied, sum((a.kind = 'paid')::int)::numeric as resolved
            from adjudication a where a.is_first_primary group by 1, 2),
        pairs as (
            select month, one_value as procedure, two_value as provider, sum(denials) as denials, sum(denied_amount) as denied, sum(open_amount) as open
            from rollup_denied_pair where one = 'procedure' and two = 'provider' group by 1, 2, 3),
        two as (
            select date_trunc('month', d.denied_on)::date as month, coalesce(left(nullif(split_part(d.procedure_codes, ' ', 1), ''), 3) || 'xx', '') as procedure, a.rendering_npi as provider, count(*)::numeric as denials,
                   sum(d.denied_amount) as denied, coalesce(sum(greatest(0, d.denied_amount - d.recovered_amount)) filter (where d.is_open), 0) as open
            from denial d join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id where a.is_first_primary group by 1, 2, 3),
        days as (select one_value::date as day, two_value as category, sum(denials) as denials, sum(denied_amount) as denied from rollup_denied_pair where one = 'day' and two = 'category' group by 1, 2),
        aged as (
            select d.denied_on as day, d.category, count(*)::numeric as denials, sum(d.denied_amount) as denied
            from denial d join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id where a.is_first_primary and d.is_open group by 1, 2)
        select (select count(*) from ((table rolled except table raw) union all (table raw except table rolled)) x) + (select count(*) from ((table decided except table first) union all (table first except table decided)) y)
             + (select count(*) from (select 1 from rollup_denied group by practice_id, month having sum(denials) filter (where dimension = 'all') * 5 <> sum(denials)) z)
             + (select count(*) from ((table pairs except table two) union all (table two except table pairs)) u) + (select count(*) from ((table days except table aged) union all (table aged except table days)) v)
        """))! == 0;

    private static async Task<double> SecondsAsync(NpgsqlDataSource database, string phase) => await ScalarAsync(database, $"select seconds from bench_phase where phase = '{phase}'") is double seconds ? seconds : 0;

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

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

    private sealed record Built(double RollupSeconds, double NumbersSeconds);

    private sealed record Result(
        int Denials, Dictionary<string, CallTimes> Dashboards, double SlowestMs, double RollupSeconds, double RebuildMonthSeconds, double NumbersSeconds, long RollupRows, bool? Equal);
}
