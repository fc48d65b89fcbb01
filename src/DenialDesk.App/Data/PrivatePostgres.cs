using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>
/// A PostgreSQL server of the desk's own, started when no connection string is given: made in the data folder, reached over a unix socket
/// that only this account can open, stopped with the program. After a crash it recovers; a server still running is taken over.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly bool _durable;
    private readonly PostgresAccount _account = new();
    private readonly string _bin;
    private readonly string _data;
    private readonly string _sockets;
    private readonly string _passwordFile;
    private readonly string _log;
    private FileStream? _lock;

    private PrivatePostgres(string folder, bool durable)
    {
        _durable = durable;
        _bin = PostgresBinaries.Find(Environment.GetEnvironmentVariable("DENIALDESK_PG_BIN"));
        _data = Path.Combine(folder, "pg" + PostgresBinaries.MajorVersion(_bin));
        _passwordFile = Path.Combine(folder, "pg.password");
        _log = Path.Combine(folder, "postgres.log");
        // A unix socket's path may be at most 107 bytes: keep it out of a deep data folder.
        _sockets = Path.Combine(Path.GetTempPath(), "ddpg-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_data)))[..12]);
    }

    /// <summary>Starts the server, creating it on first use.</summary>
    /// <param name="folder">The data folder; it is locked, because a second program would stop the first one's server.</param>
    /// <param name="durable">False only in tests: crash safety off, twice the speed.</param>
    public static async Task<PrivatePostgres> StartAsync(string folder, bool durable = true, CancellationToken cancellation = default)
    {
        var server = new PrivatePostgres(Path.GetFullPath(folder), durable);
        await server.StartCoreAsync(Path.GetFullPath(folder), cancellation);
        return server;
    }

    /// <summary>How to reach the desk's database on a server that another program of the desk has started already; null when none runs.</summary>
    public static async Task<string?> RunningAsync(string folder, CancellationToken cancellation = default)
    {
        if (!File.Exists(Path.Combine(folder, "pg.password"))) { return null; }

        var server = new PrivatePostgres(Path.GetFullPath(folder), durable: true);
        return await server.IsRunningAsync(cancellation) ? server.ConnectionString() : null;
    }

    /// <summary>How to reach one of its databases.</summary>
    public string ConnectionString(string database = "denialdesk") => new NpgsqlConnectionStringBuilder
    {
        Host = _sockets,
        Username = "denialdesk",
        Password = File.ReadAllText(_passwordFile).Trim(),
        Database = database,
        ApplicationName = "denialdesk",
    }.ConnectionString;

    /// <summary>Stops the server; "fast" ends sessions cleanly, "immediate" is for tests.</summary>
    public async Task StopAsync(string mode = "fast")
    {
        NpgsqlConnection.ClearAllPools();
        await _account.RunAsync(Path.Combine(_bin, "pg_ctl"), ["stop", "-w", "-m", mode, "-D", _data], CancellationToken.None);
        try
        {
            Directory.Delete(_sockets);
        }
        catch (IOException)
        {
            // Something is left in it: the next start clears that away.
        }

        if (_lock is not null) { await _lock.DisposeAsync(); }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StartCoreAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        TakeLock(folder);
        WritePassword();
        _account.OwnFolder(_sockets);
        if (!await _account.CanEnterAsync(folder, cancellation))
        {
            throw new InvalidOperationException(
                $"The database account '{_account.User}' cannot enter the data folder {folder}. Set DENIALDESK_DATA to another folder, for example /var/lib/denialdesk.");
        }

        if (!File.Exists(Path.Combine(_data, "PG_VERSION"))) { await CreateAsync(cancellation); }

        if (!await IsRunningAsync(cancellation)) { await LaunchAsync(cancellation); }

        await EnsureDatabaseAsync(cancellation);
    }

    private void TakeLock(string folder)
    {
        try
        {
            _lock = new FileStream(Path.Combine(folder, "desk.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InvalidOperationException($"Another DenialDesk is already running on the data folder {folder}. Stop it first, or choose another folder with DENIALDESK_DATA.");
        }
    }

    private void WritePassword()
    {
        if (File.Exists(_passwordFile)) { return; }

        using var file = new FileStream(
            _passwordFile,
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))));
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(_data)) { Directory.Delete(_data, recursive: true); }      // a creation that was cut short

        _account.OwnFolder(_data);
        var password = Path.Combine(_sockets, "pw");
        File.Copy(_passwordFile, password, overwrite: true);
        _account.Give(password);
        try
        {
            List<string> arguments = ["-D", _data, "-U", "denialdesk", "--pwfile=" + password, "--auth=scram-sha-256", "-E", "UTF8", "--locale=C", "--data-checksums"];
            if (!_durable) { arguments.Add("--no-sync"); }

            var (code, text) = await _account.RunAsync(Path.Combine(_bin, "initdb"), arguments, cancellation);
            if (code != 0) { throw new InvalidOperationException($"The private database could not be created: {text}"); }
        }
        finally
        {
            File.Delete(password);
        }
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        _account.OwnFile(_log);
        var (code, text) = (1, "");
        // After a crash the old server may linger for a moment as a zombie, or its children may still hold shared memory: both pass.
        for (var attempt = 1; attempt <= 20 && code != 0; attempt++)
        {
            RemoveStaleLocks();
            (code, text) = await _account.RunAsync(Path.Combine(_bin, "pg_ctl"), ["start", "-w", "-t", "60", "-D", _data, "-l", _log, "-o", ServerOptions()], cancellation);
            if (code != 0) { await Task.Delay(500, cancellation); }
        }

        if (code != 0) { throw new InvalidOperationException($"The private database did not start: {text}{Environment.NewLine}Its log is {_log}."); }
    }

    /// <summary>No statement and no parameter in the server's log: both can hold patient data.</summary>
    /// <remarks>Statistics are renewed within seconds: a new desk that takes a year of files plans its first thousand imports without them otherwise.</remarks>
    private string ServerOptions() => string.Join(' ', new[]
    {
        "unix_socket_directories=" + _sockets, "unix_socket_permissions=0700", "listen_addresses=", "max_connections=100", "shared_buffers=256MB", "autovacuum_naptime=10s",
        "log_parameter_max_length_on_error=0", "log_min_error_statement=panic", "log_error_verbosity=terse", "max_wal_size=2GB",
    }.Concat(_durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]).Select(o => "-c " + (o.EndsWith('=') ? o + "''" : o)));

    private async Task<bool> IsRunningAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(_data, "postmaster.pid"))) { return false; }

        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Timeout=3;Pooling=false");
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("show data_directory", connection);
            return (string?)await command.ExecuteScalarAsync(cancellation) == _data;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>The server removes a stale lock itself, unless its number now belongs to another process or to a zombie.</summary>
    private void RemoveStaleLocks()
    {
        foreach (var file in new[] { Path.Combine(_data, "postmaster.pid"), Path.Combine(_sockets, ".s.PGSQL.5432.lock") })
        {
            if (File.Exists(file)
                && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
                && !IsLivePostgres(pid))
            {
                File.Delete(file);
            }
        }
    }

    private static bool IsLivePostgres(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim() == "postgres"
                && !File.ReadLines($"/proc/{pid}/status").Any(l => l.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task EnsureDatabaseAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = 'denialdesk'", connection);
        if (await find.ExecuteScalarAsync(cancellation) is not null) { return; }

        await using var create = new NpgsqlCommand("create database denialdesk", connection);
        await create.ExecuteNonQueryAsync(cancellation);
    }
}
