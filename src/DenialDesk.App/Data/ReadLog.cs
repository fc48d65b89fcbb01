using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Data;

/// <summary>Somebody was shown, or took away, data of patients.</summary>
/// <param name="Action">What, as read.thing: "read.denial", "read.queue_exported".</param>
/// <param name="SubjectKind">What kind of thing was opened.</param>
/// <param name="SubjectId">Its id; for a list, how many rows it had.</param>
/// <param name="PracticeId">The practice it belongs to; null for a list over practices and for a file.</param>
/// <param name="Shown">The ids in a list; null for a single thing.</param>
internal sealed record ReadEntry(string Action, string SubjectKind, string SubjectId, int? PracticeId = null, long[]? Shown = null);

/// <summary>Writes who saw what, before it is shown: no line, no view. Ids only, never a name or an account number.</summary>
internal static class ReadLog
{
    /// <summary>One line in one round trip. A stop or a crash of the desk loses none; the database writes its own log a moment later, as views come by the second.</summary>
    public static async Task AppendAsync(DeskSource database, Actor actor, DateTimeOffset at, ReadEntry entry, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(new(
            "insert into read_journal (at, practice_id, actor_id, actor_name, action, subject_kind, subject_id, shown) values ($1, $2, $3, $4, $5, $6, $7, $8)")
        {
            Parameters =
            {
                new() { Value = at }, new() { Value = (object?)entry.PracticeId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = entry.Action },
                new() { Value = entry.SubjectKind }, new() { Value = entry.SubjectId },
                new() { Value = (object?)entry.Shown ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
