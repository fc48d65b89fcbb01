using System.Globalization;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>A private server with a database of its own, as durable as the desk's unless it is asked to be quick; gone with its folder when the measuring ends, unless the folder was named.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _stays;
    private readonly PrivatePostgres _server;

    private BenchServer(DirectoryInfo folder, bool stays, PrivatePostgres server, NpgsqlDataSource database) => (_folder, _stays, _server, Database) = (folder, stays, server, database);

    /// <summary>The database, still without a table when it is new.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>The number of the server's first process.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Directory.EnumerateFiles(_folder.FullName, "postmaster.pid", SearchOption.AllDirectories).Single()).First(), CultureInfo.InvariantCulture);

    /// <summary>Starts it.</summary>
    /// <param name="named">A folder that is made when it is missing, and stays; null: one that goes with the server.</param>
    /// <param name="durable">False while rows are made that nobody would miss.</param>
    public static async Task<BenchServer> StartAsync(string? named = null, bool durable = true)
    {
        // Not a private temporary folder: as root, the server runs under an account of its own that has to enter it.
        var folder = Directory.CreateDirectory(named ?? Path.Combine(Path.GetTempPath(), $"denialdesk-bench-{Environment.ProcessId}"));
        var server = await PrivatePostgres.StartAsync(folder.FullName, durable);
        await using (var postgres = DeskConnection.Open(server.ConnectionString("postgres") + ";Pooling=false"))
        {
            await using var find = postgres.CreateCommand("select 1 from pg_database where datname = 'bench'");
            if (await find.ExecuteScalarAsync() is null)
            {
                await using var create = postgres.CreateCommand("create database bench");
                await create.ExecuteNonQueryAsync();
            }
        }

        return new(folder, named is not null, server, DeskConnection.Open(server.ConnectionString("bench")));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _server.DisposeAsync();
        if (!_stays) { _folder.Delete(recursive: true); }
    }
}
