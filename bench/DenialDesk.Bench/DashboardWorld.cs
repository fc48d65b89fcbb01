// Reason for length: every table that a dashboard reads, filled in one place so that the rows fit together.
using System.Diagnostics;
using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// Three years of one large practice, made by set-based inserts with the secondary indexes away and built afterwards. Forty payers, sixty reasons that decide category and department as
/// real ones do, forty providers, sixty procedure families; two of three claims denied, nine of ten denials over, one in fifty claims decided again.
/// </summary>
internal sealed class DashboardWorld(NpgsqlConnection connection)
{
    private const int Batch = 500_000;
    private static readonly string[] Large = ["adjudication", "service_line", "denial", "denial_step", "time_spent", "denial_cause", "appeal", "denial_expiry", "remittance"];
    private const string Quick = "set session_replication_role = replica; set maintenance_work_mem = '1GB'; set work_mem = '128MB'; set synchronous_commit = off; set lock_timeout = 0";
    private readonly long _started = Stopwatch.GetTimestamp();
    private string _phase = "";
    private long _phaseStarted;

    /// <summary>How long the phase under way took until now.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_phaseStarted);

    /// <summary>Seconds of each phase.</summary>
    public Dictionary<string, double> Phases { get; } = [];

    /// <summary>Makes the tables and fills them.</summary>
    public async Task MakeAsync(NpgsqlDataSource database, int denials)
    {
        Begin("tables");
        await SqlMigrator.ApplyAsync(database);
        await ReferenceSeed.ApplyAsync(database);
        // Nothing that would check or mark row by row: the rows are right as they are made, and everything is counted afterwards.
        await DoAsync(Quick);
        await DoAsync(string.Create(CultureInfo.InvariantCulture, $"create table bench_world (denials int not null, made_on date not null); insert into bench_world values ({denials}, current_date)"));
        foreach (var table in Large) { await DoAsync($"alter table {table} set (autovacuum_enabled = off)"); }

        var indexes = await WithoutIndexesAsync();
        await DirectoriesAsync();
        var claims = denials + (denials / 2);
        Begin("adjudications, service lines and denials");
        await Task.WhenAll(
            BatchedAsync(database, "adjudications", claims, Adjudications), BatchedAsync(database, "service lines", claims, ServiceLines), BatchedAsync(database, "denials", claims, Denials));
        Begin("later decisions, remittances and work");
        foreach (var sql in Rest) { await DoAsync(sql.Replace("{claims}", claims.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)); }

        Begin("indexes");
        await Parallel.ForEachAsync(indexes, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (index, _) =>
        {
            await using var other = await database.OpenConnectionAsync(CancellationToken.None);
            await DoAsync(other, Quick + "; " + index.Definition);
            Tell(index.Name);
        });

        Begin("vacuum and statistics");
        await Parallel.ForEachAsync(Large, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (table, _) =>
        {
            await using var other = await database.OpenConnectionAsync(CancellationToken.None);
            await DoAsync(other, $"alter table {table} reset (autovacuum_enabled)");
            await DoAsync(other, $"vacuum analyze {table}");
        });

        await DoAsync("analyze; checkpoint");
        End();
    }

