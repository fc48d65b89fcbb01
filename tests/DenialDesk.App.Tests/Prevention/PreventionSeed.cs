using Npgsql;

namespace DenialDesk.App.Tests.Prevention;

/// <summary>Writes a payer's decided claims day by day with a share of them denied, evenly and without chance, so that a test can say what has to be found.</summary>
public static class PreventionSeed
{
    private static int _count;

    /// <summary>Adds so many claims a day of service, decided fourteen days later, a percentage of them denied with one code.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="practice">The practice.</param>
    /// <param name="payer">The payer.</param>
    /// <param name="from">First day of service.</param>
    /// <param name="until">The day after the last.</param>
    /// <param name="perDay">Claims a day.</param>
    /// <param name="percent">Share denied, in percent.</param>
    /// <param name="category">Of the denials.</param>
    /// <param name="carc">Of the denials.</param>
    /// <param name="provider">Rendering NPI of the claims.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task AddAsync(
        NpgsqlDataSource database, int practice, int payer, DateOnly from, DateOnly until, int perDay, int percent, string category, string carc, string provider, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            with f as (
                insert into inbound_file (sha256, name, size_bytes, source, received_at, state)
                values (decode(lpad(to_hex($1), 64, 'a'), 'hex'), 'seed.835', 1, 'upload', now(), 'posted') returning file_id),
            r as (
                insert into remittance (practice_id, file_id, file_ordinal, payer_id, canonical_hash, trace_number, remit_date, payment_date, claims, lines, charge, paid, plb, denials, denied_amount, balance_state, posted_at)
                select $2, f.file_id, 1, $3, decode(lpad(to_hex($1), 64, 'a'), 'hex'), 'S' || $1, $4, $4, 1, 1, 0, 0, 0, 1, 0, 'balanced', now() from f returning remittance_id),
            c as (
                insert into claim (practice_id, claim_key, patient_control_number, created_at)
                select $2, 'S' || $1 || '-' || i, 'S' || $1 || '-' || i, now() from generate_series(0, $5 * $6 - 1) i returning claim_id, split_part(patient_control_number, '-', 2)::int as i),
            a as (
                insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, is_first_primary, kind, decision_rule, denied_amount,
                    balance_state, segment, byte_offset, byte_length, service_from, service_to, rendering_npi)
                select $2, r.remittance_id, c.i + 1, c.claim_id, $3, $4 + c.i / $6 + 14, 'S' || $1 || '-' || c.i, '1', 100, true, case when c.i * 7919 % 1000 < 10 * $7 then 'denied' else 'paid' end, 'test', 0,
                    'balanced', 1, 0, 1, $4 + c.i / $6, $4 + c.i / $6, $10 from r, c
                returning adjudication_id, claim_id, payer_id, remit_date, patient_control_number, charge, kind, service_from)
            insert into denial (practice_id, claim_id, adjudication_id, payer_id, category, department, hardness, preventable, clinical, appealable, first_action, lead_group, lead_carc, extent, charge, denied_amount,
                expected_amount, expected_basis, search, denied_on, found_at, clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version, deadline_assumed, deadline_sentence, scored_for,
                patient_control_number, service_from, procedure_codes)
            select $2, a.claim_id, a.adjudication_id, a.payer_id, $8, 'billing', 'soft', 'yes', false, true, 'appeal', 'CO', $9, 'full', a.charge, a.charge, 80, 'default_ratio', 'x', a.remit_date, now(), 'appeal_1',
                a.remit_date + 400, a.remit_date + 398, 'default-appeal', 1, false, 'as the test says', a.remit_date, a.patient_control_number, a.service_from, '97110'
            from a where a.kind = 'denied'
            """);
        foreach (var value in new object[] { Interlocked.Increment(ref _count), practice, payer, from, until.DayNumber - from.DayNumber, perDay, percent, category, carc, provider }) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
