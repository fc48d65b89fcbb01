using DenialDesk.App.Data;
using DenialDesk.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.People;

/// <summary>A person changes their own password; every other session of theirs ends.</summary>
public sealed class ChangePassword(IServiceScopeFactory scopes, TimeProvider clock)
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
        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        var user = await change.Users.FindByIdAsync(actor.UserId.ToString() ?? "");
        if (user is null) { return new("not_signed_in", "Sign in first."); }

        var changed = await change.Users.ChangePasswordAsync(user, input.Current, input.Wanted);
        if (!changed.Succeeded)
        {
            return changed.Errors.Any(e => e.Code == "PasswordMismatch")
                ? new("wrong", "The current password is not right.")
                : new("weak", string.Join(' ', changed.Errors.Select(e => e.Description)));
        }

        user.MustChangePassword = false;
        await change.Users.UpdateAsync(user);
        await change.EndSessionsAsync(user.Id, actor, "password", clock.GetUtcNow(), cancellation);
        await change.CommitAsync(actor, clock.GetUtcNow(), new JournalEntry("person.password_changed", "person", user.Id.ToString()), cancellation);
        return null;
    }
}
