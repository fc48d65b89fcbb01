using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Appeals;

/// <summary>Who may approve letters in a practice: whether a second person has to is a question of whether there is one.</summary>
internal static class Approvers
{
    /// <summary>Whether a letter's writer leaves its approval to another person in this practice.</summary>
    public static async Task<bool> SecondPersonAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, AppealSettings settings, int practiceId, CancellationToken cancellation)
        => settings.SecondPerson ?? await CountAsync(connection, transaction, practiceId, cancellation) >= 2;

    /// <summary>People of a practice who may work its denials, disabled ones left out.</summary>
    private static async Task<long> CountAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, CancellationToken cancellation)
    {
        // A handful of people; roles by key.
        await using var command = new NpgsqlCommand(
            """
            select count(distinct u.id) from identity_users u join identity_user_roles x on x.user_id = u.id join identity_roles r on r.id = x.role_id
            where u.disabled_at is null and r.name = any($2)
              and (u.all_practices or exists (select 1 from practice_member m where m.user_id = u.id and m.practice_id = $1))
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = Roles.All.Where(r => Roles.Of(r).Contains(Permission.WorkDenials)).ToArray() } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
