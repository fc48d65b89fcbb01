using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Makes the first admin of a new desk. Closed for good once anybody exists.</summary>
public sealed class FirstAdmin(NpgsqlDataSource database, UserManager<DeskUser> users, TimeProvider clock)
{
    /// <summary>The first admin's name and sign-in.</summary>
    public sealed record Input
    {
        public required string Name { get; init; }

        public required string Email { get; init; }

        public required string Password { get; init; }
    }

    /// <summary>Whether somebody exists already.</summary>
    public async Task<bool> IsOverAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select exists (select 1 from identity_users)");
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Makes the admin; a refusal when one exists or the password is too weak. Two at once: the lock lets one through.</summary>
    public async Task<Refusal?> Run(Input input, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select set_config('idle_in_transaction_session_timeout', '60s', true), pg_advisory_xact_lock(776003)", connection, transaction))
        {
            await turn.ExecuteNonQueryAsync(cancellation);
        }

        if (await IsOverAsync(cancellation)) { return new("setup_over", "This desk has an admin already. Sign in instead."); }

        var user = new DeskUser { Id = Guid.NewGuid(), UserName = input.Email.Trim(), Email = input.Email.Trim(), EmailConfirmed = true, DisplayName = input.Name.Trim(), CreatedAt = clock.GetUtcNow() };
        var made = await users.CreateAsync(user, input.Password);
        if (!made.Succeeded) { return new("weak", string.Join(' ', made.Errors.Select(e => e.Description))); }

        await users.AddToRoleAsync(user, Roles.Admin);
        await Journal.AppendAsync(
            connection, transaction, new Actor(user.Id, user.DisplayName, Roles.Of(Roles.Admin), null), clock.GetUtcNow(), cancellation,
            new JournalEntry("person.first_admin", "person", user.Id.ToString()));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
