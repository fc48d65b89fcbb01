using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Turns on, or off, that everybody needs a second factor before any page with patients.</summary>
public sealed class RequireSecondFactor(DeskSource database, TimeProvider clock)
{
    /// <summary>On or off.</summary>
    public sealed record Input
    {
        public required bool Required { get; init; }
    }

    /// <summary>Sets it. Sign-ins made by password alone end when it is turned on: at the next one their people add a factor.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.MustFreshly(Permission.ManagePeople);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (input.Required && !await HasOneAsync(connection, actor, cancellation)) { return new("yourself_first", "Add a second factor of your own first, so that you do not shut yourself out."); }

        await SetAsync(connection, input.Required, now, cancellation);
        if (input.Required)
        {
            await using var end = new NpgsqlCommand("update sign_in_session set ended_at = $1, end_reason = 'factor' where ended_at is null and method = 'password' and user_id is distinct from $2", connection);
            end.Parameters.AddWithValue(now);
            end.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
            await end.ExecuteNonQueryAsync(cancellation);
        }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry("person.second_factor_required", "desk", "second_factor", New: new { input.Required }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Sets the fact, inside the caller's transaction.</summary>
    internal static async Task SetAsync(NpgsqlConnection connection, bool required, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into desk_fact (name, value, set_at) values ('second_factor', $1, $2) on conflict (name) do update set value = $1, set_at = $2", connection);
        command.Parameters.AddWithValue(required ? "required" : "optional");
        command.Parameters.AddWithValue(at);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<bool> HasOneAsync(NpgsqlConnection connection, Actor actor, CancellationToken cancellation)
    {
        if (actor.UserId is not { } me) { return true; }

        await using var command = new NpgsqlCommand(
            "select exists (select 1 from second_factor where user_id = $1 and confirmed_at is not null) or exists (select 1 from identity_user_passkeys where user_id = $1)", connection);
        command.Parameters.AddWithValue(me);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
