using System.Text.Json;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Data;

/// <summary>One thing that happened.</summary>
/// <param name="Action">What, as subject.verb: "denial.assigned".</param>
/// <param name="SubjectKind">To what kind of thing.</param>
/// <param name="SubjectId">Its id; never a name or an account number.</param>
/// <param name="PracticeId">The practice it belongs to; null for the installation itself.</param>
/// <param name="Old">The state before, where there was one.</param>
/// <param name="New">The state after, where there is one.</param>
/// <param name="CommandId">The caller's command, where there was one.</param>
internal sealed record JournalEntry(
    string Action, string SubjectKind, string SubjectId, int? PracticeId = null, object? Old = null, object? New = null, Guid? CommandId = null);

/// <summary>Writes the journal. Always in the transaction of the change it tells of: no journal, no change.</summary>
internal static class Journal
{
    /// <summary>Adds entries inside the caller's transaction.</summary>
    public static async Task AppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Actor actor, DateTimeOffset at, CancellationToken cancellation, params JournalEntry[] entries)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var entry in entries)
        {
            batch.BatchCommands.Add(new(
                """
                insert into journal (at, practice_id, actor_id, actor_name, action, subject_kind, subject_id, old, new, command_id)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """)
            {
                Parameters =
                {
                    new() { Value = at }, Nullable(entry.PracticeId, NpgsqlDbType.Integer), Nullable(actor.UserId, NpgsqlDbType.Uuid), new() { Value = actor.Name },
                    new() { Value = entry.Action }, new() { Value = entry.SubjectKind }, new() { Value = entry.SubjectId },
                    Json(entry.Old), Json(entry.New), Nullable(entry.CommandId, NpgsqlDbType.Uuid),
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlParameter Json(object? value)
        => new() { Value = value is null ? DBNull.Value : JsonSerializer.Serialize(value, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
