namespace DenialDesk.Web.Hosting;

/// <summary>
/// Headers on every response, errors and static files too. Scripts only from our own files: no inline script, no eval. Inline style attributes
/// are allowed because the components set widths with them; they cannot run anything.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>For a picture somebody added: shown in a frame of the desk's own pages, and nothing in it runs.</summary>
    public const string FramedPicture = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

    /// <summary>For a PDF somebody added. Browsers refuse to show a PDF under "sandbox": their own viewer is one.</summary>
    public const string FramedPdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    private static readonly object Other = new();

    /// <summary>Gives one answer another policy than the pages have.</summary>
    public static void Use(HttpContext context, string policy) => context.Items[Other] = policy;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Items.TryGetValue(Other, out var other) ? (string)other! : Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            if (context.Request.IsHttps) { headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains"; }

            // Pages hold patient data: nothing is left in the browser's cache. Fingerprinted files say for themselves how long they keep.
            if (headers.CacheControl.Count == 0 || context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true) { headers.CacheControl = "no-store"; }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
