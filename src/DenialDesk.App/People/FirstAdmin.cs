using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Makes the first admin of a new desk. Closed for good once anybody exists.</summary>
public sealed class FirstAdmin(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>The first admin's name and sign-in.</summary>
    public sealed record Input
    {
        public required string Name { get; init; }

        public required string Email { get; init; }

        public required string Password { get; init; }

        /// <summary>Whether everybody needs a second factor, the first admin too.</summary>
        public bool SecondFactor { get; init; }
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
        if (string.IsNullOrWhiteSpace(input.Name) || string.IsNullOrWhiteSpace(input.Email)) { return new("incomplete", "Fill in your name and e-mail."); }

        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        if (await change.AnyoneAsync(cancellation)) { return new("setup_over", "This desk has an admin already. Sign in instead."); }

        var user = new DeskUser { Id = Guid.NewGuid(), UserName = input.Email.Trim(), Email = input.Email.Trim(), EmailConfirmed = true, DisplayName = input.Name.Trim(), CreatedAt = clock.GetUtcNow() };
        var made = await change.Users.CreateAsync(user, input.Password);
        if (!made.Succeeded) { return new("weak", string.Join(' ', made.Errors.Select(e => e.Description))); }

        await change.Users.AddToRoleAsync(user, Roles.Admin);
        await RequireSecondFactor.SetAsync(change.Connection, input.SecondFactor, clock.GetUtcNow(), cancellation);
        await change.CommitAsync(
            new Actor(user.Id, user.DisplayName, Roles.Of(Roles.Admin), null), clock.GetUtcNow(), new JournalEntry("person.first_admin", "person", user.Id.ToString()), cancellation);
        return null;
    }
}
