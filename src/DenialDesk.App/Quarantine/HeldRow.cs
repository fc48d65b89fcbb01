using DenialDesk.App.Intake;
using DenialDesk.Domain.Quarantine;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>Keeps what a person needs to know of a transaction that waits, inside the caller's transaction.</summary>
internal static class HeldRow
{
    public static async Task InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, FilePlace place, ScannedTransaction scanned, Verdict verdict, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into held_transaction (file_id, ordinal, held_at, cause, payer_id, payer_name, payer_identifier, payee_name, trace_number, payment_amount, payment_date,
              claims, charge, paid, plb, difference, unbalanced_claims, byte_length, problem_segment, problem_element, problem_offset)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        var (header, trailer) = (scanned.Header, scanned.Trailer);
        var where = verdict.Problem?.At ?? header.At;
        Add(place.FileId, NpgsqlDbType.Bigint);
        Add(place.Ordinal, NpgsqlDbType.Integer);
        Add(at, NpgsqlDbType.TimestampTz);
        Add((verdict.Cause ?? WaitCause.Other).Text(), NpgsqlDbType.Text);
        Add(verdict.Payer?.PayerId, NpgsqlDbType.Integer);
        foreach (var text in new[] { header.Payer.Name, header.PayerIdentifier, header.Payee.Name, header.TraceNumber }) { Add(text, NpgsqlDbType.Text); }

        Add(header.Amount, NpgsqlDbType.Numeric);
        Add(header.PaymentDate, NpgsqlDbType.Date);
        Add(trailer.Claims, NpgsqlDbType.Integer);
        foreach (var money in new[] { trailer.Charge, trailer.Paid, trailer.ProviderAdjusted, trailer.Balance.Difference }) { Add(money, NpgsqlDbType.Numeric); }

        Add(trailer.UnbalancedClaims, NpgsqlDbType.Integer);
        Add(trailer.ByteLength, NpgsqlDbType.Bigint);
        Add(where.SegmentInTransaction, NpgsqlDbType.Integer);
        Add(where.Element, NpgsqlDbType.Integer);
        Add(where.Offset, NpgsqlDbType.Bigint);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same for a claim file (837) or an answer to one: where it stands and how many claims it holds is all that is known of it.</summary>
    public static async Task InsertOtherAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, FilePlace place, SkippedTransaction skipped, OtherVerdict verdict, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into held_transaction (file_id, ordinal, held_at, cause, payee_name, claims, problem_segment, problem_offset) values ($1, $2, $3, 'other', $4, $5, 1, $6)", connection, transaction);
        foreach (var value in new object[] { place.FileId, place.Ordinal, at, $"{verdict.Type} {verdict.ControlNumber}".Trim(), verdict.Claims, skipped.At.Offset }) { command.Parameters.AddWithValue(value); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
