using DenialDesk.App;
using DenialDesk.App.Data;
using DenialDesk.Web.Pages.Reviews;

namespace DenialDesk.Web.Commands;

/// <summary>The desk without its pages, for one verb of the command line: settings, database, use cases.</summary>
internal sealed class DeskScope : IAsyncDisposable
{
    private readonly DeskDatabase _database;
    private readonly ServiceProvider _services;

    private DeskScope(DeskDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

    /// <summary>Opens the database (its own, where none is given) and registers the use cases.</summary>
    public static Task<DeskScope> OpenAsync() => OpenAsync(options => DeskDatabase.OpenAsync(options));

    /// <summary>Opens the database without changing its schema, beside a desk that is running on it: for backup and restore.</summary>
    public static Task<DeskScope> OpenAsItStandsAsync() => OpenAsync(options => DeskDatabase.OpenAsItStandsAsync(options));

    private static async Task<DeskScope> OpenAsync(Func<DeskOptions, Task<DeskDatabase>> open)
    {
        var options = DeskOptions.From(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        var database = await open(options);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton(options.Archives);
        services.AddSingleton(new App.Corrections.OutboundFolder(options.ClaimFolder));
        services.AddSingleton(options.Audit);
        services.AddSingleton(database.Address);
        services.AddDesk(database.Source);
        services.AddSheetSources();
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
