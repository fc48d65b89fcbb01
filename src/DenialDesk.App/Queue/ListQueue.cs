using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>One row of the queue.</summary>
public sealed record QueueRow(
    int PracticeId, long DenialId, int Lane, decimal Score, long RankKey, string PatientName, string Account, DateOnly? ServiceFrom, int PayerId, string Payer, string Category,
    string Group, string Carc, string Rarc, string Title, decimal Denied, decimal Expected, DateOnly Due, DateOnly LastSafeDay, bool Assumed, string State, Guid? OwnerId, string? Owner,
    string FirstAction, string Procedures, int Version, decimal Value, decimal PerHour, bool CostsMore, string? RoutedTo = null, string? OpenBy = null,
    DateOnly? SnoozedUntil = null, bool Escalated = false, DateOnly? DeniedOn = null, bool Thin = false)
{
    /// <summary>Where the next page goes on.</summary>
    public QueuePlace Place => new(RankKey, Due, DenialId);
}

/// <summary>A place in the order of the queue: rank down, then due day up, then id up.</summary>
public sealed record QueuePlace(long RankKey, DateOnly Due, long DenialId);

/// <summary>The queue in rank order: one indexed select on the stored score.</summary>
public sealed class ListQueue(DeskSource database, TimeProvider clock)
{
    /// <summary>Which rows.</summary>
    public sealed record Input
    {
        public required QueueFilter Filter { get; init; }

        /// <summary>The place to go on after; null starts at the top.</summary>
        public QueuePlace? After { get; init; }

        /// <summary>Rows to step over from there: for a jump of the scroll bar.</summary>
        public int Skip { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>Denials that the reader's page shows already: only others are journalled, so that a list that renews itself does not drown the journal.</summary>
        public IReadOnlySet<long>? Shown { get; init; }

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The rows.</summary>
    public async Task<IReadOnlyList<QueueRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        await using var command = database.CreateCommand();
        var where = input.Filter.Where(command, actor, await DeskDay.TodayAsync(database, clock, actor, cancellation));
        if (input.After is { } place) { where += " and " + Later(command, place); }

        // denial_queue, which holds category and code too, or one of its sisters led by payer or owner; the title is one lookup by key a row.
        command.CommandText =
            $"""
            select d.practice_id, d.denial_id, d.lane, d.score, d.rank_key, d.patient_name, d.patient_control_number, d.service_from, d.payer_id, p.name, d.category,
                   d.lead_group, d.lead_carc, d.lead_rarc,
                   coalesce((select c.short_title from carc c where c.code = d.lead_carc order by c.valid_from desc limit 1), 'Code not in our list'),
                   d.denied_amount, d.expected_amount, d.due_on, d.last_safe_day, d.deadline_assumed, d.state, d.assigned_to, u.display_name, d.first_action, d.procedure_codes,
                   d.version, coalesce((d.score_parts->>'expectedValue')::numeric, 0), coalesce((d.score_parts->>'dollarsPerHour')::numeric, 0),
                   coalesce((d.score_parts->>'costsMore')::boolean, false),
                   (select t.display_name from denial_route r join identity_users t on t.id = r.person where r.practice_id = d.practice_id and r.denial_id = d.denial_id),
                   (select l.user_name from denial_lease l where l.practice_id = d.practice_id and l.denial_id = d.denial_id and l.until > {Param(command, clock.GetUtcNow(), NpgsqlDbType.TimestampTz)}
                    and l.user_id is distinct from {Param(command, actor.UserId, NpgsqlDbType.Uuid)}),
                   d.snoozed_until, d.escalated_by is not null, d.denied_on,
                   coalesce((d.score_parts->>'high')::numeric - (d.score_parts->>'low')::numeric > 0.5, false)
            from (select * from denial d where {where} order by d.rank_key desc, d.due_on, d.denial_id
                  offset {Math.Max(0, input.Skip).ToString(CultureInfo.InvariantCulture)} limit {Math.Clamp(input.Take, 1, 50_000).ToString(CultureInfo.InvariantCulture)}) d
            join payer p on p.payer_id = d.payer_id
            left join identity_users u on u.id = d.assigned_to
            order by d.rank_key desc, d.due_on, d.denial_id
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<QueueRow>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows)); }

        long[] shown = [.. found.Select(r => r.DenialId).Where(id => input.Shown?.Contains(id) != true)];
        if (shown.Length > 0 || input.Export)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.queue_exported" : "read.queue", "denials", shown.Length.ToString(CultureInfo.InvariantCulture), Shown: shown),
                cancellation);
        }

        return found;
    }

    private static string Param(NpgsqlCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Everything after a place; the first comparison alone lets the index start there.</summary>
    private static string Later(NpgsqlCommand command, QueuePlace place)
    {
        command.Parameters.Add(new() { Value = place.RankKey, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = place.Due, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = place.DenialId, NpgsqlDbType = NpgsqlDbType.Bigint });
        var n = command.Parameters.Count;
        return string.Create(CultureInfo.InvariantCulture, $"d.rank_key <= ${n - 2} and (d.rank_key < ${n - 2} or d.due_on > ${n - 1} or (d.due_on = ${n - 1} and d.denial_id > ${n}))");
    }

    private static QueueRow Read(NpgsqlDataReader r) => new(
        r.GetInt32(0), r.GetInt64(1), r.GetInt16(2), r.GetDecimal(3), r.GetInt64(4), r.GetString(5), r.GetString(6), r.IsDBNull(7) ? null : r.GetFieldValue<DateOnly>(7), r.GetInt32(8),
        r.GetString(9), r.GetString(10), r.GetString(11), r.GetString(12), r.GetString(13), r.GetString(14), r.GetDecimal(15), r.GetDecimal(16), r.GetFieldValue<DateOnly>(17),
        r.GetFieldValue<DateOnly>(18), r.GetBoolean(19), r.GetString(20), r.IsDBNull(21) ? null : r.GetGuid(21), r.IsDBNull(22) ? null : r.GetString(22), r.GetString(23), r.GetString(24),
        r.GetInt32(25), r.GetDecimal(26), r.GetDecimal(27), r.GetBoolean(28), r.IsDBNull(29) ? null : r.GetString(29), r.IsDBNull(30) ? null : r.GetString(30), r.IsDBNull(31) ? null : r.GetFieldValue<DateOnly>(31), r.GetBoolean(32),
        r.GetFieldValue<DateOnly>(33), r.GetBoolean(34));
}
