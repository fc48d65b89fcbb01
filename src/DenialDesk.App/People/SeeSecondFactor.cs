using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>How a person proves who they are, besides the password.</summary>
/// <param name="App">An authenticator app is confirmed.</param>
/// <param name="CodesLeft">Recovery codes not used yet.</param>
/// <param name="Passkeys">How many passkeys.</param>
/// <param name="Required">This desk wants a second factor of everybody.</param>
public sealed record FactorState(bool App, int CodesLeft, int Passkeys, bool Required);

/// <summary>A person's own second factors, and whether the desk requires one.</summary>
public sealed class SeeSecondFactor(DeskSource database)
{
    /// <summary>One's own state needs no permission.</summary>
    public async Task<FactorState> Run(Actor actor, CancellationToken cancellation)
    {
        // Served by primary keys and ix_identity_user_passkeys_user_id.
        await using var command = database.CreateCommand(
            """
            select exists (select 1 from second_factor where user_id = $1 and confirmed_at is not null),
                   (select count(*)::int from recovery_code where user_id = $1 and used_at is null),
                   (select count(*)::int from identity_user_passkeys where user_id = $1),
                   exists (select 1 from desk_fact where name = 'second_factor' and value = 'required')
            """);
        command.Parameters.AddWithValue(actor.UserId ?? Guid.Empty);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetBoolean(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetBoolean(3));
    }
}