    /// <summary>Begins a phase: what follows is told and timed under its name.</summary>
    public void Begin(string phase)
    {
        End();
        (_phase, _phaseStarted) = (phase, Stopwatch.GetTimestamp());
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(_started).TotalSeconds,7:0.0} s] {phase}"));
    }

    /// <summary>Ends the phase under way.</summary>
    public void End()
    {
        if (_phase.Length > 0) { Phases[_phase] = Math.Round(Stopwatch.GetElapsedTime(_phaseStarted).TotalSeconds, 1); }

        _phase = "";
    }

    /// <summary>Tells how far a phase is.</summary>
    public void Tell(string what) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(_started).TotalSeconds,7:0.0} s]   {what}"));

    private async Task<List<(string Name, string Definition)>> WithoutIndexesAsync()
    {
        var found = new List<(string, string)>();
        await using (var command = new NpgsqlCommand(
            """
            select i.indexname, i.indexdef from pg_indexes i
            where i.schemaname = 'public' and i.tablename = any($1) and not exists (select 1 from pg_constraint c where c.conname = i.indexname and c.conrelid = (quote_ident(i.schemaname) || '.' || quote_ident(i.tablename))::regclass)
            order by i.tablename, i.indexname
            """, connection)
        { Parameters = { new() { Value = Large } } })
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) { found.Add((rows.GetString(0), rows.GetString(1))); }
        }

        foreach (var (name, _) in found) { await DoAsync("drop index " + name); }

        return found;
    }

    private Task DirectoriesAsync() => DoAsync(
        """
        insert into practice (name) values ('Bench');
        insert into payer (name) select 'Payer ' || i from generate_series(1, 40) i;
        insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
        select md5('person ' || i)::uuid, 'Person ' || i, true, false, false, false, 0 from generate_series(1, 20) i;
        """);

    /// <summary>Fills one table on a connection of its own: none of the large ones is made from another.</summary>
    private async Task BatchedAsync(NpgsqlDataSource database, string what, int claims, string insert)
    {
        await using var own = await database.OpenConnectionAsync();
        await DoAsync(own, Quick);
        for (var from = 1; from <= claims; from += Batch)
        {
            var to = Math.Min(from + Batch - 1, claims);
            await DoAsync(own, Claims(from, to, claims, insert));
            Tell(string.Create(CultureInfo.InvariantCulture, $"{what}: claims to {to:N0} of {claims:N0}"));
        }
    }

    private Task DoAsync(string sql) => DoAsync(connection, sql);

    private static async Task DoAsync(NpgsqlConnection on, string sql)
    {
        await using var command = new NpgsqlCommand(sql, on) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The claims of a range, the same whenever they are asked for; two hundred in a row are one remittance of one payer and day.</summary>
    private static string Claims(int from, int to, int claims, string insert) => string.Create(CultureInfo.InvariantCulture,
        $"""
        with b as materialized (select (select min(practice_id) from practice where name = 'Bench') as practice, (select min(payer_id) from payer where name = 'Payer 1') as payer),
        n as (
            select i, i / 200 as batch, (hashint8(i) & 65535) / 65536.0::float8 as u, (hashint8(i + 1000000000) & 65535) / 65536.0::float8 as v, (hashint8(i + 2000000000) & 65535) / 65536.0::float8 as w,
                   (hashint8(i / 200 + 3000000000) & 65535) / 65536.0::float8 as x, hashint8(i + 4000000000) & 65535 as h
            from generate_series({from}::bigint, {to}::bigint) i),
        c as (
            select b.practice, n.i, 1 + n.batch as remittance, b.payer + floor(40 * n.x * n.x)::int as payer, current_date - 1095 + (n.batch * 200 * 1090 / {claims})::int as day,
                   round((20 + 4000 / (1 + n.h % 97))::numeric, 2) as charge, n.i % 3 < 2 as refused, n.i % 5 = 0 as part, floor(60 * n.v * n.v)::int as code, floor(40 * n.w)::int as provider,
                   floor(60 * n.u * n.u)::int as procedure, n.h, 10 + n.h % 150 as lasts
            from n cross join b)
        {insert}
        """);

    private const string Adjudications =
        """
        insert into adjudication (practice_id, adjudication_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, paid, rendering_npi, bill_type,
                                  is_first_primary, kind, decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length, service_from)
        select practice, i, remittance, 1 + i % 200, i, payer, day, 'A' || i, '1', charge, case when not refused then round(charge * 0.6, 2) when part then round(charge * 0.36, 2) else 0 end,
               (1000000000 + provider)::text, (array['11', '21', '22'])[1 + h % 3], true, case when not refused then 'paid' when part then 'partly_denied' else 'denied' end, 'bench',
               case when not refused then 0 when part then round(charge * 0.4, 2) else charge end, 'balanced', 1, 0, 1, day - 30
        from c
        """;

    private const string ServiceLines =
        """
        insert into service_line (practice_id, adjudication_id, line_no, procedure_code, charge, paid, balance_state, segment, byte_offset, byte_length)
        select practice, i, 1, (90000 + procedure * 100 + h % 9)::text, charge, case when refused then 0 else round(charge * 0.6, 2) end, 'balanced', 1, 0, 1 from c
        """;

    private const string Denials =
        """
        insert into denial (practice_id, denial_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable, first_action, lead_group, lead_carc, lead_rarc,
                            extent, charge, denied_amount, expected_amount, expected_basis, search, denied_on, found_at, clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version,
                            deadline_assumed, deadline_sentence, scored_for, patient_control_number, procedure_codes, state, is_open, first_worked_at, closed_at, waiting_since, recovered_amount,
                            written_off_amount, assigned_to, lane, score, rank_key, score_parts, service_from)
        select practice, i, i, i, payer, (array['coding', 'authorization', 'timely_filing', 'eligibility', 'medical_necessity', 'duplicate', 'non_covered', 'cob'])[1 + code % 8],
               (array['billing', 'coding', 'front_desk'])[1 + code % 3], (array['soft', 'hard'])[1 + code % 2], (array['yes', 'maybe', 'no'])[1 + code / 8 % 3], false, true, 'appeal', 'CO', (1 + code)::text,
               (array['', '', '', 'N130', 'M15', 'N56', 'MA130', 'N20', 'M51', 'N4', 'M76', 'N382'])[1 + h % 12], case when part then 'partial' else 'full' end, charge,
               s.denied, round(s.denied * 0.6, 2), 'bench', '', day, day + time '15:00', 'appeal_1', day + 60 + h % 120, day + 55 + h % 120, 'bench', 1, h % 7 = 0, '', current_date, 'A' || i,
               (90000 + procedure * 100 + h % 9)::text, s.state, s.is_open, case when s.is_open and h % 10 < 3 then null else least(day + 1 + h % 12, current_date) + time '15:00' end,
               case when s.is_open then null else day + lasts + time '15:00' end, case when s.state in ('waiting', 'closed_recovered') then day + 9 end,
               case when s.state = 'closed_recovered' then round(s.denied * 0.5, 2) else 0 end, case when s.state = 'written_off' then s.denied else 0 end,
               case when h % 5 = 0 then null else md5('person ' || 1 + h % 20)::uuid end, (h % 17 = 0)::int, 0, h * 7919,
               case when s.is_open then jsonb_build_object('reversal', 0.5, 'low', 0.4, 'high', 0.6, 'decided', 40, 'overturned', 20, 'prior', 0.5, 'minutes', 20,
                    'expectedValue', round(s.denied * 0.3, 2), 'dollarsPerHour', 100, 'urgency', 1.1, 'workdaysLeft', 20, 'hourPrice', 75, 'costsMore', false) else '{}' end,
               day - 30
        from c cross join lateral (
            select o.is_open, case when part then round(charge * 0.4, 2) else charge end as denied,
                   case when o.is_open then (array['new', 'new', 'in_work', 'in_work', 'waiting'])[1 + h % 5]
                        when h % 100 < 55 then 'closed_recovered' when h % 100 < 75 then 'written_off' when h % 100 = 75 then 'expired' when h % 100 < 90 then 'closed_patient' else 'closed_next_payer' end as state
            from (select day + lasts >= current_date or (i % 40 = 0 and day > current_date - 400) as is_open) o) s
        where refused
        """;

    private static string[] Rest { get; } =
    [
        // One in fifty claims is decided again forty days later, half of these denied again.
        """
        insert into adjudication (practice_id, adjudication_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, paid, rendering_npi, bill_type,
                                  is_first_primary, kind, decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length, service_from)
        select practice_id, {claims} + adjudication_id / 50, 1000000 + adjudication_id / 10000, 1 + adjudication_id / 50 % 200, claim_id, payer_id, remit_date + 40, patient_control_number, '1', charge,
               case when adjudication_id % 100 = 0 then 0 else paid end, rendering_npi, bill_type, false, case when adjudication_id % 100 = 0 then 'denied' else 'paid' end, 'bench', 0, 'balanced', 1, 0, 1, service_from
        from adjudication where adjudication_id % 50 = 0 and adjudication_id <= {claims} and remit_date + 40 < current_date
        """,
        """
        insert into denial (practice_id, denial_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable, first_action, lead_group, lead_carc, lead_rarc,
                            extent, charge, denied_amount, expected_amount, expected_basis, search, denied_on, found_at, clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version,
                            deadline_assumed, deadline_sentence, scored_for, patient_control_number, procedure_codes, state, is_open, closed_at)
        select a.practice_id, a.adjudication_id, d.claim_id, a.adjudication_id, d.payer_id, d.category, d.department, d.hardness, d.preventable, false, true, 'appeal', 'CO', d.lead_carc, d.lead_rarc, d.extent, d.charge,
               d.denied_amount, d.expected_amount, 'bench', '', a.remit_date, a.remit_date + time '15:00', 'appeal_1', a.remit_date + 60, a.remit_date + 55, 'bench', 1, false, '', current_date,
               d.patient_control_number, d.procedure_codes, 'written_off', false, a.remit_date + 1 + time '15:00'
        from adjudication a join denial d on d.practice_id = a.practice_id and d.denial_id = a.claim_id where a.adjudication_id > {claims} and a.kind = 'denied'
        """,
        """
        insert into inbound_file (sha256, name, size_bytes, source, received_at, state, posted_at)
        select sha256(d::text::bytea), d::date || '.835', 1, 'folder', d, 'posted', d from generate_series(current_date - 1095, current_date, interval '1 day') d
        """,
        """
        insert into remittance (practice_id, remittance_id, file_id, file_ordinal, payer_id, canonical_hash, trace_number, remit_date, payment_date, claims, lines, charge, paid, plb, denials, denied_amount, balance_state, posted_at)
        select a.practice_id, a.remittance_id, f.file_id, a.remittance_id::int, a.payer, sha256(a.remittance_id::text::bytea), 'T' || a.remittance_id, a.day, a.day, a.claims,
               a.claims, 0, 0, 0, 0, 0, 'balanced', a.day + time '15:00'
        from (select practice_id, remittance_id, min(payer_id) as payer, min(remit_date) as day, count(*) as claims from adjudication group by 1, 2) a join inbound_file f on f.name = a.day || '.835'
        """,
        """
        insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after)
        select practice_id, denial_id, first_worked_at, coalesce(assigned_to, md5('person 1')::uuid), 'Person', 'start_work', 'new', 'in_work', '{}', '{}' from denial where first_worked_at > current_date - 400 and denial_id % 3 = 0
        """,
        """
        insert into time_spent (practice_id, denial_id, user_id, action, seconds, began_at, ended_at)
        select practice_id, denial_id, coalesce(assigned_to, md5('person 1')::uuid), 'start_work', 60 + (denial_id % 900)::int, first_worked_at, first_worked_at + interval '15 minutes' from denial where first_worked_at > current_date - 400 and denial_id % 3 = 0
        """,
        """
        insert into denial_cause (practice_id, denial_id, at, author_name, category, department, step)
        select practice_id, denial_id, found_at, 'Person', category, department, 'Step ' || denial_id % 4 from denial where denied_on > current_date - 400 and denial_id % 20 = 0
        """,
        """
        insert into appeal (practice_id, denial_id, payer_id, level, level_name, status, is_open, amount, due_sentence, opened_at, opened_on, opened_name, changed_at, sent_on, decided_on, granted)
        select practice_id, denial_id, payer_id, 'appeal_1', 'First appeal', case when state = 'closed_recovered' then 'overturned' else 'upheld' end, false, denied_amount, '', found_at, denied_on, 'Person', found_at,
               denied_on + 5, (closed_at)::date, case when state = 'closed_recovered' then recovered_amount end
        from denial where not is_open and denial_id % 40 = 0
        """,
        """
        insert into denial_expiry (practice_id, denial_id, last_day, last_action, rule_id, rule_version, expired_on, at, amount, owners)
        select practice_id, denial_id, closed_at::date - 1, 'appeal_1', 'bench', 1, closed_at::date, closed_at, denied_amount, '[]' from denial where state = 'expired'
        """,
        """
        insert into alert (practice_id, tier, kind, level, cluster, payer_id, category, carc, state, since, found_on, fired_on, judged_through, weeks, seen, expected, probability, climb, dollars_month, counts, claims)
        select (select min(practice_id) from practice where name = 'Bench'), 'alert', 'spike', 'payer_carc', 'bench ' || i, (select min(payer_id) from payer where name = 'Payer 1') + i % 40, 'coding', '16', 'open',
               current_date - 21, current_date - 7, current_date - 7, current_date - 1, 3, 40, 20, 0.001, 5, 1000 + i, array_fill(5, array[26]), array_fill(50, array[26])
        from generate_series(1, 200) i
        """,
        "select setval(pg_get_serial_sequence('adjudication', 'adjudication_id'), (select max(adjudication_id) from adjudication)), setval(pg_get_serial_sequence('denial', 'denial_id'), (select max(denial_id) from denial))",
    ];
}
