using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>One invitation.</summary>
/// <param name="State">open, expired, accepted or revoked.</param>
/// <param name="Practices">Names of the practices the person will see; null for every practice.</param>
public sealed record InvitationRow(long InvitationId, string Name, string Email, string Role, IReadOnlyList<string>? Practices, DateTimeOffset Made, DateTimeOffset Expires, string State, string? MadeBy);

/// <summary>The invitations, the newest first, at most two hundred.</summary>
public sealed class ListInvitations(DeskSource database, TimeProvider clock)
{
    /// <summary>The list.</summary>
    public async Task<IReadOnlyList<InvitationRow>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePeople);
        // By primary key backwards.
        await using var command = database.CreateCommand(
            """
            select i.invitation_id, i.name, i.email, i.role, case when i.practice_ids is not null then array(select p.name from practice p where p.practice_id = any(i.practice_ids) order by p.name) end,
                   i.made_at, i.expires_at, case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked' when i.expires_at <= $1 then 'expired' else 'open' end, u.display_name
            from invitation i left join identity_users u on u.id = i.made_by order by i.invitation_id desc limit 200
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<InvitationRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetFieldValue<string[]>(4), rows.GetFieldValue<DateTimeOffset>(5),
                rows.GetFieldValue<DateTimeOffset>(6), rows.GetString(7), rows.IsDBNull(8) ? null : rows.GetString(8)));
        }

        return found;
    }
}
