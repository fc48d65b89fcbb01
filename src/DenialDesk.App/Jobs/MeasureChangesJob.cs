using DenialDesk.App.People;
using DenialDesk.App.Prevention;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: takes the readings of changes that are due. Done is how many.</summary>
internal sealed class MeasureChangesJob(MeasureChanges measure) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var practice in turn.Practices) { done += await measure.Run(practice, Actor.Desk, cancellation); }

        return done;
    }
}
