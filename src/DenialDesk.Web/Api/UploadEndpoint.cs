using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DenialDesk.Web.Api;

/// <summary>Takes one file a request, streamed: the body is never wholly in memory and never travels over the live connection.</summary>
internal static class UploadEndpoint
{
    /// <summary>The largest file taken, in bytes.</summary>
    public const long LimitBytes = 200L * 1024 * 1024;

    public static void MapUpload(this IEndpointRouteBuilder app)
        => app.MapPost(Routes.Upload, TakeAsync).RequireAuthorization(nameof(Permission.ImportFiles)).DisableAntiforgery();

    /// <summary>The token travels in a header: reading it from the form would buffer the file.</summary>
    /// <remarks>A browser names the site a post comes from; one that is not ours is refused even with a good token.</remarks>
    private static async Task<IResult> TakeAsync(HttpContext context, IAntiforgery forms, ImportFile import, FindActor find, IOptions<IdentityOptions> identity)
    {
        if (!await forms.IsRequestValidAsync(context)) { return Results.BadRequest(new { sentence = "This page is too old. Load it again and drop the file once more." }); }

        if (context.Request.Headers.Origin.Count > 0 && !HubOrigin.IsOurs(context.Request)) { return Results.StatusCode(StatusCodes.Status403Forbidden); }

        if (await CurrentActor.OfAsync(context.User, find, identity.Value, context.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) { limit.MaxRequestBodySize = LimitBytes + 64 * 1024; }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.Boundary.Value is null)
        {
            return Results.BadRequest(new { sentence = "Send the file as a form with one part." });
        }

        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, context.Request.Body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is { FileStream: { } content } file)
            {
                var report = await import.Run(new ImportFile.Input { Content = content, Name = file.FileName, Source = ImportFile.Source.Upload, LimitBytes = LimitBytes }, actor, context.RequestAborted);
                return Results.Json(new { fileId = report.FileId, state = report.State.ToString(), sentence = report.Sentence, denials = report.Denials, href = report.FileId == 0 ? null : Routes.FileOf(report.FileId) });
            }
        }

        return Results.BadRequest(new { sentence = "There was no file in this request." });
    }
}
