using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using DenialDesk.App;

namespace DenialDesk.Web.Hosting;

/// <summary>Slows down whoever guesses from one address, over all accounts; ten wrong passwords lock a single account besides.</summary>
internal static class SignInThrottle
{
    private const string Page =
        """
        <!DOCTYPE html>
        <html lang="en-US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Too many tries · DenialDesk</title></head>
        <body><main><h1>Too many tries</h1><p>There were too many tries to sign in from this address in the last minute. Wait a minute, then <a href="/account/sign-in">sign in</a>.
        If you did not try so often, tell an admin: somebody in your network may be guessing passwords.</p></main></body></html>
        """;

    /// <summary>Registers the limit on posts to the sign-in and set-up pages; nothing else is limited.</summary>
    public static IServiceCollection AddSignInThrottle(this IServiceCollection services, DeskOptions options) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsTry(context.Request)
            ? RateLimitPartition.GetFixedWindowLimiter(
                AddressOf(context.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = options.TriesPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
        o.OnRejected = async (refused, cancellation) =>
        {
            var response = refused.HttpContext.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.RetryAfter = 60.ToString(CultureInfo.InvariantCulture);
            await response.WriteAsync(Page, cancellation);
        };
    });

    private static bool IsTry(HttpRequest request)
        => HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments(Routes.SignIn) || request.Path.StartsWithSegments(Routes.SecondStep) || request.Path.StartsWithSegments(Routes.Prove) || request.Path.StartsWithSegments(Routes.PasskeyProve) || request.Path.StartsWithSegments(Routes.PasskeySignIn) || request.Path.StartsWithSegments(Routes.Invited) || request.Path.StartsWithSegments(Routes.Setup));

    /// <summary>One caller: an IPv4 address, or the /64 that an IPv6 line is given whole.</summary>
    private static string AddressOf(IPAddress? address)
        => address is null ? ""
            : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
            : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address.ToString();
}
