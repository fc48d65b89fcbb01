using DenialDesk.App.Data;
using DenialDesk.Domain;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.People;

/// <summary>
/// A person proves again that it is them, within a sign-in that goes on: by the password, by a code of the app or a recovery code, or by a passkey that was
/// asked just now. Weighty changes and exports are open for a few minutes after it (<see cref="SessionLimits.Fresh"/>).
/// </summary>
/// <remarks>OWASP ASVS 7.5.3: one factor again before highly sensitive transactions. Wrong tries count towards the account's lock as at the door.</remarks>
public sealed class ProveAgain(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly FactorRows _rows = new(protection);

    /// <summary>How it is proved.</summary>
    public enum By
    {
        /// <summary>The password, as typed.</summary>
        Password,

        /// <summary>A code of the authenticator app or a recovery code, as typed.</summary>
        Code,

        /// <summary>A passkey; the endpoint has verified what the authenticator made of its challenge, and that it is this person's.</summary>
        Passkey,
    }

    /// <summary>One try.</summary>
    public sealed record Input
    {
        /// <summary>The sign-in that it counts for.</summary>
        public required Guid Session { get; init; }

        public required By By { get; init; }

        /// <summary>What was typed.</summary>
        public string Typed { get; init; } = "";
    }

    /// <summary>Null when it is proved, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        if (await change.Users.FindByIdAsync(actor.UserId.ToString() ?? "") is not { } user) { return new("not_signed_in", "Sign in first."); }

        var now = clock.GetUtcNow();
        var how = await change.Users.IsLockedOutAsync(user) ? null : await HowAsync(change, user, input, now, cancellation);
        if (how is null)
        {
            await change.Users.AccessFailedAsync(user);
            await change.CommitAsync(actor, now, new JournalEntry("person.proof_refused", "person", user.Id.ToString()), cancellation);
            return new("wrong", "This is not right, was used already, or the account is locked. After ten wrong tries wait fifteen minutes, or ask an admin.");
        }

        await change.Users.ResetAccessFailedCountAsync(user);
        await using var keep = new Npgsql.NpgsqlCommand(
            "update sign_in_session set proved_at = $3, proved_by = $4 where session_id = $1 and user_id = $2 and ended_at is null", change.Connection)
        { Parameters = { new() { Value = input.Session }, new() { Value = user.Id }, new() { Value = now }, new() { Value = how } } };
        await keep.ExecuteNonQueryAsync(cancellation);
        await change.CommitAsync(actor, now, new JournalEntry("person.proved_again", "person", user.Id.ToString(), New: new { How = how }), cancellation);
        return null;
    }

    private async Task<string?> HowAsync(PeopleChange change, DeskUser user, Input input, DateTimeOffset now, CancellationToken cancellation) => input.By switch
    {
        By.Passkey => "passkey",
        By.Code => await _rows.ProveAsync(change.Connection, user.Id, input.Typed, now, cancellation) switch { null => null, "recovery" => "recovery_code", var how => how },
        _ => input.Typed.Length > 0 && await change.Users.CheckPasswordAsync(user, input.Typed) ? "password" : null,
    };
}
