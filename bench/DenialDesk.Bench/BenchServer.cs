using System.Globalization;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>A private server with one empty database, as durable as the desk's own; gone with its folder when the measuring ends.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PrivatePostgres _server;

    private BenchServer(DirectoryInfo folder, PrivatePostgres server, NpgsqlDataSource database) => (_folder, _server, Database) = (folder, server, database);

    /// <summary>The database, still without a table.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>The number of the server's first process.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Directory.EnumerateFiles(_folder.FullName, "postmaster.pid", SearchOption.AllDirectories).Single()).First(), CultureInfo.InvariantCulture);

    public static async Task<BenchServer> StartAsync()
    {
        // Not a private temporary folder: as root, the server runs under an account of its own that has to enter it.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"denialdesk-bench-{Environment.ProcessId}"));
        var server = await PrivatePostgres.StartAsync(folder.FullName);
        await using (var postgres = DeskConnection.Open(server.ConnectionString("postgres") + ";Pooling=false"))
        await using (var create = postgres.CreateCommand("create database bench"))
        {
            await create.ExecuteNonQueryAsync();
        }

        return new(folder, server, DeskConnection.Open(server.ConnectionString("bench")));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
