using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>Puts an alert aside with a reason, or takes that back. A dismissed cluster stays quiet while it lives.</summary>
public sealed class DismissAlert(DeskSource database, TimeProvider clock)
{
    /// <summary>Letters of a reason at most.</summary>
    public const int ReasonLength = 300;

    /// <summary>Which alert, and why.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long AlertId { get; init; }

        /// <summary>As it was seen.</summary>
        public required int Version { get; init; }

        /// <summary>Why it may be left; empty together with <see cref="Undo"/>.</summary>
        public string Reason { get; init; } = "";

        /// <summary>Takes a dismissal back.</summary>
        public bool Undo { get; init; }
    }

    /// <summary>Null when done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        var reason = input.Reason.Trim();
        if (!input.Undo && reason.Length is 0 or > ReasonLength) { return new("reason", $"Say in at most {ReasonLength} letters why this may be left."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "alert.dismiss", input, now, cancellation);
        if (standing == CommandStanding.Repeated) { return null; }

        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        await using var command = new NpgsqlCommand(
            """
            update alert set state = case when $5 then 'open' else 'dismissed' end, dismiss_reason = case when $5 then null else $6 end, dismissed_at = case when $5 then null else $7 end,
                   dismissed_by = case when $5 then null else $8 end, dismissed_name = case when $5 then null else $9 end, version = version + 1
            where practice_id = $1 and alert_id = $2 and version = $3 and ended_on is null and state = case when $5 then 'dismissed' else 'open' end and ($4::int[] is null or practice_id = any($4))
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.AlertId }, new() { Value = input.Version },
                new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer }, new() { Value = input.Undo }, new() { Value = reason },
                new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) == 0) { return new("alert_changed", "This alert changed or ended meanwhile. Load the page again; nothing was done."); }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            input.Undo ? "alert.dismissal_undone" : "alert.dismissed", "alert", input.AlertId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, input.Undo ? null : new { Reason = reason }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
