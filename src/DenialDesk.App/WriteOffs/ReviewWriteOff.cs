using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.WriteOffs;

/// <summary>Notes that a second person looked at one of the sample of a bulk write-off. What is wrong with it is reversed instead.</summary>
public sealed class ReviewWriteOff(DeskSource database, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long RequestId { get; init; }
    }

    /// <summary>Null when it is noted, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.DecideWriteOffs);
        if (!actor.Sees(input.PracticeId)) { return Gone; }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            update write_off_request set reviewed_at = $3, reviewed_by = $4, reviewed_name = $5
            where practice_id = $1 and request_id = $2 and sampled and reviewed_at is null and asked_by is distinct from $4 returning denial_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.RequestId }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        if (await command.ExecuteScalarAsync(cancellation) is not long denialId) { return Gone; }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "write_off.reviewed", "denial", denialId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Request = input.RequestId }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal Gone => new("not_to_review", "This one is not waiting for a look by you: it was looked at, or you wrote it off yourself.");
}
