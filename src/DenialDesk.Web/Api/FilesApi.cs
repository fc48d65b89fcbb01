using System.Globalization;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace DenialDesk.Web.Api;

/// <summary>
/// Files from programs: handed over with an API key, answered at once, imported in turn. No cookie counts here. Every refusal is
/// problem+json with a sentence in "detail".
/// </summary>
internal static class FilesApi
{
    private const string FileNameHeader = "X-File-Name";
    private const string IdempotencyHeader = "Idempotency-Key";

    public static void MapFilesApi(this IEndpointRouteBuilder app)
    {
        app.MapPost(Routes.ApiFiles, TakeAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(ApiRate.Policy);
        app.MapGet(Routes.ApiFile, SeeAsync).AllowAnonymous().RequireRateLimiting(ApiRate.Policy);
    }

    private static async Task<IResult> TakeAsync(HttpContext context, FindApiKey find, ReceiveFile receive)
    {
        if (await CallerAsync(context, find) is not { } caller) { return NoKey(context); }

        if (context.Request.ContentLength > UploadEndpoint.LimitBytes + 64 * 1024) { return TooLarge(); }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) { limit.MaxRequestBodySize = UploadEndpoint.LimitBytes + 64 * 1024; }

        try
        {
            if (await ContentAsync(context) is not { } content) { return Problem(400, "No file", "There was no file in this request. Send the file as the body, or as one part of a form."); }

            return Answer(context, await receive.Run(
                new()
                {
                    ApiKeyId = caller.ApiKeyId,
                    Content = content.Stream,
                    Name = content.Name,
                    IdempotencyKey = context.Request.Headers[IdempotencyHeader].ToString() is { Length: > 0 } key ? key : null,
                    LimitBytes = UploadEndpoint.LimitBytes,
                },
                caller.Actor,
                context.RequestAborted));
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (MoreFilesException)
        {
            return Problem(400, "One file a request", "This form holds more than one file, and none was taken. Send each in a request of its own, or all of them in one ZIP.");
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            return Problem(400, "Broken request", "The request broke off or is not a well-formed form. Nothing was taken. Send it again.");
        }
    }

    private static async Task<IResult> SeeAsync(long id, HttpContext context, FindApiKey find, SeeReceivedFile see)
    {
        if (await CallerAsync(context, find) is not { } caller) { return NoKey(context); }

        return await see.Run(new() { ReceivedId = id, ApiKeyId = caller.ApiKeyId }, caller.Actor, context.RequestAborted) is { } view
            ? Results.Json(view)
            : Problem(404, "No such file", "No file of this number was sent with this key.");
    }

    /// <summary>Whose API key the request carries; null when it carries none that holds.</summary>
    internal static async Task<ApiCaller?> CallerAsync(HttpContext context, FindApiKey find)
    {
        var headers = context.Request.Headers;
        var authorization = headers.Authorization.ToString();
        var secret = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization["Bearer ".Length..].Trim() : headers["X-Api-Key"].ToString().Trim();
        return secret.Length is > 0 and <= 200 ? await find.Run(secret, context.RequestAborted) : null;
    }

    /// <summary>The body, or the one file of a form; read as it streams.</summary>
    private static async Task<(Stream Stream, string Name)?> ContentAsync(HttpContext context)
    {
        var named = context.Request.Headers[FileNameHeader].ToString() is { Length: > 0 } name ? name : null;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return (context.Request.Body, named ?? "file-from-api");
        }

        if (type.Boundary.Value is null) { return null; }

        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, context.Request.Body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (section.AsFileSection() is { FileStream: { } stream } file) { return (new OnlyFile(stream, reader), named ?? (file.FileName is { Length: > 0 } own ? own : "file-from-api")); }
        }

        return null;
    }

    private static IResult Answer(HttpContext context, ReceiveFile.Result result)
    {
        if (result.Refusal is { } refusal)
        {
            return refusal.Code switch
            {
                "too_large" => TooLarge(),
                "idempotency_key_used" => Problem(422, "Idempotency-Key used before", refusal.Sentence),
                _ => Problem(400, "Not taken", refusal.Sentence),
            };
        }

        var address = Routes.ApiFileOf(result.ReceivedId);
        context.Response.Headers.Location = address;
        return Results.Json(new { id = result.ReceivedId, state = "waiting", status = address }, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>The refusal of a request without one.</summary>
    internal static IResult NoKey(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem(401, "No valid API key", "Send a valid API key as \"Authorization: Bearer …\" or in the header X-Api-Key. An admin makes one on the page API keys.");
    }

    private static IResult TooLarge()
        => Problem(413, "File too large", string.Create(CultureInfo.InvariantCulture, $"The file is larger than {UploadEndpoint.LimitBytes / (1024 * 1024)} MB and was not taken. Split it and send the parts."));

    private static IResult Problem(int status, string title, string sentence) => Results.Problem(sentence, statusCode: status, title: title);

    /// <summary>The first file of a form, which must be its only one: a second one would be lost, so its end is no end then.</summary>
    private sealed class OnlyFile(Stream file, MultipartReader form) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await file.ReadAsync(buffer, cancellationToken);
            while (read == 0 && buffer.Length > 0 && await form.ReadNextSectionAsync(cancellationToken) is { } next)
            {
                if (next.AsFileSection() is not null) { throw new MoreFilesException(); }
            }

            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class MoreFilesException : IOException;
}
