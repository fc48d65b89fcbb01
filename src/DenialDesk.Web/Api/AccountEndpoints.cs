using DenialDesk.App.People;
using Microsoft.AspNetCore.Antiforgery;
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
            // A new stamp makes a copied cookie worthless and ends the person's other open pages.
            if (await gate.UserManager.GetUserAsync(context.User) is { } user)
            {
                await gate.UserManager.UpdateSecurityStampAsync(user);
                await record.Run(new() { What = RecordSignIn.Event.SignedOut, User = user }, context.RequestAborted);
            }

            await gate.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
            return Results.LocalRedirect(Routes.SignIn);
        }).AllowAnonymous();
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

            return Results.LocalRedirect(from is { Length: > 1 } && from[0] == '/' && from[1] is not ('/' or '\\') ? from : Routes.Queue);
        });
    }
}
