using DenialDesk.App.Deadlines;

namespace DenialDesk.Web.Api;

/// <summary>A person's deadlines for the calendar program of their choice. Whoever has the secret reads them; an unknown or revoked one finds nothing.</summary>
internal static class CalendarFeed
{
    public static void MapCalendarFeed(this IEndpointRouteBuilder app) => app.MapGet(Routes.CalendarFeed, SendAsync).AllowAnonymous().RequireRateLimiting(ApiRate.Policy);

    private static async Task<IResult> SendAsync(HttpContext http, ReadCalendarFeed read, string? key)
    {
        var site = $"{http.Request.Scheme}://{http.Request.Host}";
        http.Response.Headers.CacheControl = "private, no-store";
        return await read.Run(new() { Secret = key ?? "", AddressOf = (practice, denial) => site + Routes.DenialOf(practice, denial) }, http.RequestAborted) is { } text
            ? Results.Text(text, "text/calendar", System.Text.Encoding.UTF8)
            : Results.NotFound();
    }
}
