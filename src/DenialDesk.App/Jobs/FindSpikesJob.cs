using DenialDesk.App.People;
using DenialDesk.App.Prevention;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: looks for denials that come more often than before. Done is how many alerts are new.</summary>
internal sealed class FindSpikesJob(FindSpikes find) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            done += await find.Run(turn.Practices[i], Actor.Desk, cancellation);
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return done;
    }
}
