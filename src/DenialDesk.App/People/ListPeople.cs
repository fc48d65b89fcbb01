using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>One person on the people page and in assignment lists.</summary>
public sealed record Person(Guid UserId, string Name, string Email, string Role, bool Disabled, bool MustChangePassword, DateTimeOffset CreatedAt, int OpenDenials, string SecondFactor = "", int[]? Practices = null);

/// <summary>Everybody who may sign in, by name, with how many open denials each owns.</summary>
public sealed class ListPeople(DeskSource database)
{
    /// <summary>The list; anybody who sees denials may see who works on them.</summary>
    public async Task<IReadOnlyList<Person>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        // A handful of rows; the count is served by denial_queue_owner.
        await using var command = database.CreateCommand(
            """
            select u.id, u.display_name, coalesce(u.email, ''), coalesce(r.name, ''), u.disabled_at is not null, u.must_change_password, u.created_at,
                   (select count(*)::int from denial d where d.assigned_to = u.id and d.is_open),
                   concat_ws(' ', case when u.two_factor_enabled then 'app' end, case when exists (select 1 from identity_user_passkeys k where k.user_id = u.id) then 'passkey' end),
                   case when not u.all_practices then array(select m.practice_id from practice_member m where m.user_id = u.id order by 1) end
            from identity_users u
            left join identity_user_roles x on x.user_id = u.id
            left join identity_roles r on r.id = x.role_id
            order by u.display_name, u.id
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Person>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetBoolean(4), rows.GetBoolean(5), rows.GetFieldValue<DateTimeOffset>(6), rows.GetInt32(7), rows.GetString(8), rows.IsDBNull(9) ? null : rows.GetFieldValue<int[]>(9)));
        }

        return found;
    }
}
