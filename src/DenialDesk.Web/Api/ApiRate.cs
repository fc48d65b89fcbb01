using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;

namespace DenialDesk.Web.Api;

/// <summary>How often one address may ask the API: enough for any practice's files, too little for guessing keys.</summary>
internal static class ApiRate
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "api";

    /// <summary>Registers it; a refusal is problem+json and says when to come again.</summary>
    public static IServiceCollection AddApiRate(this IServiceCollection services, int requestsPerMinute)
        => services.AddRateLimiter(o =>
        {
            o.AddPolicy(Policy, http => RateLimitPartition.GetSlidingWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new() { PermitLimit = requestsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
            o.OnRejected = RefuseAsync;
        });

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        const int seconds = 10;
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        ProblemHttpResult answer = TypedResults.Problem(
            $"Too many requests from this address. Come again in {seconds} seconds.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests");
        await answer.ExecuteAsync(rejected.HttpContext);
    }
}
