using DenialDesk.App.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace DenialDesk.Web.Hosting;

/// <summary>Ready means the database answers a query.</summary>
internal sealed class DatabaseCheck(DeskSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
