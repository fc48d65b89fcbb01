using Quartz;

namespace DenialDesk.App.Jobs;

/// <summary>The way to the running scheduler, for the jobs page: ring a bell now, and when does it ring next.</summary>
public sealed class JobDesk(ISchedulerFactory schedulers)
{
    /// <summary>Sets the job off on the scheduler's own threads; what comes of it is in job_run.</summary>
    public async Task RingNowAsync(TimetableEntry entry, Guid by, CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        await scheduler.TriggerJob(new JobKey(entry.Name), new JobDataMap { [JobBell.By] = by.ToString() }, cancellation);
    }

    /// <summary>When the bell rings next, in UTC; null when the scheduler does not know the job (yet).</summary>
    public async Task<DateTimeOffset?> NextRingAsync(TimetableEntry entry, CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var trigger = await scheduler.GetTrigger(new TriggerKey(entry.Name), cancellation);
        return trigger?.NextFireTimeUtc;
    }
}
