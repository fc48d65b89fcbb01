using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Seals the journal of views. Done is how many views.</summary>
internal sealed class SealViewsJob(SealViews seal) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => (int)Math.Min(await seal.Run(Actor.Desk, cancellation), int.MaxValue);
}
