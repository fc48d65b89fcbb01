using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.People;

/// <summary>A person's own authenticator app and recovery codes: add, confirm, remove, renew the codes. Whatever weakens or shows something asks for the password again, unless a passkey was the proof a moment ago.</summary>
public sealed class ManageSecondFactor(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly FactorRows _rows = new(protection);

    /// <summary>What to do.</summary>
    public enum Act
    {
        /// <summary>Make a secret for an app; it counts from its first right code on.</summary>
        Begin,

        /// <summary>Give the app's first code.</summary>
        Confirm,

        /// <summary>Take the app and its codes away.</summary>
        Remove,

        /// <summary>New recovery codes; the old ones stop working.</summary>
        RenewCodes,
    }

    /// <summary>One step.</summary>
    public sealed record Input
    {
        public required Act Act { get; init; }

        /// <summary>The password again; needed by all but the code.</summary>
        public string Password { get; init; } = "";

        /// <summary>What the app shows.</summary>
        public string Code { get; init; } = "";
    }

    /// <summary>What came of it.</summary>
    /// <param name="Secret">For the app, in base32; shown until a code is right.</param>
    /// <param name="Codes">Recovery codes, shown this once.</param>
    public sealed record Result(Refusal? Refusal = null, string? Secret = null, IReadOnlyList<string>? Codes = null);

    /// <summary>Does it, for the person themselves and nobody else.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        if (await change.Users.FindByIdAsync(actor.UserId.ToString() ?? "") is not { } user) { return No("not_signed_in", "Sign in first."); }

        var factor = await _rows.FindAsync(change.Connection, user.Id, cancellation);
        if (input.Act == Act.Confirm) { return await ConfirmAsync(change, user, factor, input.Code, actor, cancellation); }

        if (!(actor.PasskeyJustNow && input.Password.Length == 0) && !await change.Users.CheckPasswordAsync(user, input.Password)) { return No("wrong", "The password is not right."); }

        return input.Act switch
        {
            Act.Begin when factor is { Confirmed: true } => No("there_already", "You have an authenticator app already. Remove it first to use another one."),
            Act.Begin => await BeginAsync(change, user, actor, cancellation),
            _ when factor is not { Confirmed: true } => No("none", "You have no authenticator app yet."),
            Act.Remove => await RemoveAsync(change, user, actor, cancellation),
            _ => await RenewAsync(change, user, actor, cancellation),
        };
    }

    private async Task<Result> BeginAsync(PeopleChange change, DeskUser user, Actor actor, CancellationToken cancellation)
    {
        var secret = RandomNumberGenerator.GetBytes(20);
        await _rows.KeepAsync(change.Connection, user.Id, secret, clock.GetUtcNow(), cancellation);
        await change.CommitAsync(actor, clock.GetUtcNow(), Entry("person.second_factor_begun", user), cancellation);
        return new(Secret: TimeCode.Base32(secret));
    }

    private async Task<Result> ConfirmAsync(PeopleChange change, DeskUser user, FactorRows.Factor? factor, string code, Actor actor, CancellationToken cancellation)
    {
        if (factor is not { Confirmed: false, Secret: { } secret }) { return No("none", "Begin again: there is no app waiting for its first code."); }

        var now = clock.GetUtcNow();
        if (TimeCode.Match(secret, code, now, factor.LastStep) is not { } step || !await FactorRows.TakeStepAsync(change.Connection, user.Id, step, now, cancellation))
        {
            return new(new("wrong", "This is not the code the app shows now. Is the phone's clock right? Type the newest six digits."), TimeCode.Base32(secret));
        }

        var codes = await FactorRows.RenewCodesAsync(change.Connection, user.Id, now, cancellation);
        await FinishAsync(change, user, true, actor, "person.second_factor_added", cancellation);
        return new(Codes: codes);
    }

    private async Task<Result> RemoveAsync(PeopleChange change, DeskUser user, Actor actor, CancellationToken cancellation)
    {
        await FactorRows.RemoveAsync(change.Connection, user.Id, passkeysToo: false, cancellation);
        await FinishAsync(change, user, false, actor, "person.second_factor_removed", cancellation);
        return new();
    }

    private async Task<Result> RenewAsync(PeopleChange change, DeskUser user, Actor actor, CancellationToken cancellation)
    {
        var codes = await FactorRows.RenewCodesAsync(change.Connection, user.Id, clock.GetUtcNow(), cancellation);
        await change.CommitAsync(actor, clock.GetUtcNow(), Entry("person.recovery_codes_renewed", user), cancellation);
        return new(Codes: codes);
    }

    /// <summary>A factor came or went: a new stamp and the end of every sign-in; the page makes a new one for itself.</summary>
    private async Task FinishAsync(PeopleChange change, DeskUser user, bool enabled, Actor actor, string action, CancellationToken cancellation)
    {
        user.TwoFactorEnabled = enabled;
        await change.Users.UpdateSecurityStampAsync(user);
        await change.EndSessionsAsync(user.Id, actor, "factor", clock.GetUtcNow(), cancellation);
        await change.CommitAsync(actor, clock.GetUtcNow(), Entry(action, user), cancellation);
    }

    private static JournalEntry Entry(string action, DeskUser user) => new(action, "person", user.Id.ToString());

    private static Result No(string code, string sentence) => new(new Refusal(code, sentence));
}
