using DenialDesk.App.People;
using DenialDesk.App.Queue;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: ranks its queue for the new day.</summary>
internal sealed class RescoreJob(RankDenials rank) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            done += await rank.Run(new() { PracticeId = turn.Practices[i].PracticeId, Today = turn.Practices[i].Today }, Actor.Desk, cancellation);
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return done;
    }
}
