using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.Intake;

/// <summary>The worker behind the HTTP API; registered where the desk serves, not in every command.</summary>
public static class IntakeWiring
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddReceivedFilesWorker(this IServiceCollection services) => services.AddHostedService<ReceivedFilesWorker>();
}
