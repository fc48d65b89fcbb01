using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>A key as it may be shown: never its secret.</summary>
public sealed record ApiKeyRow(int ApiKeyId, string Name, string Hint, DateTimeOffset CreatedAt, string? CreatedBy, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>Every key there ever was, those that work first.</summary>
public sealed class ListApiKeys(DeskSource database)
{
    /// <summary>The list.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePeople);
        // A handful of rows.
        await using var command = database.CreateCommand(
            """
            select k.api_key_id, k.name, k.hint, k.created_at, u.display_name, k.last_used_at, k.revoked_at
            from api_key k left join identity_users u on u.id = k.created_by
            order by k.revoked_at is not null, k.name, k.api_key_id
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ApiKeyRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<DateTimeOffset>(3), rows.IsDBNull(4) ? null : rows.GetString(4),
                rows.IsDBNull(5) ? null : rows.GetFieldValue<DateTimeOffset>(5), rows.IsDBNull(6) ? null : rows.GetFieldValue<DateTimeOffset>(6)));
        }

        return found;
    }
}
