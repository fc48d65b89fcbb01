using DenialDesk.App.Data;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>What the cookie and the table of sign-ins have in common.</summary>
public static class SessionRows
{
    /// <summary>The claim that holds the id of a sign-in's row.</summary>
    public const string Claim = "session";

    /// <summary>Ends one sign-in of a person, or all of them, inside the caller's transaction; tells how many were still open.</summary>
    internal static async Task<int> EndAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid userId, Guid? session, Actor by, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        // Served by the primary key or sign_in_session_user.
        await using var command = new NpgsqlCommand(
            "update sign_in_session set ended_at = $3, ended_by = $4, end_reason = $5 where user_id = $1 and ($2::uuid is null or session_id = $2) and ended_at is null", connection, transaction)
        {
            Parameters =
            {
                new() { Value = userId }, new() { Value = (object?)session ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = at },
                new() { Value = (object?)by.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = reason },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
