using System.Buffers.Text;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>One passkey of a person.</summary>
/// <param name="Id">Its credential id, in characters for addresses and forms.</param>
/// <param name="Synced">It is kept by an account (Apple, Google, a password store) and so on more than one device.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset Added, bool Synced);

/// <summary>A person's own passkeys, the oldest first.</summary>
public sealed class ListPasskeys(DeskSource database)
{
    /// <summary>One's own need no permission.</summary>
    public async Task<IReadOnlyList<PasskeyRow>> Run(Actor actor, CancellationToken cancellation)
    {
        // Served by ix_identity_user_passkeys_user_id.
        await using var command = database.CreateCommand(
            """
            select credential_id, coalesce(data ->> 'Name', ''), (data ->> 'CreatedAt')::timestamptz, coalesce((data ->> 'IsBackedUp')::boolean, false)
            from identity_user_passkeys where user_id = $1 order by 3
            """);
        command.Parameters.AddWithValue(actor.UserId ?? Guid.Empty);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<PasskeyRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(Base64Url.EncodeToString(rows.GetFieldValue<byte[]>(0)), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetBoolean(3)));
        }

        return found;
    }
}
