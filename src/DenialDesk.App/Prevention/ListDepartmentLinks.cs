using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>One link and what came of it; never its secret.</summary>
public sealed record DepartmentLinkRow(
    int PracticeId, long LinkId, string Practice, string Department, long? ActionId, string? Action, DateOnly? Month, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt,
    int Reads, DateTimeOffset? LastReadAt, DateTimeOffset? DoneAt, string? LastAnswer, int Answers, bool Works);

/// <summary>The links departments were given, the newest first.</summary>
public sealed class ListDepartmentLinks(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>One change's links only.</summary>
        public long? ActionId { get; init; }

        public int? Practice { get; init; }

        public string? Department { get; init; }

        /// <summary>Goes on below this link.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>The links.</summary>
    public async Task<IReadOnlyList<DepartmentLinkRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        // Index department_link_newest; the newest answer by primary key.
        await using var command = database.CreateCommand(
            """
            select l.practice_id, l.link_id, s.name, l.department, l.action_id, t.title, l.month, l.made_at, l.made_name, l.expires_at, l.revoked_at, l.reads, l.last_read_at, l.done_at,
                   (select w.said from department_answer w where w.practice_id = l.practice_id and w.link_id = l.link_id order by w.answer_id desc limit 1),
                   (select count(*)::int from department_answer w where w.practice_id = l.practice_id and w.link_id = l.link_id), l.revoked_at is null and l.expires_at > $1
            from department_link l join practice s on s.practice_id = l.practice_id left join prevention_action t on t.practice_id = l.practice_id and t.action_id = l.action_id
            where ($2::int[] is null or l.practice_id = any($2)) and ($3::bigint is null or l.action_id = $3) and ($4::int is null or l.practice_id = $4) and ($5::text is null or l.department = $5) and ($6::bigint is null or l.link_id < $6)
            order by l.made_at desc, l.link_id desc limit $7
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(clock.GetUtcNow(), NpgsqlDbType.TimestampTz);
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.ActionId, NpgsqlDbType.Bigint);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(string.IsNullOrEmpty(input.Department) ? null : input.Department, NpgsqlDbType.Text);
        Add(input.Before, NpgsqlDbType.Bigint);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        var found = new List<DepartmentLinkRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            DateTimeOffset? At(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateTimeOffset>(i);
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetInt64(4), r.IsDBNull(5) ? null : r.GetString(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateOnly>(6),
                r.GetFieldValue<DateTimeOffset>(7), r.GetString(8), r.GetFieldValue<DateTimeOffset>(9), At(10), r.GetInt32(11), At(12), At(13), r.IsDBNull(14) ? null : r.GetString(14), r.GetInt32(15), r.GetBoolean(16)));
        }

        return found;
    }
}
