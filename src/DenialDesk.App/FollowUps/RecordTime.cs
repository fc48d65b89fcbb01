using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.FollowUps;

/// <summary>Keeps how long somebody worked on a denial, as its page measured it: nobody presses a timer.</summary>
public sealed class RecordTime(DeskSource database, TimeProvider clock)
{
    /// <summary>One visit.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>When the page was opened, or the last visit kept.</summary>
        public required DateTimeOffset BeganAt { get; init; }

        /// <summary>Seconds in which the page was in front of somebody who used it.</summary>
        public required int ActiveSeconds { get; init; }
    }

    /// <summary>The seconds kept; 0 for a glance, and for whoever is no person.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        var seconds = WorkTime.Counted(input.ActiveSeconds, (int)Math.Clamp((now - input.BeganAt).TotalSeconds, 0, int.MaxValue));
        if (seconds == 0 || actor.UserId is not { } me || !actor.Sees(input.PracticeId)) { return 0; }

        // What the visit ended in is what this person did to the denial meanwhile: denial_step and call_log by key.
        await using var command = database.CreateCommand(
            """
            insert into time_spent (practice_id, denial_id, user_id, action, seconds, began_at, ended_at)
            select d.practice_id, d.denial_id, $3, coalesce(
                (select s.step from denial_step s where s.practice_id = $1 and s.denial_id = $2 and s.actor_id = $3 and s.at >= $5 and s.step not in ('assign', 'unassign', 'undo') order by s.step_id desc limit 1),
                (select 'called' from call_log l where l.practice_id = $1 and l.denial_id = $2 and l.author_id = $3 and l.at >= $5 limit 1), 'looked'), $4, $5, $6
            from denial d where d.practice_id = $1 and d.denial_id = $2
            """);
        foreach (var value in new object[] { input.PracticeId, input.DenialId, me, seconds, input.BeganAt, now }) { command.Parameters.Add(new() { Value = value }); }

        return await command.ExecuteNonQueryAsync(cancellation) == 1 ? seconds : 0;
    }

    /// <summary>Measured minutes of each payer and category in a practice: time spent on denials decided in the year before the day, so that it stands still for a day as the ranks do. By time_spent_denial; the denial by key.</summary>
    internal static async Task<MeasuredTime> MeasuredAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, DateOnly today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select d.payer_id, d.category, count(*)::int, sum(t.seconds) / 60.0 from (
                select denial_id, sum(seconds) as seconds from time_spent where practice_id = $1 and ended_at < $3 group by denial_id) t
            join denial d on d.practice_id = $1 and d.denial_id = t.denial_id and not d.is_open and d.closed_at > $2 and d.closed_at < $3
            group by d.payer_id, d.category
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = Midnight(today.AddYears(-1)) }, new() { Value = Midnight(today) } },
        };
        var found = new MeasuredTime();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(r.GetInt32(0), r.GetString(1), r.GetInt32(2), (double)r.GetDecimal(3)); }

        return found;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
