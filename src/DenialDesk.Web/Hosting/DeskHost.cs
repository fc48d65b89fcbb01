using System.Globalization;
using DenialDesk.App;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Web.Api;
using DenialDesk.Web.Components;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.HttpOverrides;
using Radzen;
using Serilog;

namespace DenialDesk.Web.Hosting;

/// <summary>Builds and runs the web application.</summary>
internal static class DeskHost
{
    /// <summary>Runs until stopped. <paramref name="prepare"/> runs once the database is open and before the first request.</summary>
    public static async Task RunAsync(string[] args, Func<IServiceProvider, Task>? prepare)
    {
        await using (var desk = await OpenAsync(args, prepare))
        {
            desk.App.Lifetime.ApplicationStarted.Register(() => Announce(desk.App));
            // A kept reading that is renewed while nobody waits for it has no page to tell its failure on.
            TaskScheduler.UnobservedTaskException += (_, failed) => Log.Error(failed.Exception, "Something begun in the background failed, and nobody waited for it.");
            await desk.App.RunAsync();
        }

        await Log.CloseAndFlushAsync();
    }

    /// <summary>Opens the database and builds the application; the caller starts it.</summary>
    public static async Task<OpenDesk> OpenAsync(string[] args, Func<IServiceProvider, Task>? prepare)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(DeskHost).Assembly.GetName().Name });
        builder.WebHost.UseStaticWebAssets();      // run from the build output in any environment; does nothing once published
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        var options = DeskOptions.From(builder.Configuration);
        var database = await DeskDatabase.OpenAsync(options);
        try
        {
            AddServices(builder, options, database);
            var app = builder.Build();
            UsePipeline(app);
            if (prepare is not null) { await prepare(app.Services); }

            await SetupCode.AnnounceAsync(app.Services);
            return new(app, database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static void AddServices(WebApplicationBuilder builder, DeskOptions options, DeskDatabase database)
    {
        Directory.CreateDirectory(options.LogFolder);
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Information().MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning).MinimumLevel.Override("Quartz", Serilog.Events.LogEventLevel.Warning)
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: Serilog.Events.LogEventLevel.Verbose)
            .WriteTo.File(Path.Combine(options.LogFolder, "desk-.log"), formatProvider: CultureInfo.InvariantCulture, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 31)
            .CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(Log.Logger, dispose: true);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Archives);
        services.AddSingleton(new App.Corrections.OutboundFolder(options.ClaimFolder));
        services.AddSingleton(options.Audit);
        services.AddSingleton(options.Windows);
        services.AddSingleton(options.Drafting);
        services.AddSingleton(options.Appeals);
        services.AddSingleton(options.Sessions);
        services.AddSingleton(database.Address);
        services.AddDesk(database.Source);
        services.AddDeskSignIn(options);
        services.AddSessionGate();
        services.AddSignInThrottle(options);
        services.AddDeskScheduler();
        services.AddHostedService(s => s.GetRequiredService<App.Queue.DeskChanges>());
        services.AddReceivedFilesWorker();
        App.Queue.QueueWiring.AddBulkWorker(services);
        ApiRate.Add(services, options.ApiRequestsPerMinute);
        services.AddSingleton<SetupCode>();
        services.AddSingleton<SearchWords>();
        services.AddSingleton<Pages.Prevention.CheckedFiles>();
        services.AddSingleton<Pages.Queue.WorkOnOne>();
        services.AddSingleton<PdfPrinter>();
        services.AddSingleton<PdfJoiner>();
        services.AddSingleton<ReportPdf>();
        services.AddSingleton(new App.Reports.DeskMail(options.Mail, options.OutboxFolder, options.Address));
        services.AddSingleton(p => new App.Reports.ReportPrinting(async (report, by, zone, cancellation) =>
        {
            var printed = await p.GetRequiredService<ReportPdf>().MakeAsync(report, by, zone, cancellation);
            return (printed.Pdf, printed.Sentence);
        }));
        services.AddSheetSources();
        services.AddScoped<Pages.Appeals.PacketMaker>();
        services.AddSingleton<OpenCircuits>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddScoped<CircuitHandler, OpenCircuits.Counter>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<PersonTime>();
        services.AddScoped<AuthenticationStateProvider, RevalidatingSignIn>();
        services.AddCascadingAuthenticationState();
        services.AddAuthorizationBuilder().AddDeskPolicies();
        services.AddRazorComponents().AddInteractiveServerComponents(o => o.DetailedErrors = false);
        services.AddSignalR(o => o.MaximumReceiveMessageSize = 64 * 1024);
        services.Configure<Microsoft.AspNetCore.Components.Server.CircuitOptions>(o =>
        {
            o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            o.DisconnectedCircuitMaxRetained = 100;
        });
        services.AddRadzenComponents();
        services.AddHttpContextAccessor();
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedFor;
            foreach (var proxy in options.Proxies) { o.KnownProxies.Add(proxy); }
        });
        services.AddAntiforgery(o => (o.Cookie.Name, o.Cookie.SecurePolicy) = ("DenialDesk.Form", CookieSecurePolicy.SameAsRequest));
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(o => o.MultipartBodyLengthLimit = UploadEndpoint.LimitBytes);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<StoppingGate>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RequestLog>();
        app.UseExceptionHandler(Routes.Error, createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute(Routes.NotFound, createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // Only what a browser opens gets a page; a refused post keeps its status, a page would be asked for as a post again.
            if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>() is { } pages) { pages.Enabled = false; }

            return next(context);
        });
        app.UseRateLimiter();
        app.UseMiddleware<HubOrigin>();
        app.UseAuthentication();
        app.UseMiddleware<SetupGate>();
        app.UseMiddleware<OwedFirst>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<Components.App>().AddInteractiveServerRenderMode(o => o.ConfigureWebSocketAcceptContext = (_, w) =>
        {
            w.DangerousEnableCompression = false;
            return Task.CompletedTask;
        });
        app.MapHealthChecks(Routes.Ready).AllowAnonymous();
        app.MapGet(Routes.Live, () => "alive").AllowAnonymous();
        MetricsEndpoint.Map(app);
        app.MapAccount();
        app.MapPasskeys();
        app.MapUpload();
        app.MapFilesApi();
        app.MapScans();
        app.MapDocuments();
        app.MapExports();
        app.MapCertificatePdf();
        app.MapAppealPdfs();
        app.MapFreshClaims();
        app.MapCorrectionFiles();
        app.MapCalendarFeed();
        app.MapTrends();
        app.MapSheetFiles();
        app.MapBreakdownFiles();
        app.MapReportFiles();
    }

    private static void Announce(WebApplication app)
    {
        var address = app.Urls.FirstOrDefault()?.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Console.WriteLine($"DenialDesk is ready at {address}");
    }
}
