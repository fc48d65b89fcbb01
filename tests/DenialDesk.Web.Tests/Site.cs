using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Tests;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;

namespace DenialDesk.Web.Tests;

/// <summary>One real desk on its own database and port, for one test class, with a biller, a manager and an admin.</summary>
public class Site(Cluster cluster, Chromium chromium) : IAsyncLifetime
{
    public const string Password = "blue-kettle-windy-hill";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "denialdesk-site-" + Guid.NewGuid().ToString("N"));
    private OpenDesk? _desk;

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public NpgsqlDataSource Database { get; private set; } = null!;

    public IServiceProvider Services => _desk!.App.Services;

    public string DataFolder => _folder;

    protected virtual bool HasPeople => true;

    /// <summary>Desks of one name begin with the same content.</summary>
    protected virtual string Model => "people";

    private string ModelFolder => Path.Combine(cluster.Folder, "model-" + Model);

    /// <summary>Settings besides the usual ones.</summary>
    protected virtual string[] Settings => ["--Auth:TriesPerMinute=10000"];

    public static string EmailOf(string role) => role + "@desk.example";

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        var connection = HasPeople ? await cluster.NewDatabaseAsync(Model, FillAsync) : await cluster.NewDatabaseAsync();
        Database = DeskConnection.Open(connection);
        if (HasPeople) { CopyKeys(); }

        _desk = await OpenAsync(connection, _folder, null);
        await _desk.App.StartAsync(TestContext.Current.CancellationToken);
        Url = _desk.App.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/');
    }

    /// <summary>A visitor with cookies who follows no redirect by themselves.</summary>
    public Visitor Visit() => new(Url);

    /// <summary>Somebody signed in.</summary>
    public async Task<Visitor> VisitAsAsync(string role)
    {
        var visitor = Visit();
        using var answer = await visitor.SignInAsync(EmailOf(role), Password);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    /// <summary>A browser of one's own, on no page yet.</summary>
    public async Task<IPage> BrowseAsync(string? role = null, ColorScheme colors = ColorScheme.Light, int width = 1366)
    {
        var context = await (await chromium.Started).NewContextAsync(new() { BaseURL = Url, ColorScheme = colors, ViewportSize = new() { Width = width, Height = 820 } });
        context.SetDefaultTimeout(45_000);
        var page = await context.NewPageAsync();
        if (role is not null)
        {
            await page.GotoAsync(Routes.SignIn + "?from=" + Routes.Help);
            await page.GetByLabel("E-mail").FillAsync(EmailOf(role));
            await page.GetByLabel("Password").FillAsync(Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByTestId("who").WaitForAsync();
        }

        return page;
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.App.StopAsync();
            await _desk.DisposeAsync();
        }

        await Database.DisposeAsync();
        if (Directory.Exists(_folder)) { Directory.Delete(_folder, recursive: true); }

        GC.SuppressFinalize(this);
    }

    /// <summary>What the desk holds when the first test begins, besides its people; done once for all desks of one <see cref="Model"/>.</summary>
    protected virtual Task PrepareAsync(IServiceProvider services) => Task.CompletedTask;

    /// <summary>The ring's key belongs to the database that was filled with it.</summary>
    private void CopyKeys()
    {
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.EnumerateFiles(ModelFolder)) { File.Copy(file, Path.Combine(_folder, Path.GetFileName(file))); }
    }

    private async Task FillAsync(string connection)
    {
        await using var desk = await OpenAsync(connection, ModelFolder, AddPeopleAsync);
        await PrepareAsync(desk.App.Services);
    }

    private Task<OpenDesk> OpenAsync(string connection, string folder, Func<IServiceProvider, Task>? prepare)
        => DeskHost.OpenAsync(["--urls=http://127.0.0.1:0", "--ConnectionStrings:DenialDesk=" + connection, "--DENIALDESK_DATA=" + folder, "--Auth:RevalidateSeconds=1", .. Settings], prepare);

    private static async Task AddPeopleAsync(IServiceProvider services)
    {
        foreach (var role in Roles.All)
        {
            var made = await services.GetRequiredService<ManagePeople>().Run(
                new() { Act = ManagePeople.Act.Add, Name = $"Pat {role}", Email = EmailOf(role), Role = role, DemoPassword = Password }, Actor.Desk, TestContext.Current.CancellationToken);
            Assert.Null(made.Refusal);
        }
    }
}

/// <summary>A desk behind a proxy of its own, where an address has few tries to sign in.</summary>
public sealed class GuardedSite(Cluster cluster, Chromium chromium) : Site(cluster, chromium)
{
    protected override string[] Settings => ["--DENIALDESK_PROXIES=10.1.2.3", "--Auth:TriesPerMinute=4"];
}

/// <summary>A desk where nobody exists yet.</summary>
public sealed class EmptySite(Cluster cluster, Chromium chromium) : Site(cluster, chromium)
{
    protected override bool HasPeople => false;
}
