using DenialDesk.App.Corrections;
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

        // By primary key.
        return await WrittenClaim.OpenAsync(
            database, "select control_number, content, denial_id from secondary_claim where practice_id = $1 and secondary_id = $2", input.PracticeId, input.SecondaryId,
            id => new("read.secondary_claim", "denial", id, input.PracticeId), actor, clock.GetUtcNow(), cancellation);
    }
}
