using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>One sign-in of a person.</summary>
/// <param name="Ended">When it ended (UTC), or when a limit ended it; null while it is open.</param>
/// <param name="Reason">signed_out, signed_out_everywhere, ended, replaced, password, role, disabled, factor, idle or too_long; null while open.</param>
public sealed record SessionRow(Guid SessionId, DateTimeOffset Began, DateTimeOffset LastActive, string Method, string Browser, string Address, DateTimeOffset? Ended, string? Reason);

/// <summary>The sign-ins of a person, open ones first, then those of the last ninety days, at most fifty.</summary>
public sealed class ListSessions(DeskSource database, SessionLimits limits, TimeProvider clock)
{
    /// <summary>The list. One's own needs no permission, another person's the right to see people.</summary>
    public async Task<IReadOnlyList<SessionRow>> Run(Guid userId, Actor actor, CancellationToken cancellation)
    {
        if (userId != actor.UserId) { actor.Must(Permission.SeePeople); }

        // Served by sign_in_session_user.
        await using var command = database.CreateCommand(
            """
            select session_id, began_at, last_active_at, method, browser, address, ended, reason from (
                select s.*, case when ended_at is not null then ended_at when last_active_at + $3 <= $2 then last_active_at + $3 when began_at + $4 <= $2 then began_at + $4 end as ended,
                       case when ended_at is not null then end_reason when last_active_at + $3 <= $2 then 'idle' when began_at + $4 <= $2 then 'too_long' end as reason
                from sign_in_session s where user_id = $1) s
            order by ended is not null, last_active_at desc limit 50
            """);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(limits.Idle);
        command.Parameters.AddWithValue(limits.Longest);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<SessionRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3), rows.GetString(4), rows.GetString(5),
                rows.IsDBNull(6) ? null : rows.GetFieldValue<DateTimeOffset>(6), rows.IsDBNull(7) ? null : rows.GetString(7)));
        }

        return found;
    }
}
