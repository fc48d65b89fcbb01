using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Claims;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>How many submitted claims no payer has answered by its usual day, for the number beside the view.</summary>
public sealed class CountNonResponse(DeskSource database, TimeProvider clock)
{
    /// <summary>The number, of the practices this person sees; the same rows that <see cref="ListNonResponse"/> shows first.</summary>
    public async Task<long> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var usual = await UsualDays.LearnAsync(connection, actor, today, cancellation);

        // submission_wait_oldest; payer and rejection by key.
        await using var command = new NpgsqlCommand(
            """
            select count(*)
            from submission_wait w
            left join payer q on q.payer_id = w.payer_id
            left join unnest($2::int[], $3::int[], $4::int[]) u (practice_id, payer_id, days) on u.practice_id = w.practice_id and u.payer_id = coalesce(q.merged_into, q.payer_id)
            where ($1::int[] is null or w.practice_id = any($1)) and w.submitted_on + coalesce(u.days, $5) < $6
              and not exists (select 1 from rejection r where r.practice_id = w.practice_id and r.submitted_id = w.submitted_id and r.state = 'open')
            """, connection);
        command.Parameters.Add(MatchCandidates.Scope(actor));
        command.Parameters.Add(new() { Value = usual.Select(u => u.PracticeId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = usual.Select(u => u.PayerId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = usual.Select(u => u.Days).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = UsualAnswer.DefaultDays });
        command.Parameters.Add(new() { Value = today });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
