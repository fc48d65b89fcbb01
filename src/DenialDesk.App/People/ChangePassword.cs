using DenialDesk.App.Data;
using DenialDesk.Domain;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>A person changes their own password; every other session of theirs ends.</summary>
public sealed class ChangePassword(NpgsqlDataSource database, UserManager<DeskUser> users, TimeProvider clock)
{
    /// <summary>The old and the new one.</summary>
    public sealed record Input
    {
        public required string Current { get; init; }

        public required string Wanted { get; init; }
    }

    /// <summary>Changes it, or says why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        var user = await users.FindByIdAsync(actor.UserId.ToString() ?? "");
        if (user is null) { return new("not_signed_in", "Sign in first."); }

        var changed = await users.ChangePasswordAsync(user, input.Current, input.Wanted);
        if (!changed.Succeeded)
        {
            return changed.Errors.Any(e => e.Code == "PasswordMismatch")
                ? new("wrong", "The current password is not right.")
                : new("weak", string.Join(' ', changed.Errors.Select(e => e.Description)));
        }

        user.MustChangePassword = false;
        await users.UpdateAsync(user);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry("person.password_changed", "person", user.Id.ToString()));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
