using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Somebody pressed a key, clicked or opened a page: the idle time of the sign-in begins anew. Nothing a timer does comes here.</summary>
public sealed class KeepSession(DeskSource database, TimeProvider clock)
{
    /// <summary>Notes it, at most every ten seconds. A sign-in that has ended stays ended.</summary>
    public async Task Run(Guid session, CancellationToken cancellation)
    {
        // Served by the primary key.
        await using var command = database.CreateCommand("update sign_in_session set last_active_at = $2 where session_id = $1 and ended_at is null and last_active_at < $3");
        var now = clock.GetUtcNow();
        command.Parameters.AddWithValue(session);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now.AddSeconds(-10));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
