using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

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

        // By primary key.
        return await WrittenClaim.OpenAsync(
            database, "select control_number, content, attempt_id from correction_attempt where practice_id = $1 and attempt_id = $2 and content is not null", input.PracticeId, input.AttemptId,
            id => new("read.correction", "correction", id, input.PracticeId), actor, clock.GetUtcNow(), cancellation);
    }
}
