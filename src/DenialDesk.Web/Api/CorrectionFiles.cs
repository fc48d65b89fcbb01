using DenialDesk.App.Corrections;
using DenialDesk.App.HandOffs;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Corrections;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>Hands out claims the desk wrote: corrected ones and those to next payers, each as an 837 file of its own; corrected ones also on paper in the order of the CMS-1500's boxes.</summary>
internal static class CorrectionFiles
{
    public static void MapCorrectionFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet(Routes.CorrectionFile, SendAsync).RequireAuthorization(nameof(Permission.WorkDenials));
        app.MapGet(Routes.SecondaryFile, SendSecondaryAsync).RequireAuthorization(nameof(Permission.WorkDenials));
        app.MapGet(Routes.CorrectionPrint, PrintAsync).RequireAuthorization(nameof(Permission.WorkDenials));
    }

    private static async Task<IResult> SendAsync(HttpContext http, OpenCorrection open, FindActor find, IOptions<IdentityOptions> identity, int practiceId, long attemptId)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        return await open.Run(new() { PracticeId = practiceId, AttemptId = attemptId }, actor, http.RequestAborted) is var (number, content)
            ? Results.File(content, "application/edi-x12", $"claim-{number}.837")
            : Results.NotFound();
    }

    private static async Task<IResult> SendSecondaryAsync(HttpContext http, OpenSecondaryClaim open, FindActor find, IOptions<IdentityOptions> identity, int practiceId, long secondaryId)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        return await open.Run(new() { PracticeId = practiceId, SecondaryId = secondaryId }, actor, http.RequestAborted) is var (number, content)
            ? Results.File(content, "application/edi-x12", $"claim-{number}.837")
            : Results.NotFound();
    }

    private static async Task<IResult> PrintAsync(
        HttpContext http, PrintClaim print, PdfPrinter printer, FindActor find, IOptions<IdentityOptions> identity, int practiceId, long denialId, long? attempt)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        if (await print.Run(new() { PracticeId = practiceId, DenialId = denialId, AttemptId = attempt }, actor, http.RequestAborted) is not { } form) { return Results.NotFound(); }

        var result = await printer.PrintAsync(await HtmlAsync(http.RequestServices, form), http.RequestAborted);
        return result.Pdf is { } pdf
            ? Results.File(pdf, "application/pdf", $"claim-form-{denialId}.pdf")
            : Results.Text(result.Sentence, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> HtmlAsync(IServiceProvider services, ClaimForm form)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ClaimFormPrint>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ClaimFormPrint.Form)] = form,
        }))).ToHtmlString());
    }
}
