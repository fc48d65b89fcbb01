using DenialDesk.App.Audit;
using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice, after the queue is ranked: audits it against itself. Done is how many findings stand.</summary>
internal sealed class SelfAuditJob(AuditPractice audit) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var standing = 0;
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            var outcome = await audit.Run(new() { PracticeId = turn.Practices[i].PracticeId, Today = turn.Practices[i].Today }, Actor.Desk, cancellation);
            standing += outcome.Standing;
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return standing;
    }
}
