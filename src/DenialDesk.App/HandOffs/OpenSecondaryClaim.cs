using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.HandOffs;

/// <summary>Hands out a claim to the next payer, byte for byte as it was written.</summary>
public sealed class OpenSecondaryClaim(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long SecondaryId { get; init; }
    }

    /// <summary>Its control number and content; null when it is not there for this person.</summary>
    public async Task<(int Number, byte[] Content)?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        // By primary key.
        await using var command = database.CreateCommand("select control_number, content, denial_id from secondary_claim where practice_id = $1 and secondary_id = $2");
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.SecondaryId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.secondary_claim", "denial", r.GetInt64(2).ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        return (r.GetInt32(0), r.GetFieldValue<byte[]>(1));
    }
}
