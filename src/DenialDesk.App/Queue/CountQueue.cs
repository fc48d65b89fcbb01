using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>A number of denials and their denied dollars.</summary>
public sealed record QueueCount(long Denials, decimal Amount);

/// <summary>What stands at the top of the queue.</summary>
/// <param name="Today">The day the counts are for.</param>
/// <param name="Found">Rows under the filter as it is.</param>
/// <param name="ToDo">Open and ours to work.</param>
/// <param name="Mine">Of these, mine.</param>
/// <param name="DueThisWeek">Of these, due within seven calendar days, today included.</param>
/// <param name="Overdue">Of these, past the due day.</param>
/// <param name="Unassigned">Of these, nobody's.</param>
/// <param name="Waiting">Sent off, waiting for the payer.</param>
/// <param name="Unallocated">Of the unassigned, those routed to nobody; null while no routing rules are in force.</param>
public sealed record QueueCounts(DateOnly Today, QueueCount Found, QueueCount ToDo, QueueCount Mine, QueueCount DueThisWeek, QueueCount Overdue, QueueCount Unassigned, QueueCount Waiting,
    QueueCount? Unallocated = null);

/// <summary>Counts for the tiles, in one pass over the open denials a person may see.</summary>
public sealed class CountQueue(DeskSource database, TimeProvider clock)
{
    /// <summary>The counts; the tiles ignore the filter except practice, "found" is under the whole filter.</summary>
    public async Task<QueueCounts> Run(QueueFilter filter, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var (all, mine, week, over, free, waiting) = await TilesAsync(filter, actor, today, cancellation);
        var routed = await RoutedAsync(filter, actor, today, cancellation);
        return new(
            today, await FoundAsync(filter, actor, today, cancellation), all, mine, week, over, free, waiting,
            routed is null ? null : new(free.Denials - routed.Denials, free.Amount - routed.Amount));
    }

    /// <remarks>A reader is disposed once, by its scope: Npgsql gives it to the next command at once, and a second disposal would close that one's.</remarks>
    private async Task<(QueueCount All, QueueCount Mine, QueueCount Week, QueueCount Over, QueueCount Free, QueueCount Waiting)> TilesAsync(
        QueueFilter filter, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        var where = new QueueFilter { State = "open", Practice = filter.Practice }.Where(command, actor, today);
        command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
        var day = "$" + command.Parameters.Count;
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        var me = "$" + command.Parameters.Count;
        string Pair(string condition) => $"count(*) filter (where {condition}), coalesce(sum(d.denied_amount) filter (where {condition}), 0)";
        var todo = $"d.state <> 'waiting' and not {QueueFilter.Sleeping(day)}";
        command.CommandText =
            $"""
            select {Pair(todo)}, {Pair($"{todo} and d.assigned_to = {me}")}, {Pair($"{todo} and d.due_on between {day} and {day} + 7")},
                   {Pair($"{todo} and d.due_on < {day}")}, {Pair($"{todo} and d.assigned_to is null")}, {Pair("d.state = 'waiting'")}
            from denial d where {where}
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        QueueCount At(int i) => new(rows.GetInt64(i * 2), rows.GetDecimal(i * 2 + 1));
        return (At(0), At(1), At(2), At(3), At(4), At(5));
    }

    /// <summary>Unassigned work that was routed to somebody: at most what people can take in a day, from denial_route. Null without rules.</summary>
    private async Task<QueueCount?> RoutedAsync(QueueFilter filter, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"""
            select exists (select 1 from routing_set s join routing_rule r using (set_id) where s.applied_no = (select max(applied_no) from routing_set)),
                   count(*), coalesce(sum(d.denied_amount), 0)
            from denial_route t join denial d using (practice_id, denial_id)
            where {new QueueFilter { Owner = "none", Practice = filter.Practice }.Where(command, actor, today)}
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return rows.GetBoolean(0) ? new(rows.GetInt64(1), rows.GetDecimal(2)) : null;
    }

    private async Task<QueueCount> FoundAsync(QueueFilter filter, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        command.CommandText = $"select count(*), coalesce(sum(d.denied_amount), 0) from denial d where {filter.Where(command, actor, today)}";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt64(0), rows.GetDecimal(1));
    }
}
