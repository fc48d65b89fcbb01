using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Reads a person's present rights. Called once for every command, so that a disabled person is out at the next click.</summary>
public sealed class FindActor(NpgsqlDataSource database, SessionLimits limits, TimeProvider clock)
{
    /// <summary>The person as an actor; null when unknown, disabled, or holding an older security stamp than the account's.</summary>
    public Task<Actor?> Run(Guid userId, string? securityStamp, CancellationToken cancellation) => ReadAsync(userId, securityStamp, null, cancellation);

    /// <summary>The person behind a sign-in; null as well when that sign-in has ended, was idle too long or began too long ago.</summary>
    public Task<Actor?> OfSessionAsync(Guid userId, string? securityStamp, Guid session, CancellationToken cancellation) => ReadAsync(userId, securityStamp, session, cancellation);

    private async Task<Actor?> ReadAsync(Guid userId, string? securityStamp, Guid? session, CancellationToken cancellation)
    {
        // Served by the primary keys; roles and practices come in the same row.
        await using var command = database.CreateCommand(
            """
            select u.display_name, u.all_practices, u.security_stamp,
                   array(select r.name from identity_user_roles x join identity_roles r on r.id = x.role_id where x.user_id = u.id),
                   array(select m.practice_id from practice_member m where m.user_id = u.id), u.must_change_password,
                   $2::uuid is not null and exists (select 1 from desk_fact f where f.name = 'second_factor' and f.value = 'required')
                   and not exists (select 1 from sign_in_session s where s.session_id = $2 and s.method <> 'password'),
                   coalesce(x.proved_at, x.began_at) <= $5, coalesce(x.proved_by, x.method)
            from identity_users u left join sign_in_session x on x.session_id = $2
            where u.id = $1 and u.disabled_at is null
              and ($2::uuid is null or exists (
                  select 1 from sign_in_session s where s.session_id = $2 and s.user_id = u.id and s.ended_at is null and s.last_active_at > $3 and s.began_at > $4))
            """);
        var now = clock.GetUtcNow();
        command.Parameters.AddWithValue(userId);
        command.Parameters.Add(new() { Value = (object?)session ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(now - limits.Idle);
        command.Parameters.AddWithValue(now - limits.Longest);
        command.Parameters.AddWithValue(now - limits.Fresh);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        if (securityStamp is not null && !rows.IsDBNull(2) && rows.GetString(2) != securityStamp) { return null; }

        var practices = rows.GetBoolean(1) ? null : rows.GetFieldValue<int[]>(4).ToHashSet();
        // Whoever holds a password that an admin knows, or one factor where two are wanted, may do nothing but mend that.
        var owes = rows.GetBoolean(5) ? Owed.OwnPassword : rows.GetBoolean(6) ? Owed.SecondFactor : Owed.Nothing;
        var may = owes == Owed.Nothing ? Roles.Effective(rows.GetFieldValue<string[]>(3)) : new HashSet<Permission>();
        var stale = !rows.IsDBNull(7) && rows.GetBoolean(7);
        return new Actor(userId, rows.GetString(0), may, practices) { Owes = owes, Stale = stale, PasskeyJustNow = !stale && !rows.IsDBNull(8) && rows.GetString(8) == "passkey" };
    }
}
