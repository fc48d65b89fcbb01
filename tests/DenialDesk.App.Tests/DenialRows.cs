using Npgsql;

namespace DenialDesk.App.Tests;

/// <summary>What a test wants to be true of one adjudication and its denial; everything else is filled in.</summary>
internal sealed record DenialRow
{
    public int Practice { get; init; } = 1;

    public required int Payer { get; init; }

    public DateOnly On { get; init; } = new(2026, 4, 15);

    public decimal Charge { get; init; } = 100;

    /// <summary>Dollars refused; null: nothing was, and there is no denial.</summary>
    public decimal? Denied { get; init; }

    public bool First { get; init; } = true;

    public string Category { get; init; } = "coding";

    public string Carc { get; init; } = "16";

    public DateOnly? Due { get; init; }

    public bool Open { get; init; } = true;

    public string Rule { get; init; } = "default-appeal";

    public bool Assumed { get; init; }

    public Guid? Owner { get; init; }

    public DateOnly? Service { get; init; } = new(2026, 3, 2);

    /// <summary>CLP02; 22 is a reversal.</summary>
    public string Status { get; init; } = "1";
}

/// <summary>Writes practices, payers, adjudications and denials straight into the tables, for tests of what reads them.</summary>
internal sealed class DenialRows(NpgsqlDataSource database)
{
    private static int _count;

    public async Task<int> PracticeAsync(string name, string zone = "America/New_York")
        => (int)(await ScalarAsync("insert into practice (name, time_zone) values ($1, $2) returning practice_id", name, zone))!;

    public async Task<int> PayerAsync(string name, string? lob = null)
        => (int)(await ScalarAsync("insert into payer (name, lob) values ($1, $2) returning payer_id", name, (object?)lob ?? DBNull.Value))!;

    /// <summary>Adds one adjudication, with a denial when dollars were refused; returns the denial's id, or 0.</summary>
    public async Task<long> AddAsync(DenialRow row)
    {
        var number = Interlocked.Increment(ref _count);
        var adjudication = (long)(await ScalarAsync(
            """
            with f as (
                insert into inbound_file (sha256, name, size_bytes, source, received_at, state)
                values (decode(lpad(to_hex($1), 64, '0'), 'hex'), 'test.835', 1, 'upload', now(), 'posted') returning file_id),
            r as (
                insert into remittance (practice_id, file_id, file_ordinal, payer_id, canonical_hash, trace_number, remit_date, payment_date,
                                        claims, lines, charge, paid, plb, denials, denied_amount, balance_state, posted_at)
                select $2, f.file_id, 1, $3, decode(lpad(to_hex($1), 64, '0'), 'hex'), 'T' || $1, $4, $4, 1, 1, $5, 0, 0, 1, 0, 'balanced', now() from f
                returning remittance_id),
            c as (
                insert into claim (practice_id, claim_key, patient_control_number, created_at) values ($2, 'K' || $1, 'A' || $1, now()) returning claim_id)
            insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge,
                                      is_first_primary, kind, decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length, service_from, service_to)
            select $2, r.remittance_id, 1, c.claim_id, $3, $4, 'A' || $1, $10, $5, $6, $7, 'test', $8, 'balanced', 1, 0, 1, $9, $9 from r, c
            returning adjudication_id
            """,
            number, row.Practice, row.Payer, row.On, row.Charge, row.First, row.Denied is null ? "paid" : "denied", row.Denied ?? 0m,
            (object?)row.Service ?? DBNull.Value, row.Status))!;
        return row.Denied is { } denied ? await DenyAsync(row, adjudication, denied) : 0;
    }

