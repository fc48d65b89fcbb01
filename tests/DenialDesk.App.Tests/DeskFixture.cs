using DenialDesk.App.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.App.Tests;

/// <summary>For one test class: its own database and the whole of App on it.</summary>
public class DeskFixture(Cluster cluster) : IAsyncLifetime
{
    private ServiceProvider? _services;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    public IServiceProvider Services => _services!;

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    public virtual async ValueTask InitializeAsync()
    {
        ConnectionString = await cluster.NewDatabaseAsync();
        Database = DeskConnection.Open(ConnectionString);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(App.Documents.DocumentKey.Of(new byte[32]));
        services.AddDesk(Database);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Runs one statement with positional values and returns the first cell.</summary>
    public async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_services is not null) { await _services.DisposeAsync(); }

        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
