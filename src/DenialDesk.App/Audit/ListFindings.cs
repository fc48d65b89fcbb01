using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Audit;

/// <summary>Which findings are shown.</summary>
public enum FindingState
{
    /// <summary>They stand and nobody has accepted them.</summary>
    Standing,

    /// <summary>They stand and a person has accepted them with a reason.</summary>
    Accepted,

    /// <summary>They are gone.</summary>
    Cleared,
}

/// <summary>One finding, without patient data: what it is about is a link.</summary>
/// <param name="FileId">The file of the remittance; null when it is about a denial.</param>
/// <param name="Amount">Dollars denied, on the denial or the remittance.</param>
/// <param name="CanRecompute">Whether it is a stored value of the desk's own that can be worked out again.</param>
public sealed record FindingRow(
    int PracticeId, long FindingId, string Practice, string Payer, AuditKind Kind, string Part, long? DenialId, long? FileId, long? RemittanceId, decimal Amount, string Stored, string Recomputed,
    DateTimeOffset FoundAt, DateTimeOffset? ClearedAt, string? ClearedBy, DateTimeOffset? AcceptedAt, string? AcceptedBy, string? AcceptedReason, int Version)
{
    public bool CanRecompute => ClearedAt is null && DenialId is not null && Kind is AuditKind.ScoreDiffers or AuditKind.DeadlineDiffers or AuditKind.TotalDiffers;
}

/// <summary>The findings of the self-audit, newest first.</summary>
public sealed class ListFindings(DeskSource database)
{
    /// <summary>Which ones; null narrows nothing.</summary>
    public sealed record Input
    {
        public AuditKind? Kind { get; init; }

        public int? PracticeId { get; init; }

        public FindingState State { get; init; }

        /// <summary>The keyset: findings older than this one.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>A page of them.</summary>
    public async Task<IReadOnlyList<FindingRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeAudit);
        // Index audit_finding_standing, for cleared ones audit_finding_newest; denial, payer and remittance by primary key.
        await using var command = database.CreateCommand(
            $"""
            select f.practice_id, f.finding_id, o.name, coalesce(y.name, ''), f.kind, f.part, f.denial_id, r.file_id, f.remittance_id, coalesce(d.denied_amount, r.denied_amount, 0), f.stored,
                   f.recomputed, f.found_at, f.cleared_at, f.cleared_by, f.accepted_at, f.accepted_name, f.accepted_reason, f.version
            from audit_finding f
            join practice o on o.practice_id = f.practice_id
            left join denial d on d.practice_id = f.practice_id and d.denial_id = f.denial_id
            left join remittance r on r.practice_id = f.practice_id and r.remittance_id = f.remittance_id
            left join payer y on y.payer_id = coalesce(d.payer_id, r.payer_id)
            where ($1::int[] is null or f.practice_id = any($1)) and ($2::int is null or f.practice_id = $2) and ($3::text is null or f.kind = $3) and ($4::bigint is null or f.finding_id < $4)
              and {Which(input.State)}
            order by f.finding_id desc limit $5
            """);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.PracticeId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Kind?.Text() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FindingRow>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Row(rows)); }

        return found;
    }

    private static string Which(FindingState state) => state switch
    {
        FindingState.Accepted => "f.cleared_at is null and f.accepted_at is not null",
        FindingState.Cleared => "f.cleared_at is not null",
        _ => "f.cleared_at is null and f.accepted_at is null",
    };

    private static FindingRow Row(NpgsqlDataReader r) => new(
        r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), CodeNames.Read<AuditKind>(r.GetString(4)), r.GetString(5), Id(r, 6), Id(r, 7), Id(r, 8), r.GetDecimal(9),
        r.GetString(10), r.GetString(11), r.GetFieldValue<DateTimeOffset>(12), At(r, 13), Text(r, 14), At(r, 15), Text(r, 16), Text(r, 17), r.GetInt32(18));

    private static long? Id(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetInt64(column);

    private static DateTimeOffset? At(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
