using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>Keeps the form as it stands, one draft a person, so that a reload or a lost connection loses nothing.</summary>
public sealed class KeepPaperDraft(DeskSource database, TimeProvider clock)
{
    /// <summary>The form; null throws the draft and its scans away.</summary>
    public sealed record Input
    {
        public required PaperRemittance? Paper { get; init; }

        /// <summary>The file it became: its scans are attached to it and the draft goes.</summary>
        public long? SavedAs { get; init; }
    }

    /// <summary>Keeps it, ends it, or throws it away.</summary>
    public async Task Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        if (actor.UserId is not { } user) { return; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (input.SavedAs is { } file)
        {
            batch.BatchCommands.Add(new("update scan set file_id = $2 where user_id = $1 and file_id is null") { Parameters = { new() { Value = user }, new() { Value = file } } });
        }
        else if (input.Paper is null)
        {
            batch.BatchCommands.Add(new("delete from scan_piece where scan_id in (select scan_id from scan where user_id = $1 and file_id is null)") { Parameters = { new() { Value = user } } });
            batch.BatchCommands.Add(new("delete from scan where user_id = $1 and file_id is null") { Parameters = { new() { Value = user } } });
        }

        batch.BatchCommands.Add(input.Paper is { } paper && input.SavedAs is null
            ? new("insert into manual_draft (user_id, content, changed_at) values ($1, $2, $3) on conflict (user_id) do update set content = excluded.content, changed_at = excluded.changed_at")
            {
                Parameters =
                {
                    new() { Value = user }, new() { Value = JsonSerializer.Serialize(paper, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = clock.GetUtcNow() },
                },
            }
            : new("delete from manual_draft where user_id = $1") { Parameters = { new() { Value = user } } });
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
