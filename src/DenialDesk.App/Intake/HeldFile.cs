using DenialDesk.App.Data;
using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.App.Quarantine;
using DenialDesk.Domain.Quarantine;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>A remittance that may not post as it is: kept whole and put into quarantine with the reason, before anything of it is posted.</summary>
internal static class HeldFile
{
    /// <summary>Keeps it inside the caller's transaction and returns the report.</summary>
    public static async Task<ImportReport> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Arrival arrival, TransactionScanResult scan, string reason, CancellationToken cancellation)
    {
        var scanned = scan.Transactions[0];
        var verdict = new Verdict(
            "quarantined", reason, await new PracticeRecognition(connection, transaction).FindKnownAsync(scanned.Header.Payee, cancellation),
            await new PayerRecognition(connection, transaction).FindKnownAsync(scanned.Header, cancellation))
        { Cause = WaitCause.DoesNotBalance };
        var fileId = await InsertAsync(connection, transaction, arrival, scanned, verdict, cancellation);
        await HeldRow.InsertAsync(connection, transaction, new(fileId, 1), scanned, verdict, arrival.At, cancellation);
        await FilePieces.StoreAsync(connection, fileId, arrival.Spool.Reread(), cancellation);
        await Journal.AppendAsync(connection, transaction, arrival.Actor, arrival.At, cancellation, new JournalEntry("file.held", "file", $"{fileId}", verdict.Practice?.PracticeId));
        await QuarantineResolution.RunAsync(connection, transaction, fileId, arrival.Actor, arrival.At, cancellation);
        return new() { FileId = fileId, Name = arrival.Name, State = FileState.Quarantined, Quarantined = 1, Sentence = reason };
    }

    private static async Task<long> InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Arrival arrival, ScannedTransaction scanned, Verdict verdict, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with f as (
                insert into inbound_file (sha256, name, size_bytes, source, received_at, received_by, kind, state, transactions)
                values ($1, $2, $3, $4, $5, $6, '835', 'quarantined', 1) returning file_id)
            insert into file_transaction (file_id, ordinal, interchange, function_group, transaction, control_number, first_segment, byte_offset, state, reason, practice_id, canonical_hash)
            select f.file_id, 1, 1, 1, 1, $8, $9, $10, 'quarantined', $7, $11, $12 from f returning file_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(arrival.Spool.Sha256);
        command.Parameters.AddWithValue(arrival.Name);
        command.Parameters.AddWithValue(arrival.Spool.Length);
        command.Parameters.AddWithValue(arrival.Source);
        command.Parameters.AddWithValue(arrival.At);
        command.Parameters.Add(new() { Value = (object?)arrival.Actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(verdict.Reason!);
        command.Parameters.AddWithValue(scanned.Header.ControlNumber);
        command.Parameters.AddWithValue(scanned.Header.At.Segment);
        command.Parameters.AddWithValue(scanned.Header.At.Offset);
        command.Parameters.Add(new() { Value = (object?)verdict.Practice?.PracticeId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(Convert.FromHexString(scanned.Trailer.CanonicalHash));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
