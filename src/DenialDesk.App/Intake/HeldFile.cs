using DenialDesk.App.Data;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>A remittance that may not post as it is: kept whole and put into quarantine with the reason, before anything of it is read.</summary>
internal static class HeldFile
{
    /// <summary>Keeps it inside the caller's transaction and returns the report.</summary>
    public static async Task<ImportReport> KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Arrival arrival, string reason, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with f as (
                insert into inbound_file (sha256, name, size_bytes, source, received_at, received_by, kind, state, transactions)
                values ($1, $2, $3, $4, $5, $6, '835', 'quarantined', 1) returning file_id)
            insert into file_transaction (file_id, ordinal, interchange, function_group, transaction, control_number, first_segment, byte_offset, state, reason)
            select f.file_id, 1, 1, 1, 1, '0001', 3, 0, 'quarantined', $7 from f returning file_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(arrival.Spool.Sha256);
        command.Parameters.AddWithValue(arrival.Name);
        command.Parameters.AddWithValue(arrival.Spool.Length);
        command.Parameters.AddWithValue(arrival.Source);
        command.Parameters.AddWithValue(arrival.At);
        command.Parameters.Add(new() { Value = (object?)arrival.Actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(reason);
        var fileId = (long)(await command.ExecuteScalarAsync(cancellation))!;
        await FilePieces.StoreAsync(connection, fileId, arrival.Spool.Reread(), cancellation);
        await Journal.AppendAsync(connection, transaction, arrival.Actor, arrival.At, cancellation, new JournalEntry("file.held", "file", $"{fileId}"));
        return new() { FileId = fileId, Name = arrival.Name, State = FileState.Quarantined, Quarantined = 1, Sentence = reason };
    }
}
