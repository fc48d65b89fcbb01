using DenialDesk.App.Appeals;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Appeals;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>Packets of appeals as they were made, and the proof that a claim was filed and appealed.</summary>
internal static class AppealPdfs
{
    public static void MapAppealPdfs(this IEndpointRouteBuilder app)
    {
        app.MapGet(Routes.AppealPacket, PacketAsync).RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.ProofPacket, ProofAsync).RequireAuthorization(nameof(Permission.SeeDenials));
    }

    private static async Task<IResult> PacketAsync(HttpContext http, OpenPacket open, FindActor find, IOptions<IdentityOptions> identity, int practiceId, long appealId, string? hash)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        return await open.Run(new() { PracticeId = practiceId, AppealId = appealId, Hash = hash }, actor, http.RequestAborted) is { } pdf
            ? Results.File(pdf, "application/pdf", $"appeal-{appealId}.pdf")
            : Results.NotFound();
    }

    private static async Task<IResult> ProofAsync(HttpContext http, PacketMaker maker, FindActor find, IOptions<IdentityOptions> identity, int practiceId, long denialId)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        return await maker.ProveAsync(practiceId, denialId, actor, http.RequestAborted) switch
        {
            null => Results.NotFound(),
            { Pdf: { } pdf } => Results.File(pdf, "application/pdf", $"proof-denial-{denialId}.pdf"),
            { } not => Results.Text(not.Sentence, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable),
        };
    }
}
