using System.Globalization;
using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.HandOffs;

/// <summary>Puts a written claim to the next payer into the outbound folder, or notes that the downloaded file was sent; each with who and when.</summary>
public sealed class SendSecondaryClaim(DeskSource database, OutboundFolder outbound, TimeProvider clock)
{
    /// <summary>Which one, and how.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long SecondaryId { get; init; }

        /// <summary>True puts the file into the outbound folder; false: the person downloaded it and sends it.</summary>
        public required bool Outbound { get; init; }
    }

    /// <summary>Null when it is done; or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Outbound && outbound.Path is null)
        {
            return new("no_outbound", "No outbound folder is set on this server (DENIALDESK_CLAIMS). Download the file and send it as you send your other files.");
        }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!actor.Sees(input.PracticeId) || await FindAsync(connection, transaction, input, cancellation) is not { } kept) { return new("not_found", "There is no such claim."); }

        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "secondary.send", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return null; }

        await NoteAsync(connection, transaction, input, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("secondary.sent", "denial", $"{kept.DenialId}", input.PracticeId, null, new { input.SecondaryId, input.Outbound }, input.CommandId));
        using var file = input.Outbound ? new OutboundFile(outbound.Path!, string.Create(CultureInfo.InvariantCulture, $"claim-{kept.Number}.837"), kept.Content) : null;
        await transaction.CommitAsync(cancellation);
        file?.Show();
        return null;
    }

    private static async Task<(long DenialId, int Number, byte[] Content)?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand("select denial_id, control_number, content from secondary_claim where practice_id = $1 and secondary_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.SecondaryId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (r.GetInt64(0), r.GetInt32(1), r.GetFieldValue<byte[]>(2)) : null;
    }

    private static async Task NoteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into secondary_claim_step (practice_id, secondary_id, at, actor_id, actor_name, channel, command_id) values ($1, $2, $3, $4, $5, $6, $7)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.SecondaryId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name }, new() { Value = input.Outbound ? "outbound" : "download" }, new() { Value = input.CommandId },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
