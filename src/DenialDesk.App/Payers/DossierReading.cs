using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Payers;

/// <summary>The single figures of a payer's dossier, one select each; <c>$2</c> is the payer and stands for those merged into it.</summary>
internal static class DossierReading
{
    private const string Family = "in (select payer_id from payer where coalesce(merged_into, payer_id) = $2)";

    // Primary key of reversal_history.
    public static async Task<Dictionary<string, Rate>> TriesAsync(DeskSource database, Actor actor, int payer, DateOnly from, CancellationToken cancellation)
        => (await database.AskAsync(
            $"select carc, round(sum(overturned))::bigint, sum(decided)::bigint from reversal_history where ($1::int[] is null or practice_id = any($1)) and payer_id {Family} and decided_on >= $3 group by carc",
            [actor.PracticeScope, payer, from], r => (Carc: r.GetString(0), Rate: new Rate(r.GetInt64(1), r.GetInt64(2))), cancellation)).ToDictionary(t => t.Carc, t => t.Rate);

    // denial_answered and appeal by payer; promises by their denial.
    public static async Task<DossierAnswers> AnswersAsync(DeskSource database, Actor actor, int payer, DateOnly from, DateOnly to, int? promised, CancellationToken cancellation)
    {
        var kept = await database.AskOneAsync(
            $"""
            select count(*) filter (where not d.is_open and (d.closed_at at time zone 'UTC')::date <= m.answer_by), count(*)
            from payer_promise m join denial d using (practice_id, denial_id)
            where ($1::int[] is null or m.practice_id = any($1)) and d.payer_id {Family} and m.told_on >= $3 and m.answer_by < $4
            """,
            [actor.PracticeScope, payer, from, to], r => new Rate(r.GetInt64(0), r.GetInt64(1)), cancellation);
        return await database.AskOneAsync(
            $"""
            select count(*), percentile_cont(.5) within group (order by a.days), percentile_cont(.9) within group (order by a.days) from (
                select (d.closed_at at time zone 'UTC')::date - d.waiting_since as days from denial d
                where ($1::int[] is null or d.practice_id = any($1)) and d.payer_id {Family} and d.waiting_since is not null and not d.is_open and d.closed_at >= $3 and d.state in ('closed_recovered', 'superseded')
                union all
                select a.decided_on - a.sent_on from appeal a
                where ($1::int[] is null or a.practice_id = any($1)) and a.payer_id {Family} and a.sent_on is not null and a.decided_on >= $3 and a.status in ('upheld', 'dismissed')) a
            where a.days >= 0
            """,
            [actor.PracticeScope, payer, from], r => new DossierAnswers(r.GetInt64(0), r.IsDBNull(1) ? null : Math.Round(r.GetDouble(1), 1), r.IsDBNull(2) ? null : Math.Round(r.GetDouble(2), 1), promised, kept), cancellation);
    }

    // denial_month by practice, day and payer. A remark that only informs (its list says so) does not tell what is missing.
    public static Task<(Rate Vague, decimal Denied)> VagueAsync(DeskSource database, Actor actor, int payer, DateOnly from, DateOnly to, CancellationToken cancellation) => database.AskOneAsync(
        $"""
        select count(*) filter (where v.vague), count(*), coalesce(sum(v.denied_amount) filter (where v.vague), 0) from (
            select d.denied_amount, d.lead_rarc = '' or exists (select 1 from rarc r where r.code = d.lead_rarc and r.kind = 'alert') as vague
            from denial d where ($1::int[] is null or d.practice_id = any($1)) and d.payer_id {Family} and d.denied_on between $3 and $4 and d.lead_carc = '16' and d.outcome is distinct from 'not_a_denial') v
        """,
        [actor.PracticeScope, payer, from, to], r => (new Rate(r.GetInt64(0), r.GetInt64(1)), r.GetDecimal(2)), cancellation);

    // underpayment_largest by state; a payer has some thousands at most.
    public static Task<List<DossierUnderpaid>> UnderpaidAsync(DeskSource database, Actor actor, int payer, DateOnly from, CancellationToken cancellation) => database.AskAsync(
        $"select u.state, count(*), sum(u.shortfall), sum(u.recovered) from underpayment u where ($1::int[] is null or u.practice_id = any($1)) and u.payer_id {Family} and u.remit_date >= $3 and u.state <> 'dropped' group by 1 order by 3 desc",
        [actor.PracticeScope, payer, from], r => new DossierUnderpaid(r.GetString(0), r.GetInt64(1), r.GetDecimal(2), r.GetDecimal(3)), cancellation);

    // remittance_day, then the provider adjustments by key.
    public static Task<List<DossierRecoupment>> RecoupmentsAsync(DeskSource database, Actor actor, int payer, DateOnly from, CancellationToken cancellation) => database.AskAsync(
        $"""
        select split_part(a.reason, ':', 1) || coalesce(' ' || (select c.short_title from reference_code c where c.list in ('plb', 'plb_reason') and c.code = split_part(a.reason, ':', 1) order by c.valid_from desc limit 1), ''), count(*), coalesce(sum(a.amount), 0)
        from remittance m join provider_adjustment a using (practice_id, remittance_id)
        where ($1::int[] is null or m.practice_id = any($1)) and m.payer_id {Family} and m.remit_date >= $3 group by 1 order by 3 desc, 1
        """,
        [actor.PracticeScope, payer, from], r => new DossierRecoupment(r.GetString(0), r.GetInt64(1), r.GetDecimal(2)), cancellation);

    // A claim names its payer by identifier or name; both lead to the payer as its remittances do (payer_evidence_payer).
    public static Task<(long All, long Open)> RejectionsAsync(DeskSource database, Actor actor, int payer, DateOnly from, CancellationToken cancellation) => database.AskOneAsync(
        $"""
        select count(*), count(*) filter (where j.state = 'open') from rejection j join submitted_claim s using (practice_id, submitted_id)
        where ($1::int[] is null or j.practice_id = any($1)) and j.opened_at >= $3
          and (upper(s.payer_name) in (select upper(name) from payer where payer_id {Family}) or s.payer_identifier in (select value from payer_evidence where payer_id {Family}) and s.payer_identifier <> '')
        """,
        [actor.PracticeScope, payer, from], r => (r.GetInt64(0), r.GetInt64(1)), cancellation);

    // denial_month, which holds the payer.
    public static Task<List<DossierOpen>> OldestAsync(DeskSource database, Actor actor, int payer, DateOnly today, CancellationToken cancellation) => database.AskAsync(
        $"""
        select d.practice_id, d.denial_id, d.patient_control_number, d.lead_group || '-' || d.lead_carc, d.denied_on, $3 - d.denied_on, d.denied_amount - d.recovered_amount, d.state
        from denial d where d.is_open and ($1::int[] is null or d.practice_id = any($1)) and d.payer_id {Family} order by d.denied_on, d.denial_id limit 20
        """,
        [actor.PracticeScope, payer, today],
        r => new DossierOpen(r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetFieldValue<DateOnly>(4), r.GetInt32(5), r.GetDecimal(6), r.GetString(7)), cancellation);
}
