using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>Ends a proposed change without putting it in force: withdrawn by whoever proposed it, refused by another admin.</summary>
public sealed class DropProposal(DeskSource database, TimeProvider clock)
{
    /// <summary>Which proposal.</summary>
    public sealed record Input
    {
        public required long ProposalId { get; init; }
    }

    /// <summary>Why not; null when it has ended.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await WindowProposals.HoldAsync(connection, transaction, input.ProposalId, cancellation) is not { } held)
        {
            return new("proposal_gone", "This proposal was decided meanwhile. Open the page again.");
        }

        var decision = held.ProposedBy == actor.UserId ? "withdrawn" : "refused";
        await WindowProposals.DecideAsync(connection, transaction, held.ProposalId, decision, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("payer.window_" + decision, "payer", held.PayerId.ToString(CultureInfo.InvariantCulture), New: new { Proposal = held.ProposalId, Wish = held.Wish.Words }));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
