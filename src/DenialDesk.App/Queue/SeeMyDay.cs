using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Queue;

/// <summary>What one person brought to an end or passed on today.</summary>
/// <param name="Done">Denials, each once.</param>
/// <param name="AtStake">Their denied dollars.</param>
/// <param name="Skipped">Denials passed over today.</param>
public sealed record MyDay(long Done, decimal AtStake, long Skipped);

/// <summary>Counts what the person has finished today, in the days of the denials' own practices: sent, ended, put off or passed on, and not undone since.</summary>
public sealed class SeeMyDay(DeskSource database, TimeProvider clock)
{
    /// <summary>The counts; nothing for whoever is no person.</summary>
    public async Task<MyDay> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (actor.UserId is not { } me) { return new(0, 0m, 0); }

        // denial_step_person: the steps of one person and one and a half days; the denial and its practice by key.
        await using var command = database.CreateCommand(
            """
            with mine as (
                select distinct s.practice_id, s.denial_id, s.step = 'skipped' as passed
                from denial_step s join practice p using (practice_id)
                where s.actor_id = $1 and s.at >= $2::timestamptz - interval '36 hours' and (s.at at time zone p.time_zone)::date = ($2::timestamptz at time zone p.time_zone)::date
                  and s.step in ('corrected_resubmitted', 'appealed', 'recovered', 'to_patient', 'to_next_payer', 'write_off', 'snoozed', 'handed_over', 'escalated', 'given_back', 'skipped')
                  and not exists (select 1 from denial_step u where u.practice_id = s.practice_id and u.denial_id = s.denial_id and u.undoes = s.step_id))
            select count(*) filter (where not passed), coalesce(sum(d.denied_amount) filter (where not passed), 0), count(*) filter (where passed)
            from mine join denial d using (practice_id, denial_id)
            """);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(r.GetInt64(0), r.GetDecimal(1), r.GetInt64(2));
    }
}
