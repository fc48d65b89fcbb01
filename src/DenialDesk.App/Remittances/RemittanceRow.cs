using DenialDesk.App.Data;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Remittances;

/// <summary>Where a posted remittance belongs, and what was found in it.</summary>
internal sealed record RemittanceKey(
    int PracticeId, long RemittanceId, long FileId, int Ordinal, int PayerId, DateOnly RemitDate, int Denials, decimal DeniedAmount, DateTimeOffset At);

/// <summary>A remittance all of whose claims are decided.</summary>
internal sealed record ClosedRemittance(RemittanceKey Key, RemittanceHeader Header, RemittanceTrailer Trailer);

/// <summary>Writes a remittance with its totals, balance and provider adjustments, after its claims.</summary>
internal static class RemittanceRow
{
    public static async Task InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, RemittanceKey key, RemittanceHeader header, RemittanceTrailer trailer, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into remittance (practice_id, remittance_id, file_id, file_ordinal, payer_id, canonical_hash, trace_number, payer_identifier, handling, method, bpr_amount,
              payment_date, production_date, remit_date, payee_npi, payee_tin, payer_phone, claims, lines, charge, paid, plb, denials, denied_amount, balance_state,
              difference, unbalanced_claims, posted_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
            """,
            connection,
            transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(key.PracticeId, NpgsqlDbType.Integer);
        Add(key.RemittanceId, NpgsqlDbType.Bigint);
        Add(key.FileId, NpgsqlDbType.Bigint);
        Add(key.Ordinal, NpgsqlDbType.Integer);
        Add(key.PayerId, NpgsqlDbType.Integer);
        Add(Convert.FromHexString(trailer.CanonicalHash), NpgsqlDbType.Bytea);
        foreach (var text in new[] { header.TraceNumber, header.PayerIdentifier, header.HandlingCode, header.Method }) { Add(text, NpgsqlDbType.Text); }

        Add(header.Amount, NpgsqlDbType.Numeric);
        Add(header.PaymentDate, NpgsqlDbType.Date);
        Add(header.ProductionDate, NpgsqlDbType.Date);
        Add(key.RemitDate, NpgsqlDbType.Date);
        foreach (var text in new[] { header.Payee.Npi, header.Payee.TaxId, header.Payer.BusinessPhone }) { Add(text, NpgsqlDbType.Text); }

        Add(trailer.Claims, NpgsqlDbType.Integer);
        Add(trailer.Lines, NpgsqlDbType.Integer);
        foreach (var money in new[] { trailer.Charge, trailer.Paid, trailer.ProviderAdjusted }) { Add(money, NpgsqlDbType.Numeric); }

        Add(key.Denials, NpgsqlDbType.Integer);
        Add(key.DeniedAmount, NpgsqlDbType.Numeric);
        Add(AdjudicationRow.BalanceText(trailer.Balance), NpgsqlDbType.Text);
        Add(trailer.Balance.Difference, NpgsqlDbType.Numeric);
        Add(trailer.UnbalancedClaims, NpgsqlDbType.Integer);
        Add(key.At, NpgsqlDbType.TimestampTz);
        await command.ExecuteNonQueryAsync(cancellation);
        await ProviderAdjustmentsAsync(connection, key, trailer, cancellation);
    }

    private static async Task ProviderAdjustmentsAsync(NpgsqlConnection connection, RemittanceKey key, RemittanceTrailer trailer, CancellationToken cancellation)
    {
        if (trailer.ProviderAdjustments.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(
            connection, "provider_adjustment (practice_id, remittance_id, ordinal, provider_id, fiscal_date, reason, reference, amount, segment)", cancellation);
        var ordinal = 0;
        foreach (var p in trailer.ProviderAdjustments)
        {
            copy.Row().Int(key.PracticeId).Long(key.RemittanceId).Int(++ordinal).Text(p.ProviderId).Day(p.FiscalDate).Text(p.Reason).Text(p.Reference).Money(p.Amount)
                .Int(p.At.SegmentInTransaction);
        }

        await copy.DoneAsync(cancellation);
    }
}
