using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Quarantine;
using DenialDesk.X12;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>A remittance that waits or waited, with what a decision on it needs. Amounts are dollars.</summary>
public sealed record HeldView(
    long FileId, int Ordinal, string File, string Source, string State, WaitCause Cause, DateTimeOffset HeldAt, string? Reason, string Payer, int? PayerId, string? Practice, int? PracticeId,
    string Payee, string Number, DateOnly? Date, decimal? Payment, int Claims, decimal Charge, decimal Paid, decimal Plb, decimal? Difference, int UnbalancedClaims, int Segment, int Element,
    int Version, string? Decision, DateTimeOffset? DecidedAt, string? DecidedBy, string? DecisionReason, long? RemittanceId, long? RemittanceFileId)
{
    /// <summary>The segment that holds it between its neighbours, as sent; where its end is missing also how it ends.</summary>
    public IReadOnlyList<HeldSegment> Segments { get; init; } = [];

    /// <summary>Practices to choose from where the file does not say; else empty.</summary>
    public IReadOnlyList<(int PracticeId, string Name)> Practices { get; init; } = [];
}

/// <summary>One segment as sent.</summary>
/// <param name="Number">Ordinal in its transaction, ST = 1.</param>
/// <param name="Offset">Byte in the file.</param>
/// <param name="IsCause">True for the one that holds the remittance.</param>
public sealed record HeldSegment(int Number, long Offset, string Text, bool IsCause);

/// <summary>One remittance of the quarantine.</summary>
public sealed class SeeHeld(DeskSource database, TimeProvider clock)
{
    private const int Neighbours = 3;
    private const int LongestShown = 600;

    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required long FileId { get; init; }

        /// <summary>1-based in the file.</summary>
        public required int Ordinal { get; init; }
    }

    /// <summary>It; null when there is none for this person.</summary>
    public async Task<HeldView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        if (await FindAsync(input, actor, cancellation) is not var (view, offset, transaction)) { return null; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.quarantine", "transaction", string.Create(CultureInfo.InvariantCulture, $"{input.FileId}/{input.Ordinal}"), view.PracticeId), cancellation);
        return view with
        {
            Segments = await SegmentsAsync(input.FileId, transaction, offset, view.Cause == WaitCause.CutOff, cancellation),
            Practices = view is { State: "quarantined", PracticeId: null } ? await PracticesAsync(actor, cancellation) : [],
        };
    }

    private async Task<(HeldView View, long Offset, int Transaction)?> FindAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = database.CreateCommand(
            """
            select f.name, f.source, t.state, h.cause, h.held_at, t.reason, coalesce(nullif(p.name, ''), h.payer_name), coalesce(p.merged_into, p.payer_id), c.name, t.practice_id, h.payee_name,
                   h.trace_number, h.payment_date, h.payment_amount, h.claims, h.charge, h.paid, h.plb, h.difference, h.unbalanced_claims, h.problem_segment, h.problem_element, h.version,
                   h.decision, h.decided_at, h.decided_name, h.decision_reason, t.remittance_id, h.settled_by_file, h.problem_offset, t.transaction
            from held_transaction h join file_transaction t using (file_id, ordinal) join inbound_file f using (file_id)
            left join payer p on p.payer_id = h.payer_id left join practice c on c.practice_id = t.practice_id
            where h.file_id = $1 and h.ordinal = $2 and ($3::int[] is null or t.practice_id = any($3) or (t.practice_id is null and f.received_by = $4))
            """);
        command.Parameters.AddWithValue(input.FileId);
        command.Parameters.AddWithValue(input.Ordinal);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var view = new HeldView(
            input.FileId, input.Ordinal, r.GetString(0), r.GetString(1), r.GetString(2), WaitCauses.Read(r.GetString(3)), r.GetFieldValue<DateTimeOffset>(4), r.Maybe<string>(5), r.GetString(6),
            r.MaybeValue<int>(7), r.Maybe<string>(8), r.MaybeValue<int>(9), r.GetString(10), r.GetString(11), r.MaybeValue<DateOnly>(12), r.MaybeValue<decimal>(13), r.GetInt32(14),
            r.GetDecimal(15), r.GetDecimal(16), r.GetDecimal(17), r.MaybeValue<decimal>(18), r.GetInt32(19), r.GetInt32(20), r.GetInt32(21), r.GetInt32(22), r.Maybe<string>(23),
            r.MaybeValue<DateTimeOffset>(24), r.Maybe<string>(25), r.Maybe<string>(26), r.MaybeValue<long>(27), r.MaybeValue<long>(28));
        return (view, r.GetInt64(29), r.GetInt32(30));
    }

    /// <summary>Reads the kept file up to the end of the transaction; whatever the delimiters and however odd it is, the reader counts as it did before.</summary>
    private async Task<List<HeldSegment>> SegmentsAsync(long fileId, int transaction, long offset, bool withEnd, CancellationToken cancellation)
    {
        await using var kept = PieceStream.Open(database, PieceShelf.Files, fileId, cancellation);
        await using var reader = new X12Reader(kept);
        var (before, around, last) = (new Queue<HeldSegment>(), new List<HeldSegment>(), new Queue<HeldSegment>());
        var after = -1;
        while ((after < Neighbours || withEnd) && await reader.ReadAsync(cancellation))
        {
            if (reader.At.Transaction != transaction) { continue; }

            var one = new HeldSegment(reader.At.SegmentInTransaction, reader.At.Offset, Shown(reader.Segment), reader.At.Offset == offset);
            if (one.Offset < offset) { Keep(before, one); }
            else if (++after <= Neighbours) { around.Add(one); }

            if (withEnd) { Keep(last, one); }
        }

        return [.. before.Concat(around).Concat(last).DistinctBy(s => s.Offset)];
    }

    private static void Keep(Queue<HeldSegment> some, HeldSegment one)
    {
        some.Enqueue(one);
        if (some.Count > Neighbours) { some.Dequeue(); }
    }

    private static string Shown(Segment segment) => segment.ToString() is { Length: > LongestShown } text ? text[..LongestShown] + "…" : segment.ToString();

    private async Task<List<(int PracticeId, string Name)>> PracticesAsync(Actor actor, CancellationToken cancellation)
    {
        // A short table, read whole.
        await using var command = database.CreateCommand("select practice_id, name from practice where $1::int[] is null or practice_id = any($1) order by name limit 500");
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(int, string)>();
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt32(0), rows.GetString(1))); }

        return found;
    }
}
