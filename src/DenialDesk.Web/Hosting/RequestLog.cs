using System.Diagnostics;

namespace DenialDesk.Web.Hosting;

/// <summary>One line a request: method, path, status, time. Never the query: searches hold names.</summary>
internal sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (!context.Request.Path.StartsWithSegments("/_content") && !context.Request.Path.StartsWithSegments("/health") && log.IsEnabled(LogLevel.Information))
            {
                log.LogInformation("{Method} {Path} {Status} in {Ms} ms", context.Request.Method, context.Request.Path, context.Response.StatusCode, (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
    }
}
