using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace DenialDesk.App.Jobs;

/// <summary>Hands the timetable to Quartz. Only this file, the bell and <see cref="JobDesk"/> know which scheduler is behind it.</summary>
public static class JobWiring
{
    /// <summary>
    /// Registers the scheduler on the desk's own database (the registered <see cref="System.Data.Common.DbDataSource"/>), clustered, so that
    /// a second node takes over. It starts after the site answers. No instance id is set: the word AUTO would be taken literally.
    /// </summary>
    public static IServiceCollection AddDeskScheduler(this IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = "DenialDesk";
                o.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(d => d.UseRegisteredDataSource = true);
                store.UseSystemTextJsonSerializer();
                store.UseClustering(c =>
                {
                    c.CheckinInterval = TimeSpan.FromSeconds(5);
                    c.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                });
                store.ProvisionSchema();
                store.ConfigureStore(o =>
                {
                    o.AcceptEnlistedTransactions = true;
                    o.RecoverFiringsCancelledByShutdown = true;
                    o.MisfireThreshold = TimeSpan.FromSeconds(60);
                });
            });
            foreach (var entry in Timetable.Entries)
            {
                quartz.ScheduleJob<JobBell>(
                    trigger => trigger.WithIdentity(entry.Name).StartNow().WithSimpleSchedule(entry.Ring),
                    job => job.WithIdentity(entry.Name).WithDescription(entry.Title));
            }
        });
        services.AddSingleton<JobDesk>();
        services.AddSingleton<SeeJobs>();
        services.AddSingleton<RunJobNow>();
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        return services;
    }
}
