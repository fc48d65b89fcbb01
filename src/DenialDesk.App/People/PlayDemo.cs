using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>
/// Gives the demo the year that a desk of a year would have behind it: every denial was found the morning after its remittance and nearly all were worked within days, those that the payer answered
/// later had been sent before, and the time it took was measured. Where records are what a payer asks for, the denial was appealed, and the payer's answer decided the appeal. The same denials play the same parts in every demo. Never touches a real desk.
/// </summary>
public sealed class PlayDemo(DeskSource database, TimeProvider clock)
{
    // Days until it was worked: of a hundred eighty-six within six days, the others in their second or third week. By the account, so that a demo loaded again is the same.
    private const string Played =
        """
        create temporary table played on commit drop as
        select d.practice_id, d.denial_id, s.turn, a.remit_date as answered_on, d.is_open, z.time_zone,
               f.found_at, case when w.worked_on < $1::date and w.worked_on < coalesce(a.remit_date - 4, 'infinity') and (s.turn in ('recovered', 'denied_again') or not d.is_open or h.stirred % 100 < 88)
                                then (w.worked_on::timestamp + interval '10 hours' + make_interval(mins => h.stirred % 300)) at time zone z.time_zone end as worked_at,
               case when h.stirred % 100 < 68 then $2::uuid else $3::uuid end as person, case when h.stirred % 100 < 68 then $4 else $5 end as name,
               (4 + h.stirred % 23) * 60 + h.lag % 60 as seconds,
               case when s.turn in ('recovered', 'denied_again')
                    then case when d.category in ('authorization', 'medical_necessity', 'documentation', 'bundling') and d.clock_action in ('appeal_1', 'reconsideration') and d.deadline_rule not like 'mcr%' then 'appealed' else 'corrected_resubmitted' end
                    else 'start' end as step
        from denial d
        join practice z on z.practice_id = d.practice_id
        left join denial_story s on s.practice_id = d.practice_id and s.denial_id = d.denial_id and s.turn <> 'stands'
        left join adjudication a on a.practice_id = s.practice_id and a.adjudication_id = s.by_adjudication
        cross join lateral (select hashtextextended(d.patient_control_number, 11) as one, hashtextextended(d.patient_control_number, 12) as two) r
        cross join lateral (select (abs(r.one % 1000003))::int as stirred, (abs(r.two % 1000003))::int as lag) h
        cross join lateral (select ((d.denied_on + 1)::timestamp + interval '8 hours' + make_interval(mins => h.lag % 120)) at time zone z.time_zone as found_at) f
        cross join lateral (select d.denied_on + 1 + case when h.lag % 100 < 86 then 1 + h.lag % 6 else 8 + h.lag % 12 end as worked_on) w
        where exists (select 1 from desk_fact where name = 'demo') and d.denied_on < $1::date - 1 and d.outcome is distinct from 'not_a_denial'
        """;

    // What was sent waited for the payer, who ended it; what is open is begun.
    private const string Stamp =
        """
        update denial d set
            found_at = p.found_at,
            first_worked_at = coalesce(d.first_worked_at, p.worked_at),
            waiting_since = case when p.turn in ('recovered', 'denied_again') and p.worked_at is not null then coalesce(d.waiting_since, (p.worked_at at time zone p.time_zone)::date) else d.waiting_since end,
            closed_at = case when not d.is_open and p.answered_on is not null then ((p.answered_on + 1)::timestamp + interval '9 hours') at time zone p.time_zone else d.closed_at end,
            assigned_to = case when not d.is_open and p.worked_at is not null then coalesce(d.assigned_to, p.person) else d.assigned_to end,
            assigned_at = case when not d.is_open and p.worked_at is not null and d.assigned_to is null then p.worked_at else d.assigned_at end,
            state = case when d.state = 'new' and p.worked_at is not null then 'in_work' else d.state end
        from played p where d.practice_id = p.practice_id and d.denial_id = p.denial_id
        """;

    // Before and after are the row as it stands: the payer's answer came later and is not undone by undoing this.
    private const string Steps =
        """
        insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after)
        select p.practice_id, p.denial_id, p.worked_at, p.person, p.name, p.step, 'new',
               case when p.step = 'start' then 'in_work' else 'waiting' end, denial_work(d), denial_work(d)
        from played p join denial d on d.practice_id = p.practice_id and d.denial_id = p.denial_id where p.worked_at is not null order by p.worked_at
        """;

