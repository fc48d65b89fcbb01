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
            // What the payer said is never changed, except by a test that wants it otherwise from the start.
            await ScalarAsync("alter table adjudication disable trigger user");
            await ScalarAsync(
                """
                update adjudication set paid = round(charge * (adjudication_id % 4) / 10, 2), patient_responsibility = adjudication_id % 7, service_from = remit_date - 20 - (adjudication_id % 30)::int where practice_id = $1
                """, Large);
            await ScalarAsync("alter table adjudication enable trigger user");
            foreach (var sql in AllThatHappens) { await ScalarAsync(sql, Large); }
        }

        /// <summary>Payments, services, contractual amounts, later answers, paid claims, appeals, write-offs, our own claims with their answers, and work: something for every number.</summary>
        private static string[] AllThatHappens { get; } =
        [
            "update denial set service_from = denied_on - 33, last_safe_day = denied_on + (denial_id % 50)::int where practice_id = $1",
            """
            insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, paid, patient_responsibility, is_first_primary, kind, decision_rule,
                                      denied_amount, balance_state, segment, byte_offset, byte_length, service_from)
            select practice_id, remittance_id, 100000 + position, claim_id, payer_id, remit_date + 25, patient_control_number, case adjudication_id % 3 when 2 then '22' else '1' end, charge,
                   case adjudication_id % 3 when 0 then 0 when 1 then round(charge / 2, 2) else -round(charge / 10, 2) end, 0, false, (array['denied', 'paid', 'reversal'])[1 + adjudication_id % 3], 'test', 0, 'balanced', 1, 0, 1,
                   service_from
            from adjudication where practice_id = $1 and position % 8 = 0
            """,
            """
            insert into denial (practice_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable, first_action, lead_group, lead_carc, extent, charge, denied_amount,
                                expected_amount, expected_basis, search, denied_on, found_at, clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version, deadline_assumed, deadline_sentence, scored_for, patient_control_number)
            select practice_id, claim_id, adjudication_id, payer_id, 'coding', 'billing', 'soft', 'yes', false, true, 'fix_and_resubmit', 'CO', '16', 'full', charge, charge, charge, 'default_ratio', '', remit_date,
                   remit_date + time '20:00', 'appeal_1', remit_date + 60, remit_date + 55, 'default-appeal', 1, false, '', remit_date, patient_control_number
            from adjudication where practice_id = $1 and not is_first_primary and kind = 'denied'
            """,
            """
            insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, paid, patient_responsibility, is_first_primary, kind, decision_rule,
                                      denied_amount, balance_state, segment, byte_offset, byte_length, service_from)
            select practice_id, remittance_id, 200000 + position, 9000000 + adjudication_id, payer_id, remit_date, 'P' || adjudication_id, '1', charge, round(charge / 2, 2), 5, true, (array['paid', 'zero_pay', 'forwarded'])[1 + position % 3],
                   'test', 0, 'balanced', 1, 0, 1, service_from
            from adjudication where practice_id = $1 and is_first_primary and position % 5 = 0
            """,
            """
            insert into adjustment (practice_id, adjudication_id, line_no, ordinal, group_code, carc, amount, bucket, rule_id, segment)
            select practice_id, adjudication_id, 0, 1, 'CO', '45', round(charge / 5, 2), 'contractual', 'test', 1 from adjudication where practice_id = $1 and adjudication_id % 3 = 0
            """,
            """
            insert into appeal (practice_id, denial_id, payer_id, level, level_name, status, is_open, amount, due_sentence, opened_at, opened_on, opened_name, changed_at, decided_on, granted)
            select practice_id, denial_id, payer_id, 'appeal_1', 'First appeal', (array['overturned', 'partial', 'upheld', 'dismissed', 'withdrawn'])[1 + denial_id % 5], false, denied_amount, '', now(), denied_on, 'test', now(),
                   denied_on + 30, case when denial_id % 5 < 2 then round(denied_amount / 3, 2) end
            from denial where practice_id = $1 and denial_id % 9 = 0
            """,
            """
            insert into write_off_request (practice_id, denial_id, payer_id, amount, reason, avoidable, state, asked_at, asked_name, decided_at)
            select practice_id, denial_id, payer_id, denied_amount, 'other', false, (array['approved', 'rejected'])[1 + denial_id % 2], denied_on + time '03:00', 'test', denied_on + 12 + time '03:00'
            from denial where practice_id = $1 and denial_id % 13 = 0
            """,
            """
            insert into submitted_claim (practice_id, file_id, sender, interchange_no, group_no, set_no, batch_reference, submitted_at, exchanged_at, ordinal, flavor, account, account_key, frequency, payer_claim_number,
                                         authorization_number, clearinghouse_number, payer_name, payer_identifier, billing_npi, member_id, patient_last_name, patient_first_name, diagnoses, other_payers, first_segment, byte_offset, byte_length)
            select $1, (select min(file_id) from inbound_file), 'S', '1', '1', '1', 'B', timestamp '2026-02-01 09:00' + i * interval '1 day', timestamp '2026-02-01 09:00', i, 'professional', 'S' || i, 'S' || i,
                   case when i % 10 = 0 then '7' else '1' end, '', '', '', 'Acme Health', '', '', '', '', '', '{}', '{}', 1, 0, 1
            from generate_series(1, 120) i
            """,
            """
            with k as (
                insert into acknowledgement (file_id, fingerprint, kind, level, outcome, said_by, said_by_name, interchange_no, group_no, set_no, account_key, billing_npi, payer_claim_number, trace, codes, reason, decided_on, first_segment, byte_offset)
                select s.file_id, sha256((s.submitted_id || o)::bytea), '277CA', 'claim', o, 'payer', '', '', '', '', s.account_key, '', '', '', '{}', '', date '2026-06-01', 1, 0
                from submitted_claim s, unnest(case s.ordinal % 6 when 0 then array['rejected', 'accepted'] when 1 then array['other'] when 2 then array[]::text[] else array['received', 'accepted'] end) o
                where s.practice_id = $1 returning acknowledgement_id, account_key)
            insert into acknowledgement_match (practice_id, submitted_id, acknowledgement_id, evidence, matched_at)
            select s.practice_id, s.submitted_id, k.acknowledgement_id, 'account', now() from k join submitted_claim s on s.practice_id = $1 and s.account_key = k.account_key
            """,
            """
            insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after)
            select practice_id, denial_id, first_worked_at, case when denial_id % 12 = 1 then null else gen_random_uuid() end, 'test', 'start_work', 'new', 'in_work', '{}', '{}'
            from denial where practice_id = $1 and denial_id % 6 = 1 and first_worked_at is not null
            """,
            """
            insert into time_spent (practice_id, denial_id, user_id, action, seconds, began_at, ended_at)
            select practice_id, denial_id, gen_random_uuid(), 'start_work', 60 + (denial_id % 500)::int, first_worked_at + n * interval '20 days', first_worked_at + n * interval '20 days' + interval '9 minutes'
            from denial, generate_series(0, 1) n where practice_id = $1 and denial_id % 7 = 1 and first_worked_at is not null
            """,
        ];

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

    /// <summary>Every number once more, by a statement written from its definition (numerator, denominator, date) over the larger practice; d are its denials, a its adjudications, z the day in its zone.</summary>
    private static readonly (string Number, string Sql)[] SecondStatements =
    [
        ("denial-rate-claims", "select to_char(remit_date, 'YYYY-MM'), count(*) filter (where adjudication_id in (select adjudication_id from d)), count(*) from a where is_first_primary group by 1"),
        ("denial-rate-dollars", "select to_char(remit_date, 'YYYY-MM'), sum(coalesce((select d.charge from d where d.adjudication_id = a.adjudication_id), 0)), sum(charge) from a where is_first_primary group by 1"),
        ("clean-claims",
            """
            select to_char(s.submitted_at, 'YYYY-MM'), sum(case when 'rejected' = any(said) then 0 else 1 end), count(*)
            from (select s.submitted_at, array_agg(k.outcome) as said from submitted_claim s join acknowledgement_match m using (practice_id, submitted_id) join acknowledgement k using (acknowledgement_id)
                  where s.practice_id = {practice} and s.frequency = '1' and k.outcome <> 'other' group by s.submitted_id, s.submitted_at) s group by 1
            """),
        ("first-pass", "select to_char(remit_date, 'YYYY-MM'), count(*) filter (where kind in ('paid', 'zero_pay') and adjudication_id not in (select adjudication_id from d)), count(*) from a where is_first_primary group by 1"),
        ("appeal-success", "select to_char(decided_on, 'YYYY-MM'), count(*) filter (where status in ('overturned', 'partial')), count(*) from appeal where practice_id = {practice} and status in ('overturned', 'partial', 'upheld', 'dismissed') group by 1"),
        ("appeal-dollars", "select to_char(decided_on, 'YYYY-MM'), coalesce(sum(granted), 0), sum(amount) from appeal where practice_id = {practice} and status in ('overturned', 'partial', 'upheld', 'dismissed') group by 1"),
        ("overturned-of-initial", "select to_char(d.denied_on, 'YYYY-MM'), count(*) filter (where d.state = 'closed_recovered'), count(*) from d where d.adjudication_id in (select adjudication_id from a where is_first_primary) group by 1"),
        ("timely-filing", "select to_char(remit_date, 'YYYY-MM'), count(*) filter (where adjudication_id in (select adjudication_id from d where category = 'timely_filing')), count(*) from a where is_first_primary group by 1"),
        ("ar-days",
            """
            select to_char(e.day, 'YYYY-MM'), sum(e.day - coalesce(d.service_from, d.denied_on)), count(*)
            from d join ends e on d.denied_on <= e.day and (d.is_open or d.closed > e.day)
            where d.expected_amount >= (select percentile_disc(0.9) within group (order by expected_amount) from d) group by 1
            """),
        ("worked-in-7", "select to_char(found, 'YYYY-MM'), count(*) filter (where worked - found <= 7), count(*) from d where date '2026-06-15' - found > 7 and not coalesce(worked is null and closed - found <= 7, false) group by 1"),
        ("days-to-work", "select to_char(found, 'YYYY-MM'), sum(worked - found), count(*) from d where worked is not null group by 1"),
        ("days-to-resolution", "select to_char(closed, 'YYYY-MM'), sum(closed - denied_on), count(*) from d where not is_open and state <> 'superseded' group by 1"),
        ("time-to-resolution", "select to_char(denied_on, 'YYYY-MM'), count(*) filter (where not is_open and state <> 'superseded'), count(*) from d where denied_on <= date '2026-06-15' group by 1"),
        ("net-collection",
            """
            select to_char(f.service_from, 'YYYY-MM'), sum((select sum(x.paid) from a x where x.claim_id = f.claim_id and x.kind <> 'predetermination') + coalesce((select x.patient_responsibility from a x where x.claim_id = f.claim_id and x.kind not in ('reversal', 'forwarded', 'predetermination') order by x.remit_date desc, x.adjudication_id desc limit 1), 0)),
                   sum(f.charge - coalesce((select sum(j.amount) from adjustment j where j.practice_id = {practice} and j.bucket = 'contractual' and j.adjudication_id =
                       (select x.adjudication_id from a x where x.claim_id = f.claim_id and x.kind not in ('reversal', 'forwarded', 'predetermination') order by x.remit_date desc, x.adjudication_id desc limit 1)), 0))
            from a f where f.is_first_primary group by 1
            """),
        ("cash-of-revenue",
            """
            select to_char(m.month, 'YYYY-MM'), coalesce((select sum(paid) from a where date_trunc('month', remit_date) = m.month), 0),
                   coalesce((select sum(round((f.charge - coalesce((select sum(j.amount) from adjustment j where j.practice_id = {practice} and j.bucket = 'contractual' and j.adjudication_id =
                       (select x.adjudication_id from a x where x.claim_id = f.claim_id and x.kind <> 'reversal' order by x.remit_date desc, x.adjudication_id desc limit 1)), 0)) / 3, 4))
                       from a f where f.is_first_primary and f.service_from >= m.month - interval '3 months' and f.service_from < m.month), 0)
            from generate_series(timestamp '2025-12-01', timestamp '2026-06-01', interval '1 month') m (month)
            where exists (select 1 from a where date_trunc('month', remit_date) = m.month) or exists (select 1 from a where service_from >= m.month - interval '3 months' and service_from < m.month)
            """),
        ("write-offs",
            """
            select m.month, (select coalesce(sum(amount), 0) from write_off_request where practice_id = {practice} and state = 'approved' and to_char(decided_at at time zone 'America/Los_Angeles', 'YYYY-MM') = m.month),
                   (select coalesce(sum(d.denied_amount), 0) from d where d.adjudication_id in (select adjudication_id from a where is_first_primary) and to_char(d.denied_on, 'YYYY-MM') = m.month)
            from (select to_char(denied_on, 'YYYY-MM') as month from d where adjudication_id in (select adjudication_id from a where is_first_primary)
                  union select to_char(decided_at at time zone 'America/Los_Angeles', 'YYYY-MM') from write_off_request where practice_id = {practice} and state = 'approved') m
            """),
        ("repeats",
            """
            select to_char(l.remit_date, 'YYYY-MM'), count(*) filter (where l.adjudication_id in (select adjudication_id from d)), count(*)
            from a l where not l.is_first_primary and l.kind <> 'reversal' and exists (select 1 from d e where e.claim_id = l.claim_id and e.denied_on < l.remit_date) group by 1
            """),
        ("recovery", "select to_char(denied_on, 'YYYY-MM'), sum(recovered_amount), sum(expected_amount) from d where adjudication_id in (select adjudication_id from a where is_first_primary) group by 1"),
        ("recovered", "select to_char(closed, 'YYYY-MM'), sum(recovered_amount), 0 from d where not is_open and recovered_amount <> 0 group by 1"),
        ("rework-cost", "select month, sum(cost), count(*) from cost group by 1"),
        ("net-recovered",
            """
            select month, sum(dollars), 0 from (select month, -cost as dollars from cost union all select to_char(closed, 'YYYY-MM'), recovered_amount from d where not is_open and recovered_amount <> 0) x group by 1
            """),
        ("backlog", "select to_char(e.day, 'YYYY-MM'), sum(case when d.is_open then d.denied_amount - d.recovered_amount else d.denied_amount end), count(*) from d join ends e on d.denied_on <= e.day and (d.is_open or d.closed > e.day) group by 1"),
        ("past-safe",
            """
            select to_char(e.day, 'YYYY-MM'), sum(case when d.last_safe_day >= e.day then 0 when d.is_open then d.denied_amount - d.recovered_amount else d.denied_amount end),
                   sum(case when d.is_open then d.denied_amount - d.recovered_amount else d.denied_amount end) from d join ends e on d.denied_on <= e.day and (d.is_open or d.closed > e.day) group by 1
            """),
        ("recovered-per-hour",
            """
            select month, sum(dollars), sum(hours) from (
                select to_char(closed, 'YYYY-MM') as month, recovered_amount as dollars, 0 as hours from d where not is_open and recovered_amount <> 0
                union all select to_char(began_at at time zone 'America/Los_Angeles', 'YYYY-MM'), 0, seconds / 3600.0 from time_spent where practice_id = {practice}) x group by 1
            """),
        ("touches",
            """
            select month, sum(step), sum(closed) from (
                select to_char(at at time zone 'America/Los_Angeles', 'YYYY-MM') as month, 1 as step, 0 as closed from denial_step where practice_id = {practice} and actor_id is not null
                union all select to_char(closed, 'YYYY-MM'), 0, 1 from d where not is_open and state <> 'superseded') x group by 1
            """),
    ];

    [Fact]
    public async Task A_second_statement_from_the_definition_finds_every_number_again()
    {
        var (cells, differing) = (await CellsAsync(desk.Large), new List<string>());
        Assert.Equal(KpiDefinitions.All.Select(d => d.Key).Order(), SecondStatements.Select(s => s.Number).Order());
        foreach (var (number, sql) in SecondStatements)
        {
            var counted = new SortedDictionary<string, (decimal, decimal)>();
            await using var command = desk.Database.CreateCommand(Common.Replace("{practice}", $"{desk.Large}", StringComparison.Ordinal) + sql.Replace("{practice}", $"{desk.Large}", StringComparison.Ordinal));
            await using var rows = await command.ExecuteReaderAsync(Stop);
            while (await rows.ReadAsync(Stop))
            {
                var (month, part, whole) = (rows.GetString(0), Convert.ToDecimal(rows.GetValue(1), CultureInfo.InvariantCulture), Convert.ToDecimal(rows.GetValue(2), CultureInfo.InvariantCulture));
                if (string.CompareOrdinal(month, "2026-07") < 0 && (part != 0 || whole != 0)) { counted[month] = (Math.Round(part, 2), Math.Round(whole, 2)); }
            }

            Assert.True(counted.Count >= 2, number + " has fewer than two months to compare");
            var shown = cells.Where(c => c.Key.Item1 == number && (c.Value.Part != 0 || c.Value.Whole != 0)).OrderBy(c => c.Key.Item2, StringComparer.Ordinal).Select(c => Cell(c.Key.Item2, c.Value.Part, c.Value.Whole));
            var (expected, actual) = (string.Join("; ", counted.Select(c => Cell(c.Key, c.Value.Item1, c.Value.Item2))), string.Join("; ", shown));
            if (expected != actual) { differing.Add($"{number}: {expected}, shown {actual}"); }
        }

        Assert.True(differing.Count == 0, string.Join(Environment.NewLine, differing));

        static string Cell(string month, decimal part, decimal whole) => string.Create(CultureInfo.InvariantCulture, $"{month} {part:0.00} of {whole:0.00}");
    }

    private const string Common =
        """
        with d as materialized (
            select *, (found_at at time zone 'America/Los_Angeles')::date as found, (first_worked_at at time zone 'America/Los_Angeles')::date as worked, (closed_at at time zone 'America/Los_Angeles')::date as closed
            from denial where practice_id = {practice} and coalesce(outcome, '') <> 'not_a_denial'),
        a as materialized (select * from adjudication where practice_id = {practice}),
        ends (day) as (values (date '2025-12-31'), (date '2026-01-31'), (date '2026-02-28'), (date '2026-03-31'), (date '2026-04-30'), (date '2026-05-31'), (date '2026-06-15')),
        cost as materialized (
            select to_char(began_at at time zone 'America/Los_Angeles', 'YYYY-MM') as month, denial_id, sum(seconds) * 75.0 / 3600 as cost from time_spent where practice_id = {practice} group by 1, 2
            union all
            select to_char(worked, 'YYYY-MM'), denial_id, 25 from d where worked is not null and denial_id not in (select denial_id from time_spent where practice_id = {practice}))

        """;

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
    public async Task Months_whose_turn_came_while_the_desk_was_off_are_frozen_by_the_first_night_after()
    {
        var practice = await desk.Rows.PracticeAsync("Larch Lane");
        await desk.Rows.AddAsync(new() { Practice = practice, Payer = desk.Payer, On = new(2026, 1, 5), Denied = 40 });
        var freeze = desk.Get<FreezeNumbers>();
        Task<int> Night(DateOnly day) => freeze.Run(new() { Practices = [new(practice, day)] }, Actor.Desk, Stop);
        async Task<object?> Frozen() => await desk.ScalarAsync("select string_agg(to_char(month, 'MM') || ' on ' || to_char(frozen_on, 'MM-DD'), ', ' order by month) from number_snapshot where practice_id = $1", practice);

        Assert.Equal(1, await Night(new(2026, 2, 3)));
        Assert.Equal("01 on 02-03", await Frozen());
        Assert.Equal(1, await Night(new(2026, 5, 2)));
        Assert.Equal("01 on 02-03, 02 on 05-02, 03 on 05-02", await Frozen());
        Assert.Equal(1, await Night(new(2026, 5, 4)));
        Assert.Equal(0, await Night(new(2026, 5, 5)));
        Assert.Equal("01 on 02-03, 02 on 05-02, 03 on 05-02, 04 on 05-04", await Frozen());
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
