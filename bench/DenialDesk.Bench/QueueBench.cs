// Reason for length: a server, its rows, and each of the things a biller waits for.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// How long a biller waits for the queue: a private server with 100,000 open denials (<c>--full</c>: a million), and wall-clock times of
/// the use cases the page calls, one after the other: first page, one filter, three filters, a page far down, the counts, take next.
/// </summary>
internal static class QueueBench
{
    private const int Usual = 100_000;
    private const int Full = 1_000_000;
    private const int Payers = 40;
    private const int Batch = 50_000;
    private static readonly Actor Biller = new(Guid.NewGuid(), "Bench", Actor.Desk.Permissions, null);

    public static async Task<int> RunAsync(string[] args)
    {
        var denials = args.Contains("--full") ? Full : Usual;
        await using var server = await BenchServer.StartAsync();
        await PrepareAsync(server.Database, denials);
        Print(await MeasureAsync(server.Database, denials), args.Contains("--json"));
        return 0;
    }

    /// <summary>An empty database with a practice and this many open denials of this many payers.</summary>
    public static async Task PrepareAsync(NpgsqlDataSource database, int denials, int payers = Payers)
    {
        await SqlMigrator.ApplyAsync(database);
        await ReferenceSeed.ApplyAsync(database);
        await ExecuteAsync(database, $"insert into practice (name) values ('Bench'); insert into payer (name) select 'Payer ' || i from generate_series(1, {payers}) i");
        await ExecuteAsync(
            database,
            """
            insert into inbound_file (sha256, name, size_bytes, source, received_at, state) values (decode(repeat('0', 64), 'hex'), 'bench.835', 1, 'upload', now(), 'posted');
            insert into remittance (practice_id, file_id, file_ordinal, payer_id, canonical_hash, trace_number, remit_date, payment_date,
                                    claims, lines, charge, paid, plb, denials, denied_amount, balance_state, posted_at)
            select p.practice_id, f.file_id, 1, (select min(payer_id) from payer where name like 'Payer %'), decode(repeat('0', 64), 'hex'), 'BENCH', current_date, current_date,
                   1, 1, 1, 0, 0, 1, 0, 'balanced', now()
            from inbound_file f, practice p
            """);
        for (var from = 1; from <= denials; from += Batch) { await SeedAsync(database, from, Math.Min(from + Batch, denials + 1) - 1, payers); }

        await ExecuteAsync(database, "vacuum analyze");
    }

    /// <summary>Denials whose dollars, payers, codes, owners and due days are spread as in a real practice: few large ones, many small ones, two in seven owned.</summary>
    private static Task SeedAsync(NpgsqlDataSource database, int from, int to, int payers) => ExecuteAsync(
        database,
        $"""
        begin;
        set local session_replication_role = replica;
        with r as (select practice_id, remittance_id, (select min(payer_id) from payer where name like 'Payer %') as payer from remittance),
        c as (
            insert into claim (practice_id, claim_key, patient_control_number, created_at)
            select r.practice_id, 'B' || i, i::text, now() from r, generate_series({from}, {to}) i
            returning claim_id, patient_control_number::int as i),
        a as (
            insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge,
                                      is_first_primary, kind, decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length, service_from, service_to)
            select r.practice_id, r.remittance_id, c.i, c.claim_id, r.payer + (c.i::bigint * c.i % 1009 % {payers})::int, current_date - c.i * 13 % 120, 'ACC' || c.i, '1',
                   round((20 + 4000 / (1 + c.i::bigint * 7919 % 997))::numeric, 2), true, 'denied', 'bench', 20, 'balanced', 1, 0, 1, current_date - 150, current_date - 150
            from r, c
            returning practice_id, adjudication_id, claim_id, payer_id, remit_date, patient_control_number, charge, position as i)
        insert into denial (practice_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable,
                            first_action, lead_group, lead_carc, extent, charge, denied_amount, expected_amount, expected_basis, patient_name, search, denied_on, found_at,
                            clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version, deadline_assumed, deadline_sentence, scored_for, rank_key,
                            score_parts, patient_control_number, assigned_to)
        select a.practice_id, a.claim_id, a.adjudication_id, a.payer_id,
               (array['coding', 'authorization', 'timely_filing', 'eligibility', 'medical_necessity', 'duplicate'])[1 + a.i * 31 % 6], 'billing', 'soft', 'yes', false, true,
               'fix_and_resubmit', 'CO', (array['16', '197', '29', '27', '50', '18', '97', '11'])[1 + a.i * 17 % 8], 'full', a.charge, a.charge, a.charge, 'default_ratio',
               'SAMPLE, PAT ' || a.i % 5000, lower(a.patient_control_number) || ' sample, pat ' || a.i % 5000, a.remit_date, now(),
               'appeal_1', current_date - 7 + a.i * 31 % 180, current_date - 9 + a.i * 31 % 180, 'default-appeal', 1, false, 'made for measuring', current_date,
               a.i::bigint * 7919 % 999983, jsonb_build_object('expectedValue', a.charge, 'dollarsPerHour', a.charge * 3, 'costsMore', false), a.patient_control_number,
               case when a.i % 7 < 2 then gen_random_uuid() end
        from a;
        insert into denial_search select practice_id, denial_id, search from denial on conflict do nothing;
        commit;
        """);

