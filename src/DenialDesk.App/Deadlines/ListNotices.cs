using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>One notice.</summary>
/// <param name="DenialId">The denial it tells of; null when it tells of a change in the prevention ledger.</param>
/// <param name="Flag">"14" … "0", "overdue", "expired", "silent", "regressed".</param>
/// <param name="ToldAs">"owner", "lead" or "manager".</param>
/// <param name="Due">The last day of the denial; for a change the day of the reading.</param>
/// <param name="Account">The denial's account number, or the change's title.</param>
/// <param name="ActionId">The change it tells of; null when it tells of a denial.</param>
public sealed record NoticeRow(
    long NoticeId, int PracticeId, long? DenialId, string Flag, string ToldAs, DateOnly Due, DateTimeOffset At, DateTimeOffset? ReadAt, string Account, string? Payer, decimal? Denied, string? Owner, string State, long? ActionId);

/// <summary>What a person was told about deadlines, and about changes that stopped working, newest first, and reading it off.</summary>
public sealed class ListNotices(DeskSource database, TimeProvider clock)
{
    /// <summary>Which notices of one's own.</summary>
    public sealed record Input
    {
        /// <summary>True: read ones as well.</summary>
        public bool All { get; init; }

        /// <summary>One mark only.</summary>
        public string? Flag { get; init; }

        /// <summary>Goes on below this notice.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The notices.</summary>
    public async Task<IReadOnlyList<NoticeRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (actor.UserId is not { } me) { return []; }

        // Index notice_person; the denial or the change by its key.
        await using var command = database.CreateCommand(
            """
            select n.notice_id, n.practice_id, n.denial_id, n.flag, n.told_as, n.due_on, n.at, n.read_at, coalesce(d.patient_control_number, t.title), p.name, d.denied_amount,
                   coalesce(u.display_name, nullif(t.owner_name, '')), coalesce(d.state, t.status), n.action_id
            from notice n
            left join denial d on d.practice_id = n.practice_id and d.denial_id = n.denial_id
            left join prevention_action t on t.practice_id = n.practice_id and t.action_id = n.action_id
            left join payer p on p.payer_id = coalesce(d.payer_id, t.payer_id)
            left join identity_users u on u.id = d.assigned_to
            where n.user_id = $1 and ($2::int[] is null or n.practice_id = any($2)) and ($3 or n.read_at is null) and ($4::text is null or n.flag = $4) and ($5::bigint is null or n.notice_id < $5)
            order by n.notice_id desc limit $6
            """);
        command.Parameters.AddWithValue(me);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(input.All);
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.Flag) ? DBNull.Value : input.Flag, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<NoticeRow>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows)); }
        }

        if (found.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.notices_exported" : "read.notices", "denials", $"{found.Count}", Shown: [.. found.Select(n => n.DenialId).OfType<long>().Distinct()]), cancellation);
        }

        return found;
    }

    /// <summary>How many are unread; for the bell.</summary>
    public async Task<long> UnreadAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        // Index notice_unread.
        await using var command = database.CreateCommand("select count(*) from notice where user_id = $1 and read_at is null and ($2::int[] is null or practice_id = any($2))");
        command.Parameters.AddWithValue(actor.UserId ?? Guid.Empty);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static NoticeRow Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetInt32(1), r.IsDBNull(2) ? null : r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateOnly>(5), r.GetFieldValue<DateTimeOffset>(6),
        r.IsDBNull(7) ? null : r.GetFieldValue<DateTimeOffset>(7), r.GetString(8), r.IsDBNull(9) ? null : r.GetString(9), r.IsDBNull(10) ? null : r.GetDecimal(10), r.IsDBNull(11) ? null : r.GetString(11),
        r.GetString(12), r.IsDBNull(13) ? null : r.GetInt64(13));
}
