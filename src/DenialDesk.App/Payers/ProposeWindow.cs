using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>Puts a change of a payer's windows before a second admin, with the preview as it is now. Nothing moves yet.</summary>
public sealed class ProposeWindow(DeskSource database, TimeProvider clock)
{
    /// <summary>The change, and the state of the payer it was looked at in.</summary>
    public sealed record Input
    {
        /// <summary>What is wanted.</summary>
        public required WindowWish Wish { get; init; }

        /// <summary>The payer's version on the page.</summary>
        public required int PayerVersion { get; init; }
    }

    /// <summary>Why it could not be proposed; null when it waits now.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        if (actor.UserId is not { } me) { return new("second_person", "Only a person can propose a change."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (change, refusal) = await WindowChange.PlanAsync(connection, transaction, input.Wish, actor.Name, now, apply: false, cancellation);
        if (change is null) { return refusal; }

        if (change.PayerVersion != input.PayerVersion) { return new("payer_changed", $"Someone changed {change.PayerName} while you were looking at it. Open the page again and check the preview."); }

        if (await SaveAsync(connection, transaction, input.Wish, change.Impact, me, actor.Name, now, cancellation) is not { } id)
        {
            return new("proposal_waiting", "A change of this payer's windows waits for a second admin already. Have that one decided first.");
        }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("payer.window_proposed", "payer", input.Wish.PayerId.ToString(CultureInfo.InvariantCulture), New: new { Proposal = id, Wish = input.Wish.Words, Effect = change.Impact.Sentence }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static async Task<long?> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, WindowWish wish, WindowImpact impact, Guid me, string name, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into window_proposal (payer_id, wish, words, impact, digest, proposed_at, proposed_by, proposed_name) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict do nothing returning proposal_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = wish.PayerId }, new() { Value = WindowProposals.Write(wish), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = wish.Words }, new() { Value = impact.Sentence },
                new() { Value = WindowProposals.DigestOf(impact) }, new() { Value = now }, new() { Value = me }, new() { Value = name },
            },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }
}
