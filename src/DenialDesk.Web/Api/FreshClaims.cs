using DenialDesk.App.People;
using DenialDesk.App.Rejections;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>Hands out rejected claims that were written anew, each as an 837 file of its own.</summary>
internal static class FreshClaims
{
    public static void MapFreshClaims(this IEndpointRouteBuilder app) => app.MapGet(Routes.FreshClaim, SendAsync).RequireAuthorization(nameof(Permission.WorkDenials));

    private static async Task<IResult> SendAsync(HttpContext http, OpenFreshClaim open, FindActor find, IOptions<IdentityOptions> identity, int practiceId, long freshId)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        return await open.Run(new() { PracticeId = practiceId, FreshId = freshId }, actor, http.RequestAborted) is var (number, content)
            ? Results.File(content, "application/edi-x12", $"claim-{number}.837")
            : Results.NotFound();
    }
}
