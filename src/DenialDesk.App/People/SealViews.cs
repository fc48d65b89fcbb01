using DenialDesk.App.Data;
using DenialDesk.Domain.People;

namespace DenialDesk.App.People;

/// <summary>Seals the views that were journalled since the last time, so that none of them can be changed or removed unseen.</summary>
public sealed class SealViews(DeskSource database)
{
    /// <summary>How many views it sealed.</summary>
    public async Task<long> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        return await ViewSeals.SealAsync(database.Whole, cancellation);
    }
}
