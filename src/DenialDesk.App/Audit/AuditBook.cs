using DenialDesk.Domain.Codes;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Audit;

/// <summary>Writes findings: new ones, those seen again, and those that are gone.</summary>
internal static class AuditBook
{
    /// <summary>Writes what a batch found, in the caller's transaction; returns how many were new. An accepted finding that changed is shown again.</summary>
    public static async Task<int> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyList<AuditFind> found, DateTimeOffset now, CancellationToken cancellation)
    {
        if (found.Count == 0) { return 0; }

        // audit_finding_once decides between new and seen again.
        await using var command = new NpgsqlCommand(
            """
            insert into audit_finding as f (practice_id, kind, part, denial_id, remittance_id, stored, recomputed, found_at, seen_at)
            select $1, x.kind, x.part, x.denial_id, x.remittance_id, x.stored, x.recomputed, $8, $8
            from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[]) as x (kind, part, denial_id, remittance_id, stored, recomputed)
            on conflict (practice_id, kind, part, coalesce(denial_id, 0), coalesce(remittance_id, 0)) where cleared_at is null
            do update set seen_at = excluded.seen_at, stored = excluded.stored, recomputed = excluded.recomputed,
                accepted_at = case when (f.stored, f.recomputed) = (excluded.stored, excluded.recomputed) then f.accepted_at end,
                accepted_by = case when (f.stored, f.recomputed) = (excluded.stored, excluded.recomputed) then f.accepted_by end,
                accepted_name = case when (f.stored, f.recomputed) = (excluded.stored, excluded.recomputed) then f.accepted_name end,
                accepted_reason = case when (f.stored, f.recomputed) = (excluded.stored, excluded.recomputed) then f.accepted_reason end,
                version = f.version + case when (f.stored, f.recomputed) = (excluded.stored, excluded.recomputed) then 0 else 1 end
            returning finding_id, found_at = $8
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        Column(command, found, f => f.Mark.Kind.Text(), NpgsqlDbType.Text);
        Column(command, found, f => f.Mark.Part, NpgsqlDbType.Text);
        Column(command, found, f => f.DenialId, NpgsqlDbType.Bigint);
        Column(command, found, f => f.RemittanceId, NpgsqlDbType.Bigint);
        Column(command, found, f => f.Mark.Stored, NpgsqlDbType.Text);
        Column(command, found, f => f.Mark.Recomputed, NpgsqlDbType.Text);
        command.Parameters.AddWithValue(now);
        var fresh = 0;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { fresh += rows.GetBoolean(1) ? 1 : 0; }

        return fresh;
    }

    /// <summary>Clears what this run did not find any more and writes the run's own row, in the caller's transaction.</summary>
    public static async Task<(int Cleared, int Standing)> CloseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AuditOutcome run, DateTimeOffset started, DateTimeOffset now, CancellationToken cancellation)
    {
        // audit_finding_once: the standing findings of one practice. The months have a check of their own (CheckRollups), which clears what it finds no more.
        await using var clear = new NpgsqlCommand(
            "update audit_finding set cleared_at = $3, cleared_by = 'self-audit' where practice_id = $1 and cleared_at is null and seen_at < $2 and kind <> 'month_differs'", connection, transaction);
        clear.Parameters.AddWithValue(run.PracticeId);
        clear.Parameters.AddWithValue(started);
        clear.Parameters.AddWithValue(now);
        var cleared = await clear.ExecuteNonQueryAsync(cancellation);

        await using var write = new NpgsqlCommand(
            """
            insert into audit_run (practice_id, started_at, finished_at, denials, remittances, found, cleared, standing)
            select $1, $2, $3, $4, $5, $6, $7, (select count(*) from audit_finding where practice_id = $1 and cleared_at is null and accepted_at is null)
            returning standing
            """,
            connection,
            transaction);
        write.Parameters.AddWithValue(run.PracticeId);
        write.Parameters.AddWithValue(started);
        write.Parameters.AddWithValue(now);
        write.Parameters.AddWithValue(run.Denials);
        write.Parameters.AddWithValue(run.Remittances);
        write.Parameters.AddWithValue(run.Found);
        write.Parameters.AddWithValue(cleared);
        return (cleared, (int)(await write.ExecuteScalarAsync(cancellation))!);
    }

    private static void Column<T>(NpgsqlCommand command, IReadOnlyList<AuditFind> found, Func<AuditFind, T> value, NpgsqlDbType type)
        => command.Parameters.Add(new() { Value = found.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
}
