using DenialDesk.App.Data;
using DenialDesk.App.Remittances;
using DenialDesk.X12;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>An archive of which something could not be opened: kept whole, with a problem for each, so that nothing that arrived is lost.</summary>
internal static class KeptArchive
{
    /// <summary>Keeps it inside the caller's transaction and returns its file id.</summary>
    public static async Task<long> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Arrival arrival, IReadOnlyList<string> refusals, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into inbound_file (sha256, name, size_bytes, source, received_at, received_by, kind, state, problems)
            values ($1, $2, $3, $4, $5, $6, 'archive', 'unreadable', $7) returning file_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(arrival.Spool.Sha256);
        command.Parameters.AddWithValue(arrival.Name);
        command.Parameters.AddWithValue(arrival.Spool.Length);
        command.Parameters.AddWithValue(arrival.Source);
        command.Parameters.AddWithValue(arrival.At);
        command.Parameters.Add(new() { Value = (object?)arrival.Actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(refusals.Count);
        var fileId = (long)(await command.ExecuteScalarAsync(cancellation))!;
        await FilePieces.StoreAsync(connection, fileId, arrival.Spool.Reread(), cancellation);
        await RecordAsync(connection, fileId, refusals, cancellation);
        await Journal.AppendAsync(
            connection, transaction, arrival.Actor, arrival.At, cancellation, new JournalEntry("file.kept_unopened", "file", $"{fileId}", null, null, new { Refused = refusals.Count }));
        return fileId;
    }

    private static async Task RecordAsync(NpgsqlConnection connection, long fileId, IReadOnlyList<string> refusals, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(
            connection,
            "file_problem (file_id, ordinal, severity, code, interchange, function_group, transaction, segment, byte_offset, element, component, sentence)",
            cancellation);
        var ordinal = 0;
        foreach (var sentence in refusals)
        {
            copy.Row().Long(fileId).Int(++ordinal).Text(nameof(Severity.Rejects).ToLowerInvariant()).Text("archive").Int(0).Int(0).Int(0).Int(0).Long(0).Int(0).Int(0).Text(sentence);
        }

        await copy.DoneAsync(cancellation);
    }
}