    /// <summary>Adds many open, unscored denials of one practice in one statement: payers, codes, categories, due days and dollars vary, nothing is random.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="payers">Each gets its share.</param>
    /// <param name="count">How many.</param>
    /// <param name="on">Due days lie from a week before this day to twelve weeks after it.</param>
    public async Task SeedAsync(int practice, int[] payers, int count, DateOnly on)
    {
        var number = Interlocked.Increment(ref _count);
        await ScalarAsync(
            """
            with f as (
                insert into inbound_file (sha256, name, size_bytes, source, received_at, state)
                values (decode(lpad(to_hex($1), 64, '0'), 'hex'), 'many.835', 1, 'upload', now(), 'posted') returning file_id),
            r as (
                insert into remittance (practice_id, file_id, file_ordinal, payer_id, canonical_hash, trace_number, remit_date, payment_date,
                                        claims, lines, charge, paid, plb, denials, denied_amount, balance_state, posted_at)
                select $2, f.file_id, 1, $3[1], decode(lpad(to_hex($1), 64, '0'), 'hex'), 'M' || $1, $5, $5, $4, $4, 1, 0, 0, $4, 0, 'balanced', now() from f
                returning remittance_id),
            c as (
                insert into claim (practice_id, claim_key, patient_control_number, created_at)
                select $2, 'M' || $1 || '-' || i, i::text, now() from generate_series(1, $4) i
                returning claim_id, patient_control_number::int as i),
            a as (
                insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge,
                                          is_first_primary, kind, decision_rule, denied_amount, balance_state, segment, byte_offset, byte_length, service_from, service_to)
                select $2, r.remittance_id, c.i, c.claim_id, $3[1 + c.i % cardinality($3)], $5 - (c.i * 13 % 120), 'ACC' || c.i, '1', 40 + c.i * 7919 % 99991 / 100.0,
                       true, 'denied', 'test', 40 + c.i * 7919 % 99991 / 100.0, 'balanced', 1, 0, 1, $5 - 150, $5 - 150 from r, c
                returning adjudication_id, claim_id, payer_id, remit_date, patient_control_number, charge, position as i)
            insert into denial (practice_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable,
                                first_action, lead_group, lead_carc, extent, charge, denied_amount, expected_amount, expected_basis, search, denied_on, found_at,
                                clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version, deadline_assumed, deadline_sentence, scored_for,
                                patient_control_number)
            select $2, a.claim_id, a.adjudication_id, a.payer_id, (array['coding', 'authorization', 'timely_filing', 'eligibility'])[1 + a.i % 4], 'billing', 'soft', 'yes', false, true,
                   'fix_and_resubmit', (array['CO', 'PR'])[1 + a.i / 5 % 2], (array['16', '197', '29', '27', '50'])[1 + a.i % 5], 'full', a.charge, a.charge, a.charge, 'default_ratio',
                   lower(a.patient_control_number), a.remit_date, now(),
                   'appeal_1', $5 - 7 + a.i * 31 % 91, $5 - 9 + a.i * 31 % 91, 'default-appeal', 1, false, 'as the test says', a.remit_date, a.patient_control_number
            from a
            """,
            number, practice, payers, count, on);
    }

    public async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown } : new() { Value = value });
        }

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> DenyAsync(DenialRow row, long adjudication, decimal denied)
    {
        var due = row.Due ?? row.On.AddDays(60);
        return (long)(await ScalarAsync(
            """
            insert into denial (practice_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable,
                                first_action, lead_group, lead_carc, extent, charge, denied_amount, expected_amount, expected_basis, search, denied_on, found_at,
                                clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version, deadline_assumed, deadline_sentence, scored_for,
                                is_open, state, assigned_to, service_from, patient_control_number)
            select $1, a.claim_id, a.adjudication_id, a.payer_id, $3, 'billing', 'soft', true, false, true,
                   'fix_and_resubmit', 'CO', $4, 'full', a.charge, $5, $5, 'default_ratio', 'x', a.remit_date, now(),
                   'appeal_1', $6, $7, $8, 1, $9, 'as the test says', a.remit_date, $10, case when $10 then 'new' else 'written_off' end, $11::uuid, a.service_from, a.patient_control_number
            from adjudication a where a.practice_id = $1 and a.adjudication_id = $2
            returning denial_id
            """,
            row.Practice, adjudication, row.Category, row.Carc, denied, due, due.AddDays(-2), row.Rule, row.Assumed, row.Open,
            (object?)row.Owner?.ToString() ?? DBNull.Value))!;
    }
}
