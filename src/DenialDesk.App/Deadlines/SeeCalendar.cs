using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>One day of the calendar.</summary>
/// <param name="Denials">Open denials, not waiting for the payer, whose last day it is.</param>
/// <param name="Amount">Dollars denied on them.</param>
/// <param name="Assumed">Of these, counted by our default.</param>
/// <param name="Promised">Answers the payer promised for the day.</param>
public sealed record CalendarDay(DateOnly Day, long Denials, decimal Amount, long Assumed, long Promised);

/// <summary>A calendar of last days.</summary>
/// <param name="Today">The reader's day.</param>
/// <param name="Days">Days on which something falls, in order.</param>
/// <param name="Overdue">Past their last day, whatever span is shown.</param>
/// <param name="Ahead">From today on, whatever span is shown.</param>
public sealed record CalendarView(DateOnly Today, CalendarSpan Span, IReadOnlyList<CalendarDay> Days, QueueCount Overdue, QueueCount Ahead);

/// <summary>How many denials end on which day, and the dollars on them, for a month or a week. Numbers only: no patient is shown.</summary>
public sealed class SeeCalendar(DeskSource database, TimeProvider clock)
{
    /// <summary>The span and its filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"2026-05"; empty: this month.</summary>
        public string? Month { get; init; }

        /// <summary>Any day of a week, "2026-05-11"; beats the month.</summary>
        public string? Week { get; init; }

        /// <summary>"me", "none" or a person's id.</summary>
        public string? Owner { get; init; }

        public int? Payer { get; init; }

        public int? Practice { get; init; }
    }

    /// <summary>The calendar.</summary>
    public async Task<CalendarView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var span = CalendarSpan.Read(input.Month, input.Week, today);
        var (overdue, ahead) = await TotalsAsync(input, actor, today, cancellation);
        return new(today, span, await DaysAsync(input, span, actor, today, cancellation), overdue, ahead);
    }

    private static QueueFilter Filter(Input input, string? state = null) => new() { State = state, Owner = input.Owner, Payer = input.Payer, Practice = input.Practice };

    private async Task<List<CalendarDay>> DaysAsync(Input input, CalendarSpan span, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        var (due, open) = (Filter(input).Where(command, actor, today), Filter(input, "open").Where(command, actor, today));
        command.Parameters.Add(new() { Value = span.From, NpgsqlDbType = NpgsqlDbType.Date });
        var from = "$" + command.Parameters.Count;
        command.Parameters.Add(new() { Value = span.To, NpgsqlDbType = NpgsqlDbType.Date });
        var to = "$" + command.Parameters.Count;

        // Index denial_queue, which holds the last days; promises by their denials.
        command.CommandText =
            $"""
            select day, sum(n)::bigint, sum(amount), sum(assumed)::bigint, sum(promised)::bigint from (
                select d.due_on as day, count(*) as n, sum(d.denied_amount) as amount, count(*) filter (where d.deadline_assumed) as assumed, 0 as promised
                from denial d where {due} and d.due_on between {from} and {to} group by d.due_on
                union all
                select p.answer_by, 0, 0, 0, count(*)
                from payer_promise p join denial d on d.practice_id = p.practice_id and d.denial_id = p.denial_id
                where {open} and p.answer_by between {from} and {to}
                  and not exists (select 1 from payer_promise l where l.practice_id = p.practice_id and l.denial_id = p.denial_id and l.promise_id > p.promise_id)
                group by p.answer_by) x
            group by day order by day
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CalendarDay>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetFieldValue<DateOnly>(0), rows.GetInt64(1), rows.GetDecimal(2), rows.GetInt64(3), rows.GetInt64(4))); }

        return found;
    }

    private async Task<(QueueCount Overdue, QueueCount Ahead)> TotalsAsync(Input input, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        var where = Filter(input).Where(command, actor, today);
        command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
        var day = "$" + command.Parameters.Count;
        command.CommandText =
            $"""
            select count(*) filter (where d.due_on < {day}), coalesce(sum(d.denied_amount) filter (where d.due_on < {day}), 0),
                   count(*) filter (where d.due_on >= {day}), coalesce(sum(d.denied_amount) filter (where d.due_on >= {day}), 0)
            from denial d where {where}
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (new(rows.GetInt64(0), rows.GetDecimal(1)), new(rows.GetInt64(2), rows.GetDecimal(3)));
    }
}
