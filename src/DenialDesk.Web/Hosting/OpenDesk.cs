using DenialDesk.App.Data;

namespace DenialDesk.Web.Hosting;

/// <summary>A built web application and the database under it; the application goes first.</summary>
internal sealed class OpenDesk(WebApplication app, DeskDatabase database) : IAsyncDisposable
{
    /// <summary>The application, not started yet.</summary>
    public WebApplication App { get; } = app;

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await database.DisposeAsync();
    }
}
