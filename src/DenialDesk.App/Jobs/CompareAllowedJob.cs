using DenialDesk.App.People;
using DenialDesk.App.Underpayments;

namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: holds what every payer allowed against its rates. Done is how many payers.</summary>
internal sealed class CompareAllowedJob(CompareAllowed compare) : IDeskJob
{
    public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
        => compare.Run(new() { AllOf = [.. turn.Practices.Select(p => p.PracticeId)], Progress = left => turn.Report(left == 0 ? 100 : 100 / (left + 1), $"{left} payers wait") }, Actor.Desk, cancellation);
}

/// <summary>Compares again the payers whose rates changed. Done is how many payers.</summary>
internal sealed class CompareChangedJob(CompareAllowed compare) : IDeskJob
{
    public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
        => compare.Run(new() { Progress = left => turn.Report(left == 0 ? 100 : 100 / (left + 1), $"{left} payers wait") }, Actor.Desk, cancellation);
}
