using System.Globalization;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>Gives scans out as downloads, never to be shown inside the desk's own pages: what is in a file somebody attached is not ours.</summary>
internal static class ScanEndpoint
{
    public static void MapScans(this IEndpointRouteBuilder app)
        => app.MapGet(Routes.Scan, SendAsync).RequireAuthorization(nameof(Permission.SeeRemittances));

    private static async Task<IResult> SendAsync(long scanId, HttpContext context, SeeScan see, FindActor find, IOptions<IdentityOptions> identity)
    {
        if (await CurrentActor.OfAsync(context.User, find, identity.Value, context.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        if (await see.Run(new() { ScanId = scanId }, actor, context.RequestAborted) is not { } scan) { return Results.NotFound(); }

        var ending = scan.ContentType switch { "application/pdf" => "pdf", "image/png" => "png", _ => "jpg" };
        return Results.Stream(scan.Content, scan.ContentType, string.Create(CultureInfo.InvariantCulture, $"scan-{scanId}.{ending}"));
    }
}
