using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using DenialDesk.App.Reviews;

namespace DenialDesk.App.Jobs;

/// <summary>Counts the touched months again, and the numbers that are not of first decisions. Done is how many months and practices.</summary>
internal sealed class RollupsJob(RebuildRollups rollups, RebuildNumbers numbers) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var months = await rollups.Run(new() { All = turn.ByHand, Progress = left => turn.Report(left == 0 ? 90 : 90 / (left + 1), $"{left} months wait") }, Actor.Desk, cancellation);
        return months + await numbers.Run(new() { Practices = turn.Practices, Now = turn.ByHand }, Actor.Desk, cancellation);
    }
}

/// <summary>Reads the pages that a large desk keeps again. Done is how many.</summary>
internal sealed class RefreshReadingsJob(RefreshReadings refresh) : IDeskJob
{
    public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => refresh.Run(new() { All = turn.ByHand }, Actor.Desk, cancellation);
}

/// <summary>Rings once a day for each practice: freezes the month before on its day. Done is how many practices.</summary>
internal sealed class FreezeNumbersJob(FreezeNumbers freeze) : IDeskJob
{
    public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => freeze.Run(new() { Practices = turn.Practices }, Actor.Desk, cancellation);
}

/// <summary>Rings once a day for each practice: holds the roll-ups against the raw rows, and fails when they differ. Done is how many practices agree.</summary>
internal sealed class CheckRollupsJob(CheckRollups check) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var wrong = new List<string>();
        foreach (var practice in turn.Practices)
        {
            var months = await check.Run(new() { PracticeId = practice.PracticeId }, Actor.Desk, cancellation);
            wrong.AddRange(months.Select(m => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"practice {practice.PracticeId}, {m:yyyy-MM}")));
        }

        return wrong.Count == 0
            ? turn.Practices.Count
            : throw new JobFailedException($"The monthly counts differed from the raw rows and are counted again: {string.Join("; ", wrong)}. Numbers shown before may have been off.");
    }
}
