using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Reviews;

/// <summary>The single figures of the audit, one select each.</summary>
internal static class AuditReading
{
    // remittance_day; claim_match only where 837s were brought in.
    public static async Task<AuditScope> ScopeAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var days = await database.AskAsync(
            "select distinct remit_date from remittance where ($1::int[] is null or practice_id = any($1)) and remit_date between $2 and $3 order by 1", [actor.PracticeScope, from, to], r => r.GetFieldValue<DateOnly>(0), cancellation);
        var (gap, gapFrom) = Gap(days, from, to);
        return await database.AskOneAsync(
            """
            select (select count(distinct file_id) from remittance where ($1::int[] is null or practice_id = any($1)) and remit_date between $2 and $3),
                   (select count(*) from remittance where ($1::int[] is null or practice_id = any($1)) and remit_date between $2 and $3),
                   (select count(*) from adjudication a where a.is_first_primary and ($1::int[] is null or a.practice_id = any($1)) and a.remit_date between $2 and $3),
                   m.matched, m.answered
            from (select count(*) filter (where state = 'matched') as matched, count(*) as answered from claim_match where ($1::int[] is null or practice_id = any($1)) and answered_on between $2 and $3) m
            """,
            [actor.PracticeScope, from, to],
            r => new AuditScope(
                r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(4) == 0 ? null : r.GetInt64(3), r.GetInt64(4) == 0 ? null : r.GetInt64(4), days.Count > 0 ? days[0] : null, days.Count > 0 ? days[^1] : null, gap, gapFrom),
            cancellation);
    }

    // appeal by practice and payer; a few thousand in a window.
    public static Task<List<AuditAppeals>> AppealsAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation) => database.AskAsync(
        """
        select q.payer_id, q.name, count(*) filter (where a.sent_on between $2 and $3), count(*) filter (where a.decided_on between $2 and $3 and a.status in ('overturned', 'partial', 'upheld', 'dismissed')),
               count(*) filter (where a.decided_on between $2 and $3 and a.status = 'overturned'), count(*) filter (where a.decided_on between $2 and $3 and a.status = 'partial'),
               coalesce(sum(a.amount) filter (where a.decided_on between $2 and $3), 0), coalesce(sum(a.granted) filter (where a.decided_on between $2 and $3), 0)
        from appeal a join payer p on p.payer_id = a.payer_id join payer q on q.payer_id = coalesce(p.merged_into, p.payer_id)
        where ($1::int[] is null or a.practice_id = any($1)) and (a.sent_on between $2 and $3 or a.decided_on between $2 and $3)
        group by 1, 2 order by 3 desc, 2
        """,
        [actor.PracticeScope, from, to], r => new AuditAppeals(r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetDecimal(6), r.GetDecimal(7)), cancellation);

    // A pass over the open denials.
    public static async Task<IReadOnlyList<AuditAge>> AgesAsync(DeskSource database, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var found = await database.AskAsync(
            """
            select case when $2 - d.denied_on <= 30 then '0-30' when $2 - d.denied_on <= 60 then '31-60' when $2 - d.denied_on <= 90 then '61-90' when $2 - d.denied_on <= 120 then '91-120' else '121-' end,
                   count(*), sum(d.denied_amount), coalesce(sum(d.denied_amount) filter (where d.last_safe_day < $2), 0)
            from denial d where d.is_open and d.denied_on <= $2 and ($1::int[] is null or d.practice_id = any($1)) group by 1
            """,
            [actor.PracticeScope, today], r => new AuditAge(r.GetString(0), r.GetInt64(1), r.GetDecimal(2), r.GetDecimal(3)), cancellation);
        return [.. GroupQueue.Ages.Select(a => found.Find(f => f.Age == a) ?? new(a, 0, 0m, 0m))];
    }

    // Index denial_month: what was found in the window is denied in it or shortly before.
    public static Task<AuditFirstWork> FirstWorkAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation) => database.AskOneAsync(
        """
        select count(*) filter (where d.first_worked_at <= d.found_at + interval '7 days'), count(*), percentile_cont(.5) within group (order by extract(epoch from d.first_worked_at - d.found_at) / 86400)
        from denial d where ($1::int[] is null or d.practice_id = any($1)) and d.denied_on between $2 and $3 and d.found_at <= $3::timestamp - interval '7 days' and d.outcome is distinct from 'not_a_denial'
        """,
        [actor.PracticeScope, from, to], r => new AuditFirstWork(new Rate(r.GetInt64(0), r.GetInt64(1)), r.IsDBNull(2) ? null : Math.Round(r.GetDouble(2), 1)), cancellation);

    // denial_step and time_spent of the window; recovered by the day a denial was closed.
    public static Task<AuditRework> ReworkAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation) => database.AskOneAsync(
        """
        select (select count(distinct (s.practice_id, s.denial_id)) from denial_step s where ($1::int[] is null or s.practice_id = any($1)) and s.at >= $2 and s.at < $3::date + 1 and s.actor_id is not null
                and s.step not in ('assign', 'unassign', 'undo', 'taken')),
               (select coalesce(sum(t.seconds), 0)::float8 / 60 from time_spent t where ($1::int[] is null or t.practice_id = any($1)) and t.ended_at >= $2 and t.ended_at < $3::date + 1),
               (select coalesce(sum(d.recovered_amount), 0) from denial d where ($1::int[] is null or d.practice_id = any($1)) and not d.is_open and d.closed_at >= $2 and d.closed_at < $3::date + 1)
        """,
        [actor.PracticeScope, from, to], r => new AuditRework(r.GetInt64(0), Math.Round(r.GetDouble(1), 1), r.GetDecimal(2)), cancellation);

    /// <summary>The longest run of days without a remittance.</summary>
    private static (int Days, DateOnly? From) Gap(List<DateOnly> days, DateOnly from, DateOnly to)
    {
        var (longest, at, last) = (0, (DateOnly?)null, from.AddDays(-1));
        foreach (var day in days.Append(to.AddDays(1)))
        {
            var gap = day.DayNumber - last.DayNumber - 1;
            if (gap > longest) { (longest, at) = (gap, last.AddDays(1)); }

            last = day;
        }

        return (longest, at);
    }
}
