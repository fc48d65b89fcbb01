using DenialDesk.App.People;

namespace DenialDesk.Web.Hosting;

/// <summary>While nobody exists every page leads to the set-up page; once somebody does, that page is gone for good.</summary>
internal sealed class SetupGate(RequestDelegate next, SetupCode code)
{
    public async Task InvokeAsync(HttpContext context, FirstAdmin first)
    {
        var isSetup = context.Request.Path.StartsWithSegments(Routes.Setup);
        var isPage = context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null;
        if (!isSetup && !isPage)
        {
            await next(context);      // the liveness probe comes this way: it must answer without the database
            return;
        }

        code.Over = code.Over || await first.IsOverAsync(context.RequestAborted);
        if (code.Over && isSetup)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!code.Over && !isSetup)
        {
            context.Response.Redirect(Routes.Setup);
            return;
        }

        await next(context);
    }
}
