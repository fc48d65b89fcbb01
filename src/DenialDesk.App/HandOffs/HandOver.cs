using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.HandOffs;

/// <summary>One file for the practice-management system.</summary>
public sealed record HandOverBatch(Guid BatchId, int Rows, decimal Amount, int LeftOut);

/// <summary>
/// Hands over what waits: each closing leaves once, in one file that can be taken again but never holds anything new. What may not leave stays and says why.
/// </summary>
public sealed class HandOver(DeskSource database, TimeProvider clock)
{
    /// <summary>Rows in one file at most.</summary>
    public const int Most = 5_000;

    /// <summary>What to hand over.</summary>
    public sealed record Input
    {
        /// <summary>The file's own id: sent again it is the same file.</summary>
        public required Guid CommandId { get; init; }

        /// <summary>patient or next_payer.</summary>
        public required string Kind { get; init; }

        public int? Payer { get; init; }

        public int? Practice { get; init; }
    }

    /// <summary>The file, or why there is none.</summary>
    public async Task<(HandOverBatch? Batch, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Kind is not ("patient" or "next_payer")) { return (null, new("kind", "Choose the patient's or the next payer's list: they are two files.")); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Two people at once do not hand the same over twice: one waits for the other.
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(776082)", connection, transaction)) { await turn.ExecuteNonQueryAsync(cancellation); }

        if (await KeptAsync(connection, transaction, input.CommandId, cancellation) is { } kept) { return (kept, null); }

        var waiting = await WaitingAsync(connection, transaction, input, actor, cancellation);
        var (go, stay) = (waiting.Where(w => w.Refused is null).ToList(), waiting.Count(w => w.Refused is not null));
        if (go.Count == 0) { return (null, new("nothing_to_hand_over", stay == 0 ? "Nothing waits to be handed over." : $"{stay} wait, but none may leave: the list says why.")); }

        var amount = go.Sum(g => g.Amount);
        await SaveAsync(connection, transaction, input, go, amount, actor, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry("hand_off.exported", "hand_off", input.CommandId.ToString(), input.Practice, null, new { input.Kind, Rows = go.Count, Amount = amount }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        await ReadLog.AppendAsync(database, actor, now, new("read.hand_offs_exported", "denials", $"{go.Count}", Shown: [.. go.Select(g => g.DenialId)]), cancellation);
        return (new(input.CommandId, go.Count, amount, stay), null);
    }

    /// <summary>The rows of a file that was made, as they stand; nothing new is ever added to it. Empty when there is no such file for this person.</summary>
    public async Task<IReadOnlyList<HandOffRow>> RowsAsync(Guid batch, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        // Index hand_off_of_batch.
        await using var command = database.CreateCommand(HandOffRows.Select + "h.batch_id = $1 and ($2::int[] is null or d.practice_id = any($2)) order by h.position");
        command.Parameters.AddWithValue(batch);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        var rows = await HandOffRows.ReadAsync(command, cancellation);
        if (rows.Count > 0) { await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.hand_offs_exported", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation); }

        return rows;
    }

    private static async Task<HandOverBatch?> KeptAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid batch, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select rows, amount from hand_off_batch where batch_id = $1", connection, transaction) { Parameters = { new() { Value = batch } } };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? new(batch, r.GetInt32(0), r.GetDecimal(1), 0) : null;
    }

    private static async Task<List<HandOffRow>> WaitingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, CancellationToken cancellation)
    {
        // Index denial_handed.
        await using var command = new NpgsqlCommand(
            HandOffRows.Select + "h.batch_id is null and d.state = 'closed_' || $1 and ($2::int[] is null or d.practice_id = any($2)) and ($3::int is null or d.payer_id = $3) and ($4::int is null or d.practice_id = $4) order by d.closed_at, d.denial_id limit $5",
            connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.Kind }, new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = (object?)input.Practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = Most },
            },
        };
        return await HandOffRows.ReadAsync(command, cancellation);
    }

    private static async Task SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, List<HandOffRow> rows, decimal amount, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("insert into hand_off_batch (batch_id, kind, rows, amount, made_at, made_by, made_name) values ($1, $2, $3, $4, $5, $6, $7)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.CommandId }, new() { Value = input.Kind }, new() { Value = rows.Count }, new() { Value = amount }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await using var lines = new NpgsqlCommand(
            """
            insert into hand_off (practice_id, denial_id, closed_at, batch_id, position)
            select d.practice_id, d.denial_id, d.closed_at, $1, x.n from unnest($2::int[], $3::bigint[]) with ordinality as x (practice_id, denial_id, n)
            join denial d on d.practice_id = x.practice_id and d.denial_id = x.denial_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = input.CommandId }, new() { Value = rows.Select(r => r.PracticeId).ToArray() }, new() { Value = rows.Select(r => r.DenialId).ToArray() } },
        };
        await lines.ExecuteNonQueryAsync(cancellation);
    }
}
