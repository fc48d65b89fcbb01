using System.Collections.Concurrent;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace DenialDesk.App.Tests;

/// <summary>One PostgreSQL for the whole run: a private server, or the one DENIALDESK_TEST_POSTGRES names. Databases are cloned from a migrated template.</summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "denialdesk-tests-" + Environment.ProcessId);
    private readonly string _prefix = "dd" + Environment.ProcessId;
    private PrivatePostgres? _server;
    private string _admin = "";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _models = new();
    private int _count;

    /// <summary>A folder that is gone after the run.</summary>
    public string Folder => Path.Combine(_folder, "files");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("DENIALDESK_TEST_POSTGRES") is { Length: > 0 } given)
        {
            _admin = given;
        }
        else
        {
            _server = await PrivatePostgres.StartAsync(_folder, durable: false);
            _admin = _server.ConnectionString("postgres");
        }

        await ExecuteAsync($"create database {_prefix}_template");
        await using (var template = NpgsqlDataSource.Create(For(_prefix + "_template") + ";Pooling=false"))
        {
            await SqlMigrator.ApplyAsync(template, TestContext.Current.CancellationToken);
            await ReferenceSeed.ApplyAsync(template, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A fresh database with the schema and nothing else; returns its connection string.</summary>
    public Task<string> NewDatabaseAsync() => CloneAsync(_prefix + "_template");

    /// <summary>A fresh database like a model that is filled once in the run, by whoever asks for it first; returns its connection string.</summary>
    /// <param name="model">Name of what the model holds.</param>
    /// <param name="fill">Fills the model's database and closes every connection to it.</param>
    public async Task<string> NewDatabaseAsync(string model, Func<string, Task> fill)
        => await CloneAsync(await _models.GetOrAdd(model, _ => new(() => FillAsync(fill))).Value);

    private async Task<string> FillAsync(Func<string, Task> fill)
    {
        var connection = await NewDatabaseAsync();
        await fill(connection);
        using (var pooled = new NpgsqlConnection(connection)) { NpgsqlConnection.ClearPool(pooled); }

        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }

    private async Task<string> CloneAsync(string from)
    {
        var name = $"{_prefix}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync($"create database {name} template {from} strategy wal_log");
        return For(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync("immediate");
            Directory.Delete(_folder, recursive: true);
            return;
        }

        NpgsqlConnection.ClearAllPools();
        foreach (var name in Enumerable.Range(1, _count).Select(i => $"{_prefix}_{i}").Prepend(_prefix + "_template"))
        {
            await ExecuteAsync($"drop database if exists {name} with (force)");
        }

        if (Directory.Exists(_folder)) { Directory.Delete(_folder, recursive: true); }
    }

    private string For(string database) => new NpgsqlConnectionStringBuilder(_admin) { Database = database }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
