using DenialDesk.App.People;
using DenialDesk.App.Reviews;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: keeps the pack of the month before, from the month's third day on, so that its last remittances are in.</summary>
internal sealed class KeepReviewsJob(KeepReview keep) : IDeskJob
{
    private const int FirstDay = 3;

    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var practice in turn.Practices.Where(p => p.Today.Day >= FirstDay))
        {
            if ((await keep.Run(new() { Practice = practice.PracticeId, Month = practice.Today.AddMonths(-1) }, Actor.Desk, cancellation)).New) { done++; }
        }

        return done;
    }
}
