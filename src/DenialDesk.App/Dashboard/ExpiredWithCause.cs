using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Dashboard;

/// <summary>A denial that ran out, with why.</summary>
public sealed record ExpiredCase(int PracticeId, long DenialId, DateOnly ExpiredOn, decimal Amount, string Account, int PayerId, string Payer, string Code, ExpiryCause Cause);

/// <summary>Reads what expired in a time and names the cause of each; few rows, the target is none.</summary>
internal static class ExpiredWithCause
{
    // denial_expiry_newest by day; everything else by the denial's key.
    private const string Sql =
        """
        select e.practice_id, e.denial_id, e.expired_on, e.amount, d.patient_control_number, coalesce(p.merged_into, p.payer_id), p.name, d.lead_group || '-' || d.lead_carc,
               d.state <> 'expired',
               exists (select 1 from document_request q where q.practice_id = e.practice_id and q.denial_id = e.denial_id and q.asked_at < e.at and (q.settled_at is null or q.settled_at > e.at)),
               d.waiting_since is not null and d.waiting_since <= e.last_day, d.first_worked_at is not null and d.first_worked_at < e.at,
               e.owners <> '[]' or exists (select 1 from time_spent t where t.practice_id = e.practice_id and t.denial_id = e.denial_id)
                   or exists (select 1 from denial_note n where n.practice_id = e.practice_id and n.denial_id = e.denial_id),
               coalesce((d.score_parts->>'dollarsPerHour')::float8, 0), coalesce((d.score_parts->>'hourPrice')::float8, 0)
        from denial_expiry e join denial d using (practice_id, denial_id) join payer p on p.payer_id = d.payer_id
        where ($1::int[] is null or e.practice_id = any($1)) and e.expired_on between $2 and $3
        order by e.expired_on desc, e.expiry_id desc
        """;

    /// <summary>What expired from one day to another, both included, newest first.</summary>
    public static Task<List<ExpiredCase>> ReadAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation) => database.AskAsync(
        Sql, [actor.PracticeScope, from, to],
        r => new ExpiredCase(
            r.GetInt32(0), r.GetInt64(1), r.GetFieldValue<DateOnly>(2), r.GetDecimal(3), r.GetString(4), r.GetInt32(5), r.GetString(6), r.GetString(7),
            ExpiryCauses.Of(new(r.GetBoolean(8), r.GetBoolean(9), r.GetBoolean(10), r.GetBoolean(11), r.GetBoolean(12), r.GetDouble(13), r.GetDouble(14)))),
        cancellation);
}
