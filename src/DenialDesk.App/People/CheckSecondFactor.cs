using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>The second step of a sign-in: a code of the app, or a recovery code. Each is taken once.</summary>
public sealed class CheckSecondFactor(DeskSource database, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly FactorRows _rows = new(protection);

    /// <summary>What was typed, and by whom as the password said.</summary>
    public sealed record Input
    {
        public required Guid UserId { get; init; }

        public required string Typed { get; init; }
    }

    /// <summary>How it was proved: "code" or "recovery"; null when it was not. Needs no permission: nobody is signed in yet.</summary>
    public async Task<string?> Run(Input input, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await _rows.FindAsync(connection, input.UserId, cancellation) is not { Confirmed: true } factor) { return null; }

        if (RecoveryCode.Looks(input.Typed)) { return await FactorRows.TakeRecoveryCodeAsync(connection, input.UserId, input.Typed, now, cancellation) ? "recovery" : null; }

        return factor.Secret is { } secret && TimeCode.Match(secret, input.Typed, now, factor.LastStep) is { } step
            && await FactorRows.TakeStepAsync(connection, input.UserId, step, null, cancellation) ? "code" : null;
    }
}
