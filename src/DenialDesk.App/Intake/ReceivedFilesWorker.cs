using DenialDesk.App.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DenialDesk.App.Intake;

/// <summary>Imports received files one after the other, as long as the program runs: at once when this process received one, else at the next look.</summary>
internal sealed class ReceivedFilesWorker(IServiceProvider services, ReceivedFilesSignal signal, ILogger<ReceivedFilesWorker> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var take = services.GetRequiredService<TakeReceivedFile>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await take.Run(Actor.Desk, stoppingToken)) { }

                await signal.WaitAsync(BetweenLooks, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                log.LogError(problem, "Received files could not be looked at; the next look is in {Seconds} s", BetweenLooks.TotalSeconds);
                await Task.Delay(BetweenLooks, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
