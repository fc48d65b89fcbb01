using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Somebody who was invited chooses a password and is in. The link works once.</summary>
public sealed class AcceptInvitation(DeskSource database, IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly Refusal Over = new("over", "This link does not work any more: it was used, taken back, or is older than 72 hours. Ask for a new one.");

    /// <summary>The link's secret and the password chosen.</summary>
    public sealed record Input
    {
        public required string Token { get; init; }

        public required string Password { get; init; }
    }

    /// <summary>The refusal, or the e-mail to sign in with.</summary>
    public sealed record Result(Refusal? Refusal, string? Email = null);

    /// <summary>Whom a link is for; null when it does not work. Looking uses nothing up, so a mail program that opens links spoils none.</summary>
    public async Task<string?> NameAsync(string token, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return (await FindAsync(connection, token, "", cancellation))?.Name;
    }

    /// <summary>Makes the person. Needs no permission: the link is the permission.</summary>
    public async Task<Result> Run(Input input, CancellationToken cancellation)
    {
        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        if (await FindAsync(change.Connection, input.Token, "for update", cancellation) is not { } found) { return new(Over); }

        var now = clock.GetUtcNow();
        var user = new DeskUser
        {
            Id = Guid.NewGuid(),
            UserName = found.Email,
            Email = found.Email,
            EmailConfirmed = true,
            DisplayName = found.Name,
            AllPractices = found.Practices is null,
            CreatedAt = now,
        };
        var made = await change.Users.CreateAsync(user, input.Password);
        if (!made.Succeeded) { return new(new("weak", string.Join(' ', made.Errors.Select(e => e.Description)))); }

        await change.Users.AddToRoleAsync(user, found.Role);
        await change.SetPracticesAsync(user.Id, found.Practices ?? [], cancellation);
        await using (var finish = new NpgsqlCommand("update invitation set accepted_at = $3, user_id = $2 where invitation_id = $1", change.Connection))
        {
            finish.Parameters.AddWithValue(found.Id);
            finish.Parameters.AddWithValue(user.Id);
            finish.Parameters.AddWithValue(now);
            await finish.ExecuteNonQueryAsync(cancellation);
        }

        var actor = new Actor(user.Id, user.DisplayName, Roles.Of(found.Role), found.Practices?.ToHashSet());
        await change.CommitAsync(actor, now, new JournalEntry("person.invitation_accepted", "person", user.Id.ToString(), New: new { found.Role, found.Practices }), cancellation);
        return new(null, found.Email);
    }

    private async Task<Found?> FindAsync(NpgsqlConnection connection, string token, string locking, CancellationToken cancellation)
    {
        // Served by the unique key on token_hash.
        await using var command = new NpgsqlCommand(
            $"select invitation_id, name, email, role, practice_ids from invitation where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > $2 {locking}", connection);
        command.Parameters.AddWithValue(ApiSecret.HashOf(token));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetFieldValue<int[]>(4))
            : null;
    }

    private sealed record Found(long Id, string Name, string Email, string Role, int[]? Practices);
}
