using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>Takes a file over from a program: kept safely and answered at once; <see cref="TakeReceivedFile"/> imports it in its turn.</summary>
public sealed class ReceiveFile(DeskSource database, ReceivedFilesSignal signal, TimeProvider clock)
{
    /// <summary>A file handed over.</summary>
    public sealed record Input
    {
        public required int ApiKeyId { get; init; }

        /// <summary>The bytes; read once.</summary>
        public required Stream Content { get; init; }

        public required string Name { get; init; }

        /// <summary>The caller's own id of this hand-over: a repeat gets the first answer. Null: each is a new one.</summary>
        public string? IdempotencyKey { get; init; }

        /// <summary>The largest file taken, in bytes.</summary>
        public required long LimitBytes { get; init; }
    }

    /// <summary>What came of it: a refusal, or the id under which its progress stands.</summary>
    public sealed record Result(Refusal? Refusal, long ReceivedId = 0);

    /// <summary>Receives it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        if (input.IdempotencyKey is { Length: > 200 }) { return new(new Refusal("idempotency_key", "The Idempotency-Key is longer than 200 characters. Use a shorter one, a UUID for instance.")); }

        await using var spool = await Spool.TakeAsync(input.Content, input.LimitBytes, cancellation);
        if (spool is null) { return new(new Refusal("too_large", $"The file is larger than {input.LimitBytes / (1024 * 1024)} MB and was not taken. Split it and send the parts.")); }

        if (spool.Length == 0) { return new(new Refusal("empty", "There was no file in this request. Send the file as the body, or as one part of a form.")); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow();
        if (await InsertAsync(connection, transaction, input, spool, now, cancellation) is not { } id) { return await RepeatAsync(connection, transaction, input, spool, cancellation); }

        await FilePieces.StoreAsync(connection, PieceShelf.Waiting, id, spool.Reread(), cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry("file.received", "received_file", $"{id}"));
        await transaction.CommitAsync(cancellation);
        signal.Ring();
        return new(null, id);
    }

    /// <summary>A second hand-over under one key waits here on the unique key until the first is saved or gone.</summary>
    private static async Task<long?> InsertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Spool spool, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into received_file (api_key_id, idempotency_key, sha256, name, size_bytes, received_at, state, not_before)
            values ($1, $2, $3, $4, $5, $6, 'waiting', $6) on conflict (api_key_id, idempotency_key) do nothing returning received_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(input.ApiKeyId);
        command.Parameters.Add(new() { Value = (object?)input.IdempotencyKey ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(spool.Sha256);
        command.Parameters.AddWithValue(input.Name[..Math.Min(input.Name.Length, 200)]);
        command.Parameters.AddWithValue(spool.Length);
        command.Parameters.AddWithValue(now);
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<Result> RepeatAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Spool spool, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select received_id, sha256 from received_file where api_key_id = $1 and idempotency_key = $2", connection, transaction);
        command.Parameters.AddWithValue(input.ApiKeyId);
        command.Parameters.AddWithValue(input.IdempotencyKey!);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return rows.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(spool.Sha256)
            ? new(null, rows.GetInt64(0))
            : new(new Refusal("idempotency_key_used", "This Idempotency-Key was used for another file. Send this one under a new key."));
    }
}
