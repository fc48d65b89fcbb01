using DenialDesk.App.Numbers;
using DenialDesk.App.People;

namespace DenialDesk.App.Jobs;

/// <summary>Counts the touched months again. Done is how many months.</summary>
internal sealed class RollupsJob(RebuildRollups rebuild) : IDeskJob
{
    public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
        => rebuild.Run(new() { All = turn.ByHand, Progress = left => turn.Report(left == 0 ? 100 : 100 / (left + 1), $"{left} months wait") }, Actor.Desk, cancellation);
}
