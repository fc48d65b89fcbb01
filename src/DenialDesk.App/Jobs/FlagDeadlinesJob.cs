namespace DenialDesk.App.Jobs;

/// <summary>Rings once a day for each practice: marks the denials whose deadline is near or over.</summary>
internal sealed class FlagDeadlinesJob(FlagDeadlines flag) : IDeskJob
{
    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var done = 0;
        for (var i = 0; i < turn.Practices.Count; i++)
        {
            done += await flag.Run(turn.Practices[i], cancellation);
            turn.Report((i + 1) * 100 / turn.Practices.Count, $"{i + 1} of {turn.Practices.Count} practices");
        }

        return done;
    }
}
