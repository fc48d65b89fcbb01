using DenialDesk.App.People;

namespace DenialDesk.Web.Hosting;

/// <summary>Somebody whose password was set by an admin gets no further than choosing their own; somebody who owes a second factor no further than adding it.</summary>
internal sealed class OwedFirst(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var owes = SessionGate.Found(context)?.Owes ?? Owed.Nothing;
        if (owes != Owed.Nothing && !context.Request.Path.StartsWithSegments("/account"))
        {
            context.Response.Redirect(owes == Owed.OwnPassword ? Routes.Password : Routes.SecondFactor);
            return;
        }

        await next(context);
    }
}
