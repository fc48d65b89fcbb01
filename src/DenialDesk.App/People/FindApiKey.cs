using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>A program that may hand files over, and who it is in the journal.</summary>
public sealed record ApiCaller(int ApiKeyId, Actor Actor);

/// <summary>Reads whose secret this is, at every request: a revoked key is out at once.</summary>
public sealed class FindApiKey(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly HashSet<Permission> May = [Permission.ImportFiles, Permission.SeeRemittances];

    /// <summary>The caller; null when the secret is unknown or revoked. Its use is noted once a minute, not at every request.</summary>
    public async Task<ApiCaller?> Run(string secret, CancellationToken cancellation)
    {
        // Served by the unique key on key_hash.
        await using var find = database.CreateCommand("select api_key_id, name, last_used_at from api_key where key_hash = $1 and revoked_at is null");
        find.Parameters.AddWithValue(ApiSecret.HashOf(secret));
        int id;
        string name;
        DateTimeOffset? used;
        await using (var rows = await find.ExecuteReaderAsync(cancellation))
        {
            if (!await rows.ReadAsync(cancellation)) { return null; }

            (id, name, used) = (rows.GetInt32(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetFieldValue<DateTimeOffset>(2));
        }

        var now = clock.GetUtcNow();
        if (used is null || now - used > TimeSpan.FromMinutes(1))
        {
            await using var note = database.CreateCommand("update api_key set last_used_at = $2 where api_key_id = $1");
            note.Parameters.AddWithValue(id);
            note.Parameters.AddWithValue(now);
            await note.ExecuteNonQueryAsync(cancellation);
        }

        return new(id, new Actor(null, $"API key “{name}”", May, null));
    }
}
