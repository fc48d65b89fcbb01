using DenialDesk.App.People;

namespace DenialDesk.Web.Hosting;

/// <summary>Somebody whose password was set by an admin gets no further than choosing their own.</summary>
internal sealed class OwnPasswordFirst(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (context.User.HasClaim(c => c.Type == DeskClaims.MustChangePassword) && !path.StartsWithSegments("/account") && !IsFile(context))
        {
            context.Response.Redirect(Routes.Password);
            return;
        }

        await next(context);
    }

    private static bool IsFile(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null;
}
