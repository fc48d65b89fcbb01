using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>Hands out a corrected claim, byte for byte as it was kept.</summary>
public sealed class OpenCorrection(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long AttemptId { get; init; }
    }

    /// <summary>Its control number and content; null when it is not there for this person or went by paper.</summary>
    public async Task<(int Number, byte[] Content)?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        // By primary key.
        await using var command = database.CreateCommand("select control_number, content from correction_attempt where practice_id = $1 and attempt_id = $2 and content is not null");
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.AttemptId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.correction", "correction", input.AttemptId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        return (r.GetInt32(0), r.GetFieldValue<byte[]>(1));
    }
}
