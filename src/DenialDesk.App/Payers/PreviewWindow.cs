using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>Says what a change of a payer's windows would do, and changes nothing.</summary>
public sealed class PreviewWindow(DeskSource database, TimeProvider clock)
{
    /// <summary>The change, as for <see cref="ApplyWindow"/>.</summary>
    public sealed record Input
    {
        /// <summary>What is wanted.</summary>
        public required WindowWish Wish { get; init; }
    }

    /// <summary>The impact, or why the change cannot be made.</summary>
    public async Task<(WindowImpact? Impact, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (change, refusal) = await WindowChange.PlanAsync(connection, null, input.Wish, actor.Name, clock.GetUtcNow(), apply: false, cancellation);
        return (change?.Impact, refusal);
    }
}
