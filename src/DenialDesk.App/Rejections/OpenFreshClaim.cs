using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Rejections;

/// <summary>Hands out a claim that was written anew, byte for byte as it was kept.</summary>
public sealed class OpenFreshClaim(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long FreshId { get; init; }
    }

    /// <summary>Its control number and content; null when it is not there for this person.</summary>
    public async Task<(int Number, byte[] Content)?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);

        // By primary key.
        return await WrittenClaim.OpenAsync(
            database, "select control_number, content, fresh_id from fresh_claim where practice_id = $1 and fresh_id = $2", input.PracticeId, input.FreshId,
            id => new("read.fresh_claim", "fresh_claim", id, input.PracticeId), actor, clock.GetUtcNow(), cancellation);
    }
}
