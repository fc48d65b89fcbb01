using DenialDesk.App;
using DenialDesk.App.Data;

namespace DenialDesk.Web.Commands;

/// <summary>The desk without its pages, for one verb of the command line: settings, database, use cases.</summary>
internal sealed class DeskScope : IAsyncDisposable
{
    private readonly DeskDatabase _database;
    private readonly ServiceProvider _services;

    private DeskScope(DeskDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

    /// <summary>Opens the database (its own, where none is given) and registers the use cases.</summary>
    public static async Task<DeskScope> OpenAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var options = DeskOptions.From(configuration);
        var database = await DeskDatabase.OpenAsync(options);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton(options.Archives);
        services.AddSingleton(options.Audit);
        services.AddDesk(database.Source);
        return new(database, services.BuildServiceProvider());
    }

    /// <summary>A use case.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