    // The payment or the second refusal is its decision. What came to less than was expected was granted in part.
    private const string Appeals =
        """
        insert into appeal (practice_id, denial_id, payer_id, level, level_name, status, is_open, amount, due_on, due_sentence, due_rule, channel, letter_version, approved_version,
                            sent_on, decided_on, granted, opened_at, opened_on, opened_by, opened_name, changed_at, version)
        select p.practice_id, p.denial_id, d.payer_id, d.clock_action, case d.clock_action when 'appeal_1' then 'First-level appeal' else 'Reconsideration' end,
               case when p.turn = 'denied_again' then 'upheld' when d.recovered_amount < d.expected_amount * .9 then 'partial' else 'overturned' end, false,
               d.denied_amount, d.due_on, d.deadline_sentence, d.deadline_rule, 'portal', 1, 1, (p.worked_at at time zone p.time_zone)::date, p.answered_on,
               case when p.turn = 'recovered' then d.recovered_amount end, p.worked_at, (p.worked_at at time zone p.time_zone)::date, p.person, p.name, p.answered_on + interval '33 hours', 5
        from played p join denial d on d.practice_id = p.practice_id and d.denial_id = p.denial_id where p.step = 'appealed' and p.worked_at is not null order by p.worked_at
        """;

    private const string AppealParts =
        """
        with parts as (insert into appeal_denial (practice_id, appeal_id, denial_id, amount) select a.practice_id, a.appeal_id, a.denial_id, a.amount from appeal a returning appeal_id),
        letters as (
            insert into appeal_letter (practice_id, appeal_id, version_no, at, author_id, author_name, subject, body, origin, sha256)
            select a.practice_id, a.appeal_id, 1, a.opened_at, a.opened_by, a.opened_name, 'Appeal', w.body, 'template', sha256(convert_to(w.body, 'UTF8'))
            from appeal a cross join lateral (select 'The record enclosed shows why the service was needed and that it was done as billed. A letter of the demo, kept short.' as body) w
            returning appeal_id)
        insert into appeal_event (practice_id, appeal_id, at, actor_id, actor_name, event, from_status, to_status, on_day, channel, amount, letter_version)
        select a.practice_id, a.appeal_id, e.at, a.opened_by, a.opened_name, e.event, e.was, e.becomes, e.day, e.channel, e.amount, 1
        from appeal a
        cross join lateral (values
            (1, a.opened_at - interval '20 minutes', 'opened', '', 'draft', a.opened_on, '', a.amount),
            (2, a.opened_at, 'send', 'draft', 'sent', a.sent_on, 'portal', null),
            (3, a.changed_at, 'decide', 'sent', a.status, a.decided_on, '', a.granted)) e (turn, at, event, was, becomes, day, channel, amount)
        order by a.appeal_id, e.turn
        """;

    private const string Time =
        """
        insert into time_spent (practice_id, denial_id, user_id, action, seconds, began_at, ended_at)
        select p.practice_id, p.denial_id, p.person, p.step, p.seconds, p.worked_at - make_interval(secs => p.seconds), p.worked_at
        from played p where p.worked_at is not null order by p.worked_at
        """;

    /// <summary>The moments of the year; returns how many denials were worked in it, 0 in a database that is no demo.</summary>
    /// <param name="today">The last day of the demo's year.</param>
    /// <param name="actor">The desk itself.</param>
    /// <param name="cancellation">Ends it; nothing is changed then.</param>
    public async Task<int> Run(DateOnly today, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePeople);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var played = new NpgsqlCommand(Played, connection, transaction))
        {
            var (biller, manager) = (PrepareDemo.People[0], PrepareDemo.People[1]);
            foreach (var value in new object[] { today, biller.Id, manager.Id, biller.DisplayName, manager.DisplayName }) { played.Parameters.Add(new() { Value = value }); }

            await played.ExecuteNonQueryAsync(cancellation);
        }

        var worked = 0;
        foreach (var sql in new[] { Stamp, Appeals, AppealParts, Steps, Time })
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            worked = await command.ExecuteNonQueryAsync(cancellation);
        }

        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry("demo.played", "desk", "demo"));
        await transaction.CommitAsync(cancellation);
        return worked;
    }
}
