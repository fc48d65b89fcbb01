using DenialDesk.App.Codes;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>The open database of a running program: given, or the desk's own server; migrated and with its reference data.</summary>
public sealed class DeskDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres? _server;

    private DeskDatabase(NpgsqlDataSource source, DeskAddress address, PrivatePostgres? server, int migrated) => (Source, Address, _server, Migrated) = (source, address, server, migrated);

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>How other programs of PostgreSQL reach it.</summary>
    public DeskAddress Address { get; }

    /// <summary>How many migrations ran when it was opened.</summary>
    public int Migrated { get; }

    /// <summary>Whether the desk runs its own server.</summary>
    public bool IsPrivate => _server is not null;

    /// <summary>Starts the private server where no connection string is given, connects, migrates and seeds.</summary>
    public static async Task<DeskDatabase> OpenAsync(DeskOptions options, CancellationToken cancellation = default)
    {
        var server = options.ConnectionString is null ? await PrivatePostgres.StartAsync(options.DataFolder, cancellation: cancellation) : null;
        var address = options.ConnectionString ?? server!.ConnectionString();
        var source = DeskConnection.Open(address);
        try
        {
            var migrated = await SqlMigrator.ApplyAsync(source, cancellation);
            await ReferenceSeed.ApplyAsync(source, cancellation);
            return new(source, new(address, server is not null), server, migrated);
        }
        catch
        {
            await source.DisposeAsync();
            if (server is not null) { await server.StopAsync(); }

            throw;
        }
    }

    /// <summary>
    /// Opens it as it stands, without a migration and without its being there at all: for backup and restore. Where a desk is already running on its own
    /// server, that server is used and left running.
    /// </summary>
    public static async Task<DeskDatabase> OpenAsItStandsAsync(DeskOptions options, CancellationToken cancellation = default)
    {
        var running = options.ConnectionString is null ? await PrivatePostgres.RunningAsync(options.DataFolder, cancellation) : null;
        var server = options.ConnectionString is null && running is null ? await PrivatePostgres.StartAsync(options.DataFolder, cancellation: cancellation) : null;
        var address = options.ConnectionString ?? running ?? server!.ConnectionString();
        return new(DeskConnection.Open(address), new(address, options.ConnectionString is null), server, 0);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_server is not null) { await _server.StopAsync(); }
    }
}
