using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>A remittance that waits or waited. Amounts are dollars; null where the file does not say.</summary>
public sealed record HeldListRow(
    long FileId, int Ordinal, string File, string State, string Cause, DateTimeOffset HeldAt, string? Reason, string Payer, string? Practice, string Number, DateOnly? Date, decimal? Payment,
    int Claims, decimal Charge, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, long? SettledByFile);

/// <summary>What waits in quarantine and what became of it, newest first.</summary>
public sealed class ListHeld(DeskSource database)
{
    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>Written name of a transaction's state; null or empty: those that wait. "all": every one that ever waited.</summary>
        public string? State { get; init; }

        /// <summary>Written name of a cause.</summary>
        public string? Cause { get; init; }

        /// <summary>Part of the payer's name or the number of the cheque or transfer.</summary>
        public string? Text { get; init; }

        /// <summary>One file only.</summary>
        public long? FileId { get; init; }

        /// <summary>The keyset: after this place in the list.</summary>
        public (long FileId, int Ordinal)? After { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>One page.</summary>
    public async Task<IReadOnlyList<HeldListRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // Those that wait by file_transaction_waiting, all by the primary key of held_transaction.
        await using var command = database.CreateCommand(
            """
            select h.file_id, h.ordinal, f.name, t.state, h.cause, h.held_at, t.reason, coalesce(nullif(p.name, ''), h.payer_name), c.name, h.trace_number, h.payment_date, h.payment_amount,
                   h.claims, h.charge, h.decided_name, h.decided_at, h.decision_reason, h.settled_by_file
            from file_transaction t join held_transaction h using (file_id, ordinal) join inbound_file f using (file_id)
            left join payer p on p.payer_id = h.payer_id left join practice c on c.practice_id = t.practice_id
            where ($1 = 'all' or t.state = $1) and ($2::text is null or h.cause = $2)
              and ($3::text is null or position(lower($3) in lower(h.payer_name || ' ' || coalesce(p.name, '') || ' ' || h.trace_number)) > 0)
              and ($4::bigint is null or h.file_id = $4) and ($5::bigint is null or h.file_id < $5 or (h.file_id = $5 and h.ordinal > $6))
              and ($7::int[] is null or t.practice_id = any($7) or (t.practice_id is null and f.received_by = $8))
            order by h.file_id desc, h.ordinal limit $9
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(Blank(input.State) ?? "quarantined", NpgsqlDbType.Text);
        Add(Blank(input.Cause), NpgsqlDbType.Text);
        Add(Blank(input.Text), NpgsqlDbType.Text);
        Add(input.FileId, NpgsqlDbType.Bigint);
        Add(input.After?.FileId, NpgsqlDbType.Bigint);
        Add(input.After?.Ordinal, NpgsqlDbType.Integer);
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<HeldListRow>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Row(rows)); }

        return found;
    }

    private static HeldListRow Row(NpgsqlDataReader rows) => new(
        rows.GetInt64(0), rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5), rows.Maybe<string>(6), rows.GetString(7),
        rows.Maybe<string>(8), rows.GetString(9), rows.MaybeValue<DateOnly>(10), rows.MaybeValue<decimal>(11), rows.GetInt32(12), rows.GetDecimal(13), rows.Maybe<string>(14),
        rows.MaybeValue<DateTimeOffset>(15), rows.Maybe<string>(16), rows.MaybeValue<long>(17));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
