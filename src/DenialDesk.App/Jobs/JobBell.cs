using Microsoft.Extensions.Logging;
using Quartz;

namespace DenialDesk.App.Jobs;

/// <summary>What the scheduler rings: it looks the name up in the timetable and lets <see cref="JobRunner"/> do the rest.</summary>
/// <remarks>Nothing may be thrown at the scheduler: an exception there neither runs the job again nor tells anyone.</remarks>
[DisallowConcurrentExecution]
internal sealed class JobBell(JobRunner runner, ILogger<JobBell> log) : IJob
{
    /// <summary>Present in the data of a trigger that a person set off: the person's id.</summary>
    public const string By = "by";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        try
        {
            if (Timetable.Find(name) is not { } entry)
            {
                await context.Scheduler.DeleteJob(context.JobDetail.Key, cancellationToken);      // left over from an older version
                return;
            }

            var by = context.MergedJobDataMap.TryGetValue(By, out var value) ? value as string : null;
            if (by is null) { await runner.RingAsync(entry, cancellationToken); }
            else { await runner.RunNowAsync(entry, "person", Guid.Parse(by), cancellationToken); }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogInformation("Job {Job} was stopped before it began", name);
        }
        catch (Exception problem)
        {
            log.LogError(problem, "The bell of job {Job} failed", name);
        }
    }
}
