using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>Remembers which rows of a list were taken in, so that a later list with the same rows adds nothing, and how its source names its columns.</summary>
public sealed class RememberDenialList(DeskSource database, TimeProvider clock)
{
    /// <summary>What was taken in.</summary>
    public sealed record Input
    {
        public required string Source { get; init; }

        public required DenialListColumns Columns { get; init; }

        public required long FileId { get; init; }

        public required IReadOnlyList<byte[]> Hashes { get; init; }
    }

    /// <summary>Remembers it. A break before this is harmless: the same payment is recognised by its content.</summary>
    public async Task Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("insert into csv_row (row_hash, file_id, imported_at) select h, $2, $3 from unnest($1::bytea[]) as x (h) on conflict do nothing")
        {
            Parameters = { new() { Value = input.Hashes.ToArray() }, new() { Value = input.FileId }, new() { Value = clock.GetUtcNow() } },
        });
        batch.BatchCommands.Add(new(
            """
            insert into csv_mapping (source, mapping, changed_at, changed_by) values ($1, $2, $3, $4)
            on conflict (source) do update set mapping = excluded.mapping, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """)
        {
            Parameters =
            {
                new() { Value = input.Source }, new() { Value = JsonSerializer.Serialize(input.Columns, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = clock.GetUtcNow() }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
