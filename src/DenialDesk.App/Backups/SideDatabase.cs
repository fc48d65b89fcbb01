using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>
/// A database beside the desk's own on the same server. A scratch one is dropped at the end; one left behind by a program that died is dropped by the
/// next, which knows it by its name and by nobody being connected to it.
/// </summary>
internal sealed class SideDatabase : IAsyncDisposable
{
    private const string Prefix = "denialdesk_scratch_";
    private readonly DeskAddress _address;
    private readonly bool _scratch;
    private readonly NpgsqlConnection _held;

    private SideDatabase(DeskAddress address, string name, NpgsqlDataSource source, NpgsqlConnection held, bool scratch)
        => (_address, Name, Source, _held, _scratch) = (address, name, source, held, scratch);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Makes an empty scratch database; null with the reason when the account may not.</summary>
    public static async Task<(SideDatabase? Database, string? Trouble)> ScratchAsync(DeskAddress address, CancellationToken cancellation)
    {
        await SweepAsync(address, cancellation);
        return await OpenAsync(address, Prefix + Guid.NewGuid().ToString("N")[..12], scratch: true, cancellation);
    }

    /// <summary>Opens the named database, making it when there is none; null with the reason when that is not possible.</summary>
    public static Task<(SideDatabase? Database, string? Trouble)> NamedAsync(DeskAddress address, string name, CancellationToken cancellation) => OpenAsync(address, name, scratch: false, cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _held.DisposeAsync();
        await Source.DisposeAsync();
        if (_scratch) { await AdminAsync(_address, $"drop database if exists {Name} with (force)", CancellationToken.None); }
    }

    private static async Task<(SideDatabase? Database, string? Trouble)> OpenAsync(DeskAddress address, string name, bool scratch, CancellationToken cancellation)
    {
        try
        {
            if (!await ExistsAsync(address, name, cancellation)) { await AdminAsync(address, $"create database {name} template template0 encoding 'UTF8'", cancellation); }

            var source = address.Open(name);
            return (new(address, name, source, await source.OpenConnectionAsync(cancellation), scratch), null);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return (null, "The database account may not create databases, so nothing can be restored beside the desk's own. Let an administrator of the server run: alter role … createdb, with the account's name.");
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.DiskFull)
        {
            return (null, "The disk of the database server is full. Make room and try again.");
        }
    }

    /// <summary>Drops scratch databases nobody is connected to; one in use refuses and stays.</summary>
    private static async Task SweepAsync(DeskAddress address, CancellationToken cancellation)
    {
        var left = new List<string>();
        await using (var connection = await AdminConnectionAsync(address, cancellation))
        await using (var command = new NpgsqlCommand(@"select datname from pg_database where datname like 'denialdesk\_scratch\_%'", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { left.Add(rows.GetString(0)); }
        }

        foreach (var name in left.Where(n => n.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
        {
            try
            {
                await AdminAsync(address, $"drop database if exists {name}", cancellation);
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.ObjectInUse or PostgresErrorCodes.InsufficientPrivilege)
            {
                continue;
            }
        }
    }

    private static async Task<bool> ExistsAsync(DeskAddress address, string name, CancellationToken cancellation)
    {
        await using var connection = await AdminConnectionAsync(address, cancellation);
        await using var command = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task AdminAsync(DeskAddress address, string sql, CancellationToken cancellation)
    {
        await using var connection = await AdminConnectionAsync(address, cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Every server has a database "postgres"; where the account may not enter it, the desk's own does as well.</summary>
    private static async Task<NpgsqlConnection> AdminConnectionAsync(DeskAddress address, CancellationToken cancellation)
    {
        foreach (var database in new[] { "postgres", address.Database })
        {
            var connection = address.Connect(database);
            try
            {
                await connection.OpenAsync(cancellation);
                return connection;
            }
            catch (PostgresException) when (database == "postgres")
            {
                await connection.DisposeAsync();
            }
        }

        throw new InvalidOperationException("The database server refused both its own database and the desk's.");
    }
}
