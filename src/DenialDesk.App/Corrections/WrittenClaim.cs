using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>Hands out an 837 the desk wrote, byte for byte as it was kept, and journals that it was seen: corrected, fresh and secondary claims alike.</summary>
internal static class WrittenClaim
{
    /// <summary>Its control number and content; null when it is not there for this person.</summary>
    /// <param name="sql">Reads control number, content and the id of what is journalled, by practice ($1) and id ($2).</param>
    public static async Task<(int Number, byte[] Content)?> OpenAsync(
        DeskSource database, string sql, int practiceId, long id, Func<string, ReadEntry> seen, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(id);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        await ReadLog.AppendAsync(database, actor, now, seen(r.GetInt64(2).ToString(System.Globalization.CultureInfo.InvariantCulture)), cancellation);
        return (r.GetInt32(0), r.GetFieldValue<byte[]>(1));
    }
}