    private static async Task<Result> MeasureAsync(NpgsqlDataSource database, int denials)
    {
        var payer = (int)(await ScalarAsync(database, "select min(payer_id) + 7 from payer where name like 'Payer %'"))!;
        var list = new ListQueue(database, TimeProvider.System);
        var count = new CountQueue(database, TimeProvider.System);
        var take = new TakeNext(database, TimeProvider.System);
        var far = (await list.Run(new() { Filter = new(), Skip = denials / 2, Take = 1 }, Biller, default))[0].Place;
        QueueFilter one = new() { Payer = payer }, three = new() { Payer = payer, Category = "coding", Owner = "none" };
        async Task<int> Page(QueueFilter filter, QueuePlace? after = null) => (await list.Run(new() { Filter = filter, After = after }, Biller, default)).Count;

        var first = await TimesAsync(200, () => Page(new()));
        var oneFilter = await TimesAsync(200, () => Page(one));
        var threeFilters = await TimesAsync(200, () => Page(three));
        var deep = await TimesAsync(200, () => Page(new(), far));
        var counts = await TimesAsync(15, async () => (int)(await count.Run(one, Biller, default)).ToDo.Denials);
        var taken = await TimesAsync(500, async () => await take.Run(new() { CommandId = Guid.NewGuid() }, Biller, default) is null ? 0 : 1);
        return new(
            denials, At(first, 50), At(first, 95), At(oneFilter, 50), At(oneFilter, 95), At(threeFilters, 50), At(threeFilters, 95), At(deep, 50), At(deep, 95),
            At(counts, 50), At(counts, 95), At(taken, 50), At(taken, 95));
    }

    /// <summary>Milliseconds of each call, sorted; three calls before go uncounted. A call that finds nothing would measure nothing, so it is an error.</summary>
    private static async Task<double[]> TimesAsync(int calls, Func<Task<int>> call)
    {
        var times = new double[calls];
        for (var i = -3; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            if (await call() == 0) { throw new InvalidOperationException("A measured call found nothing; its time says nothing."); }

            if (i >= 0) { times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds; }
        }

        Array.Sort(times);
        return times;
    }

    private static double At(double[] sorted, int percent) => Math.Round(sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)], 2);

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static void Print(Result r, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(r, JsonOptions));
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{r.Denials:N0} open denials, milliseconds p50/p95: first page {r.FirstPageP50Ms}/{r.FirstPageP95Ms}, one filter {r.OneFilterP50Ms}/{r.OneFilterP95Ms}, three filters {r.ThreeFiltersP50Ms}/{r.ThreeFiltersP95Ms}, far down {r.DeepKeysetP50Ms}/{r.DeepKeysetP95Ms}, counts {r.CountsP50Ms}/{r.CountsP95Ms}, take next {r.TakeNextP50Ms}/{r.TakeNextP95Ms}"));
    }

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Result(
        int Denials,
        double FirstPageP50Ms,
        double FirstPageP95Ms,
        double OneFilterP50Ms,
        double OneFilterP95Ms,
        double ThreeFiltersP50Ms,
        double ThreeFiltersP95Ms,
        double DeepKeysetP50Ms,
        double DeepKeysetP95Ms,
        double CountsP50Ms,
        double CountsP95Ms,
        double TakeNextP50Ms,
        double TakeNextP95Ms);
}
