using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>Ends a lease when its page is left; its row stays, so that its token is known as an old one.</summary>
public sealed class EndLease(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required long Token { get; init; }
    }

    /// <summary>Ends it; one that somebody took over stays theirs.</summary>
    public async Task Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "update denial_lease set until = $4 where practice_id = $1 and denial_id = $2 and token = $3 and user_id = $5 and until > $4", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = input.Token }, new() { Value = clock.GetUtcNow() },
                new() { Value = actor.UserId ?? Guid.Empty },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) == 1) { await DeskChange.TellPresenceAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation); }

        await transaction.CommitAsync(cancellation);
    }
}
