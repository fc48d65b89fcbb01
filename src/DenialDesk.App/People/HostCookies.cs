using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace DenialDesk.App.People;

/// <summary>
/// Over HTTPS the sign-in cookie is named with the prefix that browsers take from this very host alone, secure and for every path: a neighbouring
/// site or a plain connection cannot plant one. Over plain HTTP (this machine) browsers refuse such a name, so it goes without.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Named(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => _cookies.AppendResponseCookie(context, Named(context, key), value, Bound(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Named(context, key), Bound(context, options));

    private static string Named(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;

    private static CookieOptions Bound(HttpContext context, CookieOptions options)
    {
        if (context.Request.IsHttps) { (options.Path, options.Domain, options.Secure) = ("/", null, true); }

        return options;
    }
}
