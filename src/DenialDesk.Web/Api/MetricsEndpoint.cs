using System.Diagnostics;
using System.Net;
using System.Reflection;
using DenialDesk.App.Health;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Authorization;

namespace DenialDesk.Web.Api;

/// <summary>
/// Figures for a monitoring system. They are counts and durations, never a name, an id or an amount; still only this machine, an API key or somebody who sees the jobs
/// gets them, because how much a practice bills is nobody else's business.
/// </summary>
internal sealed class MetricsEndpoint(CountDesk count, OpenCircuits circuits, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly string[] Forwarding = ["X-Forwarded-For", "X-Original-For", "X-Forwarded-Host", "X-Original-Host", "X-Forwarded-Proto", "X-Original-Proto", "X-Real-IP", "Forwarded", "Via"];
    private readonly SemaphoreSlim _one = new(1);
    private (DateTimeOffset At, string Text) _last;

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder app)
        => app.MapGet(Routes.Metrics, AnswerAsync).AllowAnonymous().RequireRateLimiting(ApiRate.Policy);

    public void Dispose() => _one.Dispose();

    /// <summary>Written at most every ten seconds, however many ask.</summary>
    public async Task<string> TextAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (clock.GetUtcNow() - _last.At > Fresh) { _last = (clock.GetUtcNow(), Write(await count.Run(Actor.Desk, cancellation))); }

            return _last.Text;
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, MetricsEndpoint metrics, FindApiKey find, IAuthorizationService may)
    {
        if (!IsThisMachine(context) && await FilesApi.CallerAsync(context, find) is null && !(await may.AuthorizeAsync(context.User, nameof(Permission.SeeJobs))).Succeeded) { return FilesApi.NoKey(context); }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(await metrics.TextAsync(context.RequestAborted), MetricsText.ContentType);
    }

    /// <summary>
    /// Asked from this machine, under its own name, and not through a proxy: a proxy on this machine makes the whole world look local, and a browser here may be
    /// talked into asking under a foreign name.
    /// </summary>
    private static bool IsThisMachine(HttpContext context)
        => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
            && !Forwarding.Any(context.Request.Headers.ContainsKey);

    private string Write(DeskFigures? figures)
    {
        var text = new MetricsText()
            .Gauge("denialdesk_build_info", "The program's version.", "version", [(typeof(MetricsEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown", 1)])
            .Gauge("denialdesk_database_up", "1 when the database answers.", figures is null ? 0 : 1)
            .Gauge("denialdesk_circuits_open", "Pages open in browsers.", circuits.Count);
        if (figures is not null) { Desk(text, figures); }

        Program(text);
        return text.ToString();
    }

    private static void Desk(MetricsText text, DeskFigures f)
    {
        text.Gauge("denialdesk_database_ping_seconds", "One small query, there and back.", f.Ping.TotalSeconds)
            .Gauge("denialdesk_database_connections", "Connections in use on the server.", f.Connections)
            .Gauge("denialdesk_database_connections_max", "Connections the server allows.", f.ConnectionsAllowed)
            .Gauge("denialdesk_database_bytes", "Size of the database.", f.DatabaseBytes)
            .Counter("denialdesk_imported_files_total", "Files received, by what became of them.", "state", f.Files.Select(s => (s.Key, (double)s.Value)))
            .Counter("denialdesk_imported_claims_total", "Claims in the files received.", f.Claims)
            .Gauge("denialdesk_denials_open", "Open denials by lane of the queue.", "lane", f.Open.Select(l => (l.Key == PriorityLane.DueNow ? "due_now" : "ordinary", (double)l.Value)))
            .Gauge("denialdesk_denials_waiting", "Of the open denials, those that wait for a payer.", f.Waiting)
            .Gauge("denialdesk_denials_expired", "Open denials past their last day.", f.Overdue);
        Jobs(text, f.Jobs);
        text.Gauge("denialdesk_backup_last_timestamp_seconds", "When the last backup, verification and drill ended.", "kind", f.Backups.Select(b => (b.Key, Unix(b.Value.At))))
            .Gauge("denialdesk_backup_last_sound", "1 when it found everything in place.", "kind", f.Backups.Select(b => (b.Key, b.Value.Sound ? 1.0 : 0)))
            .Gauge("denialdesk_backup_last_duration_seconds", "How long it took.", "kind", f.Backups.Select(b => (b.Key, b.Value.Took.TotalSeconds)));
    }

    private static void Jobs(MetricsText text, IReadOnlyList<JobFacts> jobs)
    {
        text.Gauge("denialdesk_job_last_start_timestamp_seconds", "When the job last began.", "job", jobs.Where(j => j.LastStarted is not null).Select(j => (j.Name, Unix(j.LastStarted!.Value))))
            .Gauge("denialdesk_job_last_success_timestamp_seconds", "When the job last ended well.", "job", jobs.Where(j => j.LastGood is not null).Select(j => (j.Name, Unix(j.LastGood!.Value))))
            .Gauge("denialdesk_job_last_duration_seconds", "How long its last finished run took.", "job", jobs.Where(j => j.Took is not null).Select(j => (j.Name, j.Took!.Value.TotalSeconds)))
            .Gauge("denialdesk_job_last_failed", "1 when its last finished run failed.", "job", jobs.Where(j => j.LastStarted is not null).Select(j => (j.Name, j.Error is null ? 0.0 : 1)));
    }

    private static void Program(MetricsText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Gauge("process_start_time_seconds", "When the program started.", Unix(process.StartTime))
            .Counter("process_cpu_seconds_total", "Processor time used.", process.TotalProcessorTime.TotalSeconds)
            .Gauge("process_resident_memory_bytes", "Memory held.", process.WorkingSet64)
            .Gauge("dotnet_gc_heap_bytes", "Memory of living objects.", GC.GetTotalMemory(forceFullCollection: false))
            .Counter("dotnet_gc_collections_total", "Garbage collections.", "generation", Enumerable.Range(0, GC.MaxGeneration + 1).Select(g => (g.ToString(System.Globalization.CultureInfo.InvariantCulture), (double)GC.CollectionCount(g))))
            .Counter("dotnet_gc_pause_seconds_total", "Time stood still for garbage collections.", GC.GetTotalPauseDuration().TotalSeconds)
            .Gauge("dotnet_threadpool_threads", "Threads of the pool.", ThreadPool.ThreadCount)
            .Gauge("dotnet_threadpool_queue_length", "Work that waits for a thread.", ThreadPool.PendingWorkItemCount);
    }

    private static double Unix(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
