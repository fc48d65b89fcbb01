using System.Buffers.Text;
using DenialDesk.App.Data;
using DenialDesk.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.People;

/// <summary>A person's own passkeys: add one that the browser has just made, remove one. Both ask for the password again, unless a passkey was the proof a moment ago, and end all sign-ins.</summary>
public sealed class ManagePasskeys(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Passkeys a person may have.</summary>
    public const int Most = 10;

    /// <summary>One of the two.</summary>
    public sealed record Input
    {
        public required string Password { get; init; }

        /// <summary>The passkey to add, as it was verified.</summary>
        public UserPasskeyInfo? Add { get; init; }

        /// <summary>What the person calls it.</summary>
        public string Name { get; init; } = "";

        /// <summary>The id of the passkey to remove.</summary>
        public string? Remove { get; init; }
    }

    /// <summary>Does it, for the person themselves and nobody else.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        if (await change.Users.FindByIdAsync(actor.UserId.ToString() ?? "") is not { } user) { return new("not_signed_in", "Sign in first."); }

        if (!(actor.PasskeyJustNow && input.Password.Length == 0) && !await change.Users.CheckPasswordAsync(user, input.Password)) { return new("wrong", "The password is not right."); }

        var refusal = input.Add is { } passkey ? await AddAsync(change, user, passkey, input.Name) : await RemoveAsync(change, user, input.Remove ?? "");
        if (refusal is not null) { return refusal; }

        var now = clock.GetUtcNow();
        await change.Users.UpdateSecurityStampAsync(user);
        await change.EndSessionsAsync(user.Id, actor, "factor", now, cancellation);
        await change.CommitAsync(actor, now, new JournalEntry(input.Add is null ? "person.passkey_removed" : "person.passkey_added", "person", user.Id.ToString()), cancellation);
        return null;
    }

    private static async Task<Refusal?> AddAsync(PeopleChange change, DeskUser user, UserPasskeyInfo passkey, string name)
    {
        if ((await change.Users.GetPasskeysAsync(user)).Count >= Most) { return new("too_many", $"You have {Most} passkeys. Remove one that you do not use."); }

        passkey.Name = name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, 80)] : "Passkey";
        var added = await change.Users.AddOrUpdatePasskeyAsync(user, passkey);
        return added.Succeeded ? null : new("refused", string.Join(' ', added.Errors.Select(e => e.Description)));
    }

    private static async Task<Refusal?> RemoveAsync(PeopleChange change, DeskUser user, string id)
    {
        var bytes = Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
        if (await change.Users.GetPasskeyAsync(user, bytes) is null) { return new("none", "This passkey is not there any more."); }

        await change.Users.RemovePasskeyAsync(user, bytes);
        return null;
    }
}
