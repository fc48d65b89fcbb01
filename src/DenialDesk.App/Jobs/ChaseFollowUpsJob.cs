using DenialDesk.App.FollowUps;
using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: keeps its follow-ups in step with its denials, and tells leads of silent payers.</summary>
internal sealed class ChaseFollowUpsJob(ChaseFollowUps chase) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            done += await chase.Run(new() { Practice = turn.Practices[i] }, Actor.Desk, cancellation);
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return done;
    }
}
