using DenialDesk.App.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Hosting;

/// <summary>
/// Asks the server's own table at every request whether the sign-in behind a cookie still holds, and notes that somebody is there. The live connection
/// and its reconnecting say nothing of a person, so they keep no sign-in alive.
/// </summary>
internal static class SessionGate
{
    /// <summary>Registers it on the sign-in cookie.</summary>
    public static IServiceCollection AddSessionGate(this IServiceCollection services)
        => services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, o => o.Events.OnValidatePrincipal = ValidateAsync);

    /// <summary>The person of this request as the gate found them; null when nobody is signed in.</summary>
    public static Actor? Found(HttpContext context) => context.Items[typeof(SessionGate)] as Actor;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) { return; }

        var services = http.RequestServices;
        var identity = services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        var actor = await CurrentActor.OfAsync(context.Principal!, services.GetRequiredService<FindActor>(), identity, http.RequestAborted);
        if (actor is null)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        http.Items[typeof(SessionGate)] = actor;
        if (!http.Request.Path.StartsWithSegments("/_blazor") && CurrentActor.SessionOf(context.Principal!) is { } session)
        {
            await services.GetRequiredService<KeepSession>().Run(session, http.RequestAborted);
        }
    }
}
