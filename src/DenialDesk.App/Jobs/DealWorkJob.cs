using DenialDesk.App.People;
using DenialDesk.App.Routing;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day: deals the whole desk's work by the routing rules in force.</summary>
internal sealed class DealWorkJob(DealWork deal) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var (result, _) = await deal.Run(Actor.Desk, cancellation);
        return result?.Routed ?? 0;
    }
}
