using System.Globalization;
using System.Text.Json;
using DenialDesk.App;
using DenialDesk.App.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// Fifty billers on two nodes of one database for thirty seconds (<c>--full</c>: five minutes), with pauses of about half a second: how long their commands take, and
/// whether anything was owned twice or lost.
/// </summary>
internal static class DeskBench
{
    private const int Billers = 50;
    private const int Nodes = 2;
    private const int Denials = 20_000;

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        await using var server = await BenchServer.StartAsync();
        await QueueBench.PrepareAsync(server.Database, Denials);
        await UnownAsync(server.Database);
        var sources = Enumerable.Range(0, Nodes).Select(_ => DeskConnection.Open(DeskConnection.SecretOf(server.Database))).ToArray();
        var nodes = sources.Select(Node).ToArray();
        try
        {
            var drill = new DeskDrill(nodes, server.Database, Billers, TimeSpan.FromMilliseconds(500), 4711);
            var found = await drill.RunAsync(args.Contains("--full") ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(30), CancellationToken.None);
            Print(found, args.Contains("--json"));
            return found is { DoubleOwners: 0, LostWrites: 0, StaleAccepted: 0 } ? 0 : 1;
        }
        finally
        {
            foreach (var node in nodes) { await node.DisposeAsync(); }

            foreach (var source in sources) { await source.DisposeAsync(); }
        }
    }

    private static ServiceProvider Node(NpgsqlDataSource source)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDesk(source);
        return services.BuildServiceProvider();
    }

    /// <summary>The made-up owners are nobody: their history has no step that made them owners.</summary>
    private static async Task UnownAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("update denial set assigned_to = null where assigned_to is not null");
        await command.ExecuteNonQueryAsync();
    }

    private static void Print(DeskFinding found, bool json) => Console.WriteLine(json
        ? JsonSerializer.Serialize(found, Written)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Billers} billers on {found.Nodes} nodes for {found.Seconds} s: {found.Commands} commands ({found.Refused} refused), p50/p95/p99 {found.P50Ms}/{found.P95Ms}/{found.P99Ms} ms; owned twice {found.DoubleOwners}, lost {found.LostWrites}, stale accepted {found.StaleAccepted} of {found.StaleSent}"));
}
