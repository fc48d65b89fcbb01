using DenialDesk.App.People;
using DenialDesk.App.Reports;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>Made reports, opened after signing in: where the link in a mail leads.</summary>
internal static class ReportFiles
{
    public static void MapReportFiles(this IEndpointRouteBuilder app)
        => app.MapGet(Routes.ReportFile, async (HttpContext http, OpenReport open, FindActor find, IOptions<IdentityOptions> identity, long reportId) =>
        {
            if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

            if (!actor.May(Permission.SeeTrends)) { return Results.Forbid(); }

            var found = await open.Run(new() { ReportId = reportId }, actor, http.RequestAborted);
            return found.Content is { } content
                ? Results.File(content, ReportFormats.MediaType(found.Format!), found.FileName)
                : found.Refusal is { } refusal ? Results.Text(refusal.Sentence, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.NotFound();
        }).RequireAuthorization(nameof(Permission.SeeTrends));
}
