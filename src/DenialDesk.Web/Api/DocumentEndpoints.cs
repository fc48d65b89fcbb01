using System.Globalization;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DenialDesk.Web.Api;

/// <summary>Takes documents in and gives them out. They never travel over the live connection, and no name of a file stands in an address or a log.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        app.MapPost(Routes.DocumentAdd, TakeAsync).RequireAuthorization(nameof(Permission.WorkDenials)).DisableAntiforgery();
        app.MapGet(Routes.Document, SendAsync).RequireAuthorization(nameof(Permission.SeeDenials));
    }

    /// <summary>The token travels in a header, as for remittances. Fields come before the file.</summary>
    private static async Task<IResult> TakeAsync(int practiceId, long denialId, HttpContext context, IAntiforgery forms, AddDocument add, FindActor find, IOptions<IdentityOptions> identity)
    {
        if (!await forms.IsRequestValidAsync(context)) { return Results.BadRequest(new { sentence = "This page is too old. Load it again and add the document once more." }); }

        if (context.Request.Headers.Origin.Count > 0 && !HubOrigin.IsOurs(context.Request)) { return Results.StatusCode(StatusCodes.Status403Forbidden); }

        if (await CurrentActor.OfAsync(context.User, find, identity.Value, context.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) { limit.MaxRequestBodySize = DocumentContent.LimitBytes + (64 * 1024); }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.Boundary.Value is null) { return Results.BadRequest(new { sentence = "Send the document as a form with one file." }); }

        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is { FileStream: { } content } file)
            {
                var result = await add.Run(Read(practiceId, denialId, fields, file.FileName, content), actor, context.RequestAborted);
                return Results.Json(new { state = result.Refusal is null ? "Posted" : "Failed", sentence = result.Refusal?.Sentence ?? $"Added as {result.Document?.Title}, version {result.Document?.Version}.", documentId = result.Document?.DocumentId });
            }

            if (section.AsFormDataSection() is { } field && fields.Count < 8) { fields[field.Name] = await field.GetValueAsync(context.RequestAborted); }
        }

        return Results.BadRequest(new { sentence = "There was no file in this request." });
    }

    private static AddDocument.Input Read(int practiceId, long denialId, Dictionary<string, string> fields, string name, Stream content) => new()
    {
        CommandId = Guid.TryParse(fields.GetValueOrDefault("command"), out var command) ? command : Guid.NewGuid(),
        PracticeId = practiceId,
        DenialId = denialId,
        Kind = CodeNames.TryRead<DocumentKind>(fields.GetValueOrDefault("kind")) ?? DocumentKind.Other,
        Title = fields.GetValueOrDefault("title", ""),
        Replaces = long.TryParse(fields.GetValueOrDefault("replaces"), CultureInfo.InvariantCulture, out var replaced) ? replaced : null,
        FileName = name,
        Content = content,
    };

    /// <summary>Pictures and PDFs are shown, everything else is a download; a picture under a policy in which nothing runs.</summary>
    private static async Task<IResult> SendAsync(int practiceId, long documentId, bool? download, HttpContext context, OpenDocument open, FindActor find, IOptions<IdentityOptions> identity)
    {
        if (await CurrentActor.OfAsync(context.User, find, identity.Value, context.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        var found = await open.Run(new() { PracticeId = practiceId, DocumentId = documentId, Download = download == true }, actor, context.RequestAborted);
        if (found.Refusal is { } refusal) { return Results.Text(refusal.Sentence, statusCode: StatusCodes.Status409Conflict); }

        if (found is not { Type: { } type, Content: { } content }) { return Results.NotFound(); }

        SecurityHeaders.Use(context, type.MediaType == "application/pdf" ? SecurityHeaders.FramedPdf : SecurityHeaders.FramedPicture);
        return type.Shown && download != true
            ? Results.Bytes(content, type.MediaType)
            : Results.Bytes(content, type.MediaType, string.Create(CultureInfo.InvariantCulture, $"document-{documentId}.{type.Ending}"));
    }
}
