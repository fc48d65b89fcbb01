using DenialDesk.App.Data;
using Microsoft.AspNetCore.DataProtection;

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
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await _rows.ProveAsync(connection, input.UserId, input.Typed, clock.GetUtcNow(), cancellation);
    }
}
