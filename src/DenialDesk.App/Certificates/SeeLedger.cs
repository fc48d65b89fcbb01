using DenialDesk.App.Claims;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Certificates;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Certificates;

/// <summary>One provider-level adjustment and where it stands.</summary>
/// <param name="Amount">As sent: positive takes money away.</param>
/// <param name="Left">Dollars left of its chain or pair.</param>
/// <param name="ClaimPosition">The claim its reference names: place and remittance; null when there is none.</param>
public sealed record LedgerRow(
    int PracticeId, long RemittanceId, int Ordinal, long FileId, string Practice, string Payer, DateOnly Date, string Reason, string Meaning, string Reference, decimal? Amount, LedgerState State,
    decimal Left, long? ClaimFileId, long? ClaimRemittanceId, int? ClaimPosition, string? Note, string? NoteBy, int Version);

/// <summary>The ledger: rows of one standing, and how many and how much there is of each.</summary>
public sealed record LedgerView(IReadOnlyList<LedgerRow> Rows, IReadOnlyDictionary<LedgerState, (int Count, decimal Amount)> Totals);

/// <summary>The ledger of provider-level adjustments (PLB): chains, pairs, links, and what waits for a person.</summary>
public sealed class SeeLedger(DeskSource database)
{
    /// <summary>Which part.</summary>
    public sealed record Input
    {
        /// <summary>One standing; null for all.</summary>
        public LedgerState? State { get; init; }

        public int Take { get; init; } = 500;
    }

    /// <summary>The ledger of the practices this person sees, newest first.</summary>
    public async Task<LedgerView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        var found = await RowsAsync(actor, cancellation);
        var standing = ProviderLedger.Of([.. found.Select((r, i) => new LedgerEntry(
            i, $"{r.PracticeId}/{r.Payer}", r.Reason, r.Reference, r.Amount, r.ClaimPosition is not null, r.State == LedgerState.Settled))]);
        var rows = found.Zip(standing, (row, line) => row with { State = line.State, Left = line.Left }).ToList();
        var totals = rows.GroupBy(r => r.State).ToDictionary(g => g.Key, g => (g.Count(), g.Sum(r => r.Amount ?? 0m)));
        return new([.. rows.Where(r => input.State is null || r.State == input.State).Take(input.Take)], totals);
    }

    private async Task<List<LedgerRow>> RowsAsync(Actor actor, CancellationToken cancellation)
    {
        // PLB rows are few beside claims and read whole; the claim of a reference by adjudication_payer_number and the account by its key or claim_account (AccountClaims), latest answer first.
        await using var command = database.CreateCommand(
            $"""
            select p.practice_id, p.remittance_id, p.ordinal, r.file_id, o.name, y.name, r.remit_date, p.reason, p.reference, p.amount,
                   l.file_id, l.remittance_id, l.position, d.state, d.note, d.decided_name, coalesce(d.version, 0)
            from provider_adjustment p
            join remittance r on r.practice_id = p.practice_id and r.remittance_id = p.remittance_id
            join practice o on o.practice_id = p.practice_id
            join payer y on y.payer_id = r.payer_id
            cross join lateral (select array_agg(q.payer_id) as ids from payer q where coalesce(q.merged_into, q.payer_id) = coalesce(y.merged_into, y.payer_id)) w
            left join provider_adjustment_decision d on d.practice_id = p.practice_id and d.remittance_id = p.remittance_id and d.ordinal = p.ordinal
            left join lateral (
                select m.file_id, a.remittance_id, a.position
                from (select a.remittance_id, a.position, a.adjudication_id from adjudication a
                      where a.practice_id = p.practice_id and a.payer_id = any(w.ids) and a.payer_claim_number = any(array_append(regexp_split_to_array(p.reference, '[^A-Za-z0-9-]+'), p.reference))
                        and a.payer_claim_number <> ''
                      union all
                      select a.remittance_id, a.position, a.adjudication_id
                      from {AccountClaims.Sql("p.practice_id", "= any(array_append(regexp_split_to_array(p.reference, '[^A-Za-z0-9-]+'), p.reference))")} c
                      join adjudication a on a.practice_id = c.practice_id and a.claim_id = c.claim_id and a.payer_id = any(w.ids)
                      where c.patient_control_number <> '') a
                join remittance m on m.practice_id = p.practice_id and m.remittance_id = a.remittance_id
                order by a.adjudication_id desc limit 1) l on p.reason <> 'FB' and p.reference <> ''
            where $1::int[] is null or p.practice_id = any($1)
            order by r.remit_date desc, p.remittance_id desc, p.ordinal
            """);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<LedgerRow>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Row(rows)); }

        return found;
    }

    private static LedgerRow Row(NpgsqlDataReader rows) => new(
        rows.GetInt32(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetInt64(3), rows.GetString(4), rows.GetString(5), rows.GetFieldValue<DateOnly>(6), rows.GetString(7),
        ShippedCodes.Book.PlbReason(rows.GetString(7))?.ShortTitle ?? "A reason that is not in our list", rows.GetString(8), rows.IsDBNull(9) ? null : rows.GetDecimal(9),
        !rows.IsDBNull(13) && rows.GetString(13) == "settled" ? LedgerState.Settled : LedgerState.Unlinked, 0m, rows.IsDBNull(10) ? null : rows.GetInt64(10),
        rows.IsDBNull(11) ? null : rows.GetInt64(11), rows.IsDBNull(12) ? null : rows.GetInt32(12), rows.IsDBNull(14) ? null : rows.GetString(14),
        rows.IsDBNull(15) ? null : rows.GetString(15), rows.GetInt32(16));
}
