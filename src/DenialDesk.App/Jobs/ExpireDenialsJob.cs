using DenialDesk.App.Deadlines;
using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: closes the denials that ran out with no decision.</summary>
internal sealed class ExpireDenialsJob(ExpireDenials expire) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            done += await expire.Run(turn.Practices[i], Actor.Desk, cancellation);
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return done;
    }
}
