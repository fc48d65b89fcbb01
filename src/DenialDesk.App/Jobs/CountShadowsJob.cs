using DenialDesk.App.People;
using DenialDesk.App.Prevention;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: counts what pre-submission rules say of what was sent, and learns the odds anew. Done is how many rules were counted.</summary>
internal sealed class CountShadowsJob(CountShadows count) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var practice in turn.Practices) { done += await count.Run(practice, Actor.Desk, cancellation); }

        return done;
    }
}
