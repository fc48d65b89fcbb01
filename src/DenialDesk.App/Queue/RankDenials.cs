using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>Ranks a practice's open denials again for a day: urgency moves with the calendar even when nothing else does.</summary>
public sealed class RankDenials(DeskSource database)
{
    /// <summary>Which practice, for which of its days.</summary>
    public sealed record Input
    {
        /// <summary>The practice.</summary>
        public required int PracticeId { get; init; }

        /// <summary>The practice's calendar day.</summary>
        public required DateOnly Today { get; init; }
    }

    /// <summary>Returns how many denials got another rank.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await HoldAsync(connection, transaction, cancellation);
        var changed = await Scoring.RescoreAsync(connection, transaction, input.PracticeId, input.Today, cancellation);
        await transaction.CommitAsync(cancellation);
        return changed;
    }

    /// <summary>Ranking a large practice thinks for seconds between two statements; the session's short idle limit is lifted for this transaction.</summary>
    private static async Task HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_config('idle_in_transaction_session_timeout', '300s', true)", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
