using DenialDesk.App.Calibration;
using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: works its last ninety days again, so that the pages that show it find it kept. Done is how many practices.</summary>
internal sealed class LanePriceJob(SeeLanePrice see) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            await see.Run(new() { Practice = turn.Practices[i].PracticeId }, Actor.Desk, cancellation);
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return turn.Practices.Count;
    }
}
