using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.FollowUps;

/// <summary>A denial to look at again.</summary>
/// <param name="Kind">What for, as written in addresses: "answer_due".</param>
/// <param name="What">The same in words.</param>
/// <param name="DaysLate">Calendar days past its day; 0 when it is not.</param>
/// <param name="Misses">Answers that were due and did not come, in a row.</param>
public sealed record FollowUpRow(
    long FollowUpId, int PracticeId, long DenialId, DateOnly DueOn, string Kind, string What, string Note, int Misses, int DaysLate, string Account, int PayerId, string Payer, string Reason,
    decimal Denied, DateOnly? SentOn, DateOnly LastDay, Guid? OwnerId, string Owner);

/// <summary>The rows, and what there is of each kind under the same person and payer.</summary>
public sealed record FollowUpList(IReadOnlyList<FollowUpRow> Rows, long Today, long Overdue, long Week, long Silent, DateOnly Day);

/// <summary>Follow-ups that are open, the earliest day first.</summary>
public sealed class ListFollowUps(DeskSource database, TimeProvider clock)
{
    private const string From =
        """
        from follow_up f join denial d on d.practice_id = f.practice_id and d.denial_id = f.denial_id and d.is_open
        join payer p on p.payer_id = d.payer_id left join identity_users u on u.id = coalesce(f.owner_id, d.assigned_to)
        where f.done_at is null and ($1::int[] is null or f.practice_id = any($1)) and ($2::int is null or d.payer_id = $2 or p.merged_into = $2)
          and ($3::text is null or ($3 = 'none' and u.id is null) or u.id = case when $3 = 'none' then null else $3::uuid end)
        """;

    private const string Page =
        $"""
        select f.follow_up_id, f.practice_id, f.denial_id, f.due_on, f.kind, f.note, f.misses, d.patient_control_number, p.payer_id, p.name, d.lead_group || '-' || d.lead_carc, d.denied_amount,
               f.sent_on, d.last_safe_day, u.id, u.display_name
        {From} and ($4::text is null or f.kind = $4)
          and case $5 when 'today' then f.due_on <= $6 when 'overdue' then f.due_on < $6 when 'week' then f.due_on <= $6 + 7 when 'silent' then f.misses >= 2 else true end
          and ($7::date is null or (f.due_on, f.follow_up_id) > ($7, $8))
        order by f.due_on, f.follow_up_id limit $9
        """;

    private const string Counts =
        $"""
        select count(*) filter (where f.due_on = $4), count(*) filter (where f.due_on < $4), count(*) filter (where f.due_on <= $4 + 7), count(*) filter (where f.misses >= 2)
        {From}
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"today" (due by today, default), "overdue", "week", "silent" or "all".</summary>
        public string? Due { get; init; }

        /// <summary>A person's id, "none" for nobody's; null: everybody's.</summary>
        public string? Who { get; init; }

        public int? Payer { get; init; }

        public string? Kind { get; init; }

        /// <summary>Goes on after this day and follow-up.</summary>
        public (DateOnly DueOn, long FollowUpId)? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>One page.</summary>
    public async Task<FollowUpList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await RowsAsync(connection, input, actor, today, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.follow_ups_exported" : "read.follow_ups", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        // follow_up_due: open ones only.
        await using var command = new NpgsqlCommand(Counts, connection);
        Narrow(command, input, actor);
        command.Parameters.AddWithValue(today);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(rows, r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), today);
    }

    private static async Task<List<FollowUpRow>> RowsAsync(NpgsqlConnection connection, Input input, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        // follow_up_due in its order; denial, payer and person by key.
        await using var command = new NpgsqlCommand(Page, connection);
        Narrow(command, input, actor);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(string.IsNullOrEmpty(input.Kind) ? null : input.Kind, NpgsqlDbType.Text);
        Add(string.IsNullOrEmpty(input.Due) ? "today" : input.Due, NpgsqlDbType.Text);
        Add(today, NpgsqlDbType.Date);
        Add(input.After?.DueOn, NpgsqlDbType.Date);
        Add(input.After?.FollowUpId, NpgsqlDbType.Bigint);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        var found = new List<FollowUpRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r, today)); }

        return found;
    }

    private static FollowUpRow Read(NpgsqlDataReader r, DateOnly today)
    {
        var due = r.GetFieldValue<DateOnly>(3);
        var kind = CodeNames.TryRead<FollowUpKind>(r.GetString(4)) ?? FollowUpKind.Own;
        return new(
            r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), due, kind.Text(), FollowUpWords.Of(kind), r.GetString(5), r.GetInt32(6), Math.Max(0, today.DayNumber - due.DayNumber), r.GetString(7),
            r.GetInt32(8), r.GetString(9), r.GetString(10), r.GetDecimal(11), r.IsDBNull(12) ? null : r.GetFieldValue<DateOnly>(12), r.GetFieldValue<DateOnly>(13),
            r.IsDBNull(14) ? null : r.GetGuid(14), r.IsDBNull(15) ? "" : r.GetString(15));
    }

    private static void Narrow(NpgsqlCommand command, Input input, Actor actor)
    {
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        var who = input.Who is "none" || Guid.TryParse(input.Who, out _) ? input.Who : null;
        command.Parameters.Add(new() { Value = (object?)who ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
    }
}
