using DenialDesk.App.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DenialDesk.App.Queue;

/// <summary>Takes runs row by row as long as the program runs: at once when this process began one, else at the next look. A run that a stop cut short goes on.</summary>
internal sealed partial class BulkWorker(WorkBulk work, BulkSignal signal, ILogger<BulkWorker> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await work.Run(Actor.Desk, stoppingToken)) { }

                await signal.WaitAsync(BetweenLooks, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                LogStopped(log, problem);
                await Task.Delay(BetweenLooks, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A bulk run stopped; it goes on at the next look")]
    private static partial void LogStopped(ILogger log, Exception problem);
}

/// <summary>The worker behind bulk runs; registered where the desk serves, not in every command.</summary>
public static class QueueWiring
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddBulkWorker(this IServiceCollection services) => services.AddHostedService<BulkWorker>();
}
