using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace DenialDesk.Web.Api;

/// <summary>Small posts that a live page cannot do, because they set cookies.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        app.MapPost(Routes.SignOut, async ([FromForm] string? from, SignInManager<DeskUser> gate, RecordSignIn record, HttpContext context) =>
        {
            // The row behind the cookie ends: a copy of the cookie opens nothing any more.
            if (await gate.UserManager.GetUserAsync(context.User) is { } user)
            {
                await record.Run(new() { What = RecordSignIn.Event.SignedOut, User = user, Session = CurrentActor.SessionOf(context.User) }, context.RequestAborted);
            }

            await gate.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
            return Results.LocalRedirect(Routes.SignIn);
        }).AllowAnonymous();
        // Somebody pressed a key on a live page: the gate has noted it before this answers.
        app.MapPost(Routes.Active, () => Results.NoContent()).RequireAuthorization();
        app.MapPost(Routes.Theme, ([FromForm] string theme, [FromForm] string? from, HttpContext context) =>
        {
            if (theme is "light" or "dark")
            {
                context.Response.Cookies.Append("theme", theme, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(400) });
            }
            else
            {
                context.Response.Cookies.Delete("theme");
            }

            return Results.LocalRedirect(from is { Length: > 1 } && from[0] == '/' && from[1] is not ('/' or '\\') ? from : Routes.Home);
        });
    }
}
