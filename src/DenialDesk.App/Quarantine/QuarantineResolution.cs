using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Quarantine;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>
/// Settles what waits when the same payment is posted properly, whichever of the two came first. Which payment is the same is decided by
/// <see cref="SamePayment"/>, or by the content's hash. Inside the caller's transaction.
/// </summary>
internal static class QuarantineResolution
{
    private sealed record Pair(long FileId, int Ordinal, int? PracticeId, bool SameContent, PaymentSigns Waiting, PaymentSigns Posted, long RemittanceId, long ByFile);

    /// <summary>Looks at what this file posted and at what of it waits.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, Actor actor, DateTimeOffset at, CancellationToken cancellation)
    {
        var settled = new HashSet<(long, int)>();
        foreach (var pair in await PairsAsync(connection, transaction, fileId, cancellation))
        {
            if ((!pair.SameContent && !SamePayment.Settles(pair.Waiting, pair.Posted)) || !settled.Add((pair.FileId, pair.Ordinal))) { continue; }

            await SettleAsync(connection, transaction, pair, at, cancellation);
            await FileStanding.RefreshAsync(connection, transaction, pair.FileId, cancellation);
            await Journal.AppendAsync(
                connection, transaction, actor, at, cancellation,
                new JournalEntry("quarantine.resolved", "transaction", $"{pair.FileId}/{pair.Ordinal}", pair.Posted.PracticeId, new { State = "quarantined" }, new { State = "resolved", ByFile = pair.ByFile, pair.RemittanceId }));
        }
    }

    private static async Task<List<Pair>> PairsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, CancellationToken cancellation)
    {
        // What the file posted by remittance_file against the few that wait (file_transaction_waiting); what waits of the file, seldom any, against all of the same number.
        const string Columns =
            """
            select h.file_id, h.ordinal, t.practice_id, r.canonical_hash = t.canonical_hash, coalesce(hp.merged_into, h.payer_id), h.payer_name, h.payer_identifier, h.trace_number,
                   h.payment_date, h.payment_amount, coalesce(p.merged_into, r.payer_id), p.name, r.payer_identifier, r.practice_id, r.trace_number, r.payment_date, r.bpr_amount,
                   r.remittance_id, r.file_id
            from held_transaction h join file_transaction t using (file_id, ordinal) left join payer hp on hp.payer_id = h.payer_id
            join remittance r on (r.canonical_hash = t.canonical_hash or ltrim(upper(r.trace_number), '0') = ltrim(upper(h.trace_number), '0')) and (r.file_id, r.file_ordinal) <> (h.file_id, h.ordinal)
            join payer p on p.payer_id = r.payer_id
            where t.state = 'quarantined' and h.cause <> 'changed_resend'
            """;
        await using var command = new NpgsqlCommand($"{Columns} and r.file_id = $1 union {Columns} and h.file_id = $1", connection, transaction);
        command.Parameters.AddWithValue(fileId);
        // Two milliseconds to plan and none to run, for every file.
        await command.PrepareAsync(cancellation);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Pair>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetInt32(1), rows.MaybeValue<int>(2), rows.MaybeValue<bool>(3) ?? false,
                new(rows.MaybeValue<int>(4), rows.GetString(5), rows.GetString(6), rows.MaybeValue<int>(2), rows.GetString(7), rows.MaybeValue<DateOnly>(8), rows.MaybeValue<decimal>(9)),
                new(rows.GetInt32(10), rows.GetString(11), rows.GetString(12), rows.GetInt32(13), rows.GetString(14), rows.MaybeValue<DateOnly>(15), rows.MaybeValue<decimal>(16)),
                rows.GetInt64(17), rows.GetInt64(18)));
        }

        return found;
    }

    private static async Task SettleAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Pair pair, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with t as (update file_transaction set state = 'resolved', remittance_id = $3, practice_id = $4 where file_id = $1 and ordinal = $2)
            update held_transaction set decision = 'resolved', decided_at = $6, decided_by = null, decided_name = 'DenialDesk', decision_reason = $7, settled_by_file = $5, version = version + 1
            where file_id = $1 and ordinal = $2
            """, connection, transaction);
        command.Parameters.AddWithValue(pair.FileId);
        command.Parameters.AddWithValue(pair.Ordinal);
        command.Parameters.AddWithValue(pair.RemittanceId);
        command.Parameters.Add(new() { Value = pair.Posted.PracticeId!.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(pair.ByFile);
        command.Parameters.AddWithValue(at);
        command.Parameters.AddWithValue($"The same payment is posted from file {pair.ByFile}.");
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
