using DenialDesk.App.Codes;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>The open database of a running program: given, or the desk's own server; migrated and with its reference data.</summary>
public sealed class DeskDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres? _server;

    private DeskDatabase(NpgsqlDataSource source, PrivatePostgres? server, int migrated) => (Source, _server, Migrated) = (source, server, migrated);

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>How many migrations ran when it was opened.</summary>
    public int Migrated { get; }

    /// <summary>Whether the desk runs its own server.</summary>
    public bool IsPrivate => _server is not null;

    /// <summary>Starts the private server where no connection string is given, connects, migrates and seeds.</summary>
    public static async Task<DeskDatabase> OpenAsync(DeskOptions options, CancellationToken cancellation = default)
    {
        var server = options.ConnectionString is null ? await PrivatePostgres.StartAsync(options.DataFolder, cancellation: cancellation) : null;
        var source = DeskConnection.Open(options.ConnectionString ?? server!.ConnectionString());
        try
        {
            var migrated = await SqlMigrator.ApplyAsync(source, cancellation);
            await ReferenceSeed.ApplyAsync(source, cancellation);
            return new(source, server, migrated);
        }
        catch
        {
            await source.DisposeAsync();
            if (server is not null) { await server.StopAsync(); }

            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_server is not null) { await _server.StopAsync(); }
    }
}
