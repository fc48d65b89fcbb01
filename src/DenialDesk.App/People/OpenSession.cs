using DenialDesk.App.Data;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>Opens the row of a new sign-in. Rows of the person that began more than ninety days ago go at the same time.</summary>
public sealed class OpenSession(DeskSource database, TimeProvider clock)
{
    /// <summary>Whose, how and from where.</summary>
    public sealed record Input
    {
        public required Guid UserId { get; init; }

        /// <summary>password, code, recovery_code or passkey.</summary>
        public required string Method { get; init; }

        /// <summary>Browser and system in a few words.</summary>
        public string Browser { get; init; } = "";

        public string Address { get; init; } = "";

        /// <summary>The sign-in it takes the place of (a new password, a new factor): that one ends, and its beginning still counts.</summary>
        public Guid? Replaces { get; init; }
    }

    /// <summary>Opens it; the answer goes into the cookie. Needs no permission: nobody is signed in yet.</summary>
    public async Task<Guid> Run(Input input, CancellationToken cancellation)
    {
        var (id, now) = (Guid.NewGuid(), clock.GetUtcNow());
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("delete from sign_in_session where user_id = $1 and began_at < $2") { Parameters = { new() { Value = input.UserId }, new() { Value = now.AddDays(-90) } } });
        batch.BatchCommands.Add(new(
            """
            insert into sign_in_session (session_id, user_id, began_at, last_active_at, method, browser, address, proved_at)
            select $1, $2, coalesce((select s.began_at from sign_in_session s where s.session_id = $7 and s.user_id = $2), $3), $3, $4, left($5, 80), left($6, 80), $3
            """)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = input.UserId }, new() { Value = now }, new() { Value = input.Method }, new() { Value = input.Browser }, new() { Value = input.Address },
                new() { Value = (object?)input.Replaces ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            },
        });
        batch.BatchCommands.Add(new("update sign_in_session set ended_at = $2, end_reason = 'replaced' where session_id = $1 and user_id = $3 and ended_at is null")
        {
            Parameters = { new() { Value = (object?)input.Replaces ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = now }, new() { Value = input.UserId } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
        return id;
    }
}
