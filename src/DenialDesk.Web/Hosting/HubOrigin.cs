namespace DenialDesk.Web.Hosting;

/// <summary>Lets only our own pages open the live connection: a foreign or missing Origin on a hub request is refused before anything else looks at it.</summary>
/// <remarks>The list of script initializers is a plain file that the page's own script fetches; browsers send no Origin with such a GET.</remarks>
internal sealed class HubOrigin(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/_blazor", out var rest) && rest != "/initializers" && !IsOurs(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    }

    /// <summary>Whether the page that sent the request is one of this desk.</summary>
    public static bool IsOurs(HttpRequest request)
        => Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && string.Equals(origin.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
            && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
