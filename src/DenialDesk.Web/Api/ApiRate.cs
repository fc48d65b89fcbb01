using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;

namespace DenialDesk.Web.Api;

/// <summary>How often one address may ask the API: enough for any practice's files, too little for guessing keys. A refusal is problem+json and says when to come again.</summary>
internal sealed class ApiRate(int requestsPerMinute) : IRateLimiterPolicy<string>
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "api";

    /// <summary>The API's own refusal; a page's is another.</summary>
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = RefuseAsync;

    /// <summary>Registers it.</summary>
    public static IServiceCollection Add(IServiceCollection services, int requestsPerMinute)
        => services.AddRateLimiter(o => o.AddPolicy(Policy, new ApiRate(requestsPerMinute)));

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => RateLimitPartition.GetSlidingWindowLimiter(
        httpContext.Connection.RemoteIpAddress?.ToString() ?? "",
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = requestsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 });

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        const int seconds = 10;
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        ProblemHttpResult answer = TypedResults.Problem(
            $"Too many requests from this address. Come again in {seconds} seconds.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
        await answer.ExecuteAsync(rejected.HttpContext);
    }
}
