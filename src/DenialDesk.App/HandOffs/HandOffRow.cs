using DenialDesk.Domain.HandOffs;
using Npgsql;

namespace DenialDesk.App.HandOffs;

/// <summary>A denial closed to the patient or the next payer, with what the practice-management system and a claim to the next payer need.</summary>
/// <param name="Kind">patient or next_payer.</param>
/// <param name="Amount">Dollars handed over: refused, less what came in.</param>
/// <param name="Why">What the person wrote when closing it.</param>
/// <param name="PayerAdjustments">The first payer's reductions line by line: "1 99213 CO-45 30.00 PR-1 20.00".</param>
/// <param name="Refused">Why it may not leave; null when it may.</param>
/// <param name="HandedAt">When it was taken over; null when not yet.</param>
public sealed record HandOffRow(
    int PracticeId, long DenialId, string Kind, string Account, string Patient, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo, string Payer, string PayerClaimNumber, string NextPayer, string Code,
    decimal Charge, decimal PayerPaid, decimal PatientResponsibility, DateOnly PayerDecidedOn, string PayerAdjustments, decimal Amount, string Why, string ClosedBy, DateTimeOffset ClosedAt, string? Refused,
    DateTimeOffset? HandedAt, string? HandedBy);

/// <summary>Reads hand-offs; what may not leave says why.</summary>
internal static class HandOffRows
{
    /// <summary>Every column of a row; the caller adds its conditions on d, h and b.</summary>
    public const string Select =
        """
        select d.practice_id, d.denial_id, d.state, d.patient_control_number, d.patient_name, a.member_id, a.service_from, a.service_to, p.name, d.payer_claim_number, a.crossover_payer,
               d.lead_group || '-' || d.lead_carc, coalesce(a.charge, 0), coalesce(a.paid, 0), coalesce(a.patient_responsibility, 0), a.remit_date,
               coalesce((select string_agg(x.told, '; ' order by x.line_no) from (
                   select j.line_no, j.line_no || ' ' || coalesce(max(l.procedure_code), '') || ' ' || string_agg(j.group_code || '-' || j.carc || ' ' || coalesce(j.amount::text, '?'), ' ' order by j.ordinal) as told
                   from adjustment j left join service_line l on l.practice_id = j.practice_id and l.adjudication_id = j.adjudication_id and l.line_no = j.line_no
                   where j.practice_id = d.practice_id and j.adjudication_id = d.adjudication_id group by j.line_no) x), ''),
               greatest(0, d.denied_amount - d.recovered_amount), coalesce(s.note, ''), coalesce(s.actor_name, ''), d.closed_at, d.patient_protection, d.all_patient_group, d.later_payer_known, b.made_at, b.made_name
        from denial d
        join payer p on p.payer_id = d.payer_id
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
        left join hand_off h on h.practice_id = d.practice_id and h.denial_id = d.denial_id and h.closed_at = d.closed_at
        left join hand_off_batch b on b.batch_id = h.batch_id
        left join lateral (
            select t.note, t.actor_name from denial_step t where t.practice_id = d.practice_id and t.denial_id = d.denial_id and t.step in ('to_patient', 'to_next_payer') order by t.step_id desc limit 1) s on true
        where d.state in ('closed_patient', 'closed_next_payer') and d.closed_at is not null and
        """ + " ";

    /// <summary>Reads the rows of such a query.</summary>
    public static async Task<List<HandOffRow>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<HandOffRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r)); }

        return found;
    }

    private static HandOffRow Read(NpgsqlDataReader r)
    {
        var patient = r.GetString(2) == "closed_patient";
        var facts = new HandOffFacts
        {
            Kind = patient ? HandOffKind.Patient : HandOffKind.NextPayer,
            Amount = r.GetDecimal(17),
            Words = r.GetString(18),
            PatientProtection = r.GetFieldValue<string[]>(21),
            AllPatientGroup = r.GetBoolean(22),
            LaterPayerKnown = r.GetBoolean(23),
        };
        return new(
            r.GetInt32(0), r.GetInt64(1), patient ? "patient" : "next_payer", r.GetString(3), r.GetString(4), r.GetString(5), Day(r, 6), Day(r, 7), r.GetString(8), r.GetString(9), r.GetString(10), r.GetString(11),
            r.GetDecimal(12), r.GetDecimal(13), r.GetDecimal(14), r.GetFieldValue<DateOnly>(15), r.GetString(16), r.GetDecimal(17), r.GetString(18), r.GetString(19), r.GetFieldValue<DateTimeOffset>(20),
            HandOffRule.Refuse(facts)?.Sentence, r.IsDBNull(24) ? null : r.GetFieldValue<DateTimeOffset>(24), r.IsDBNull(25) ? null : r.GetString(25));
    }

    private static DateOnly? Day(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateOnly>(column);
}
