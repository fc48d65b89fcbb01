using DenialDesk.App.Certificates;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages;
using DenialDesk.Web.Pages.Certificates;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>The balance certificate as a PDF, with the address of its page.</summary>
internal static class CertificatePdf
{
    private const int MostPayments = 1000;

    public static void MapCertificatePdf(this IEndpointRouteBuilder app) => app.MapGet(Routes.CertificatePdf, SendAsync).RequireAuthorization(nameof(Permission.SeeRemittances));

    private static async Task<IResult> SendAsync(
        HttpContext http, SeeCertificate see, ListCertificateRows list, PdfPrinter printer, FindActor find, IOptions<IdentityOptions> identity, long? file, int? practice, long? remittance, string? month)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        var scope = new CertificateScope { FileId = file, PracticeId = practice, RemittanceId = remittance, Month = CertificateWords.Parse(month) };
        if (await see.Run(new() { Scope = scope }, actor, http.RequestAborted) is not { } view) { return Results.NotFound(); }

        var payments = await list.Run(new() { Scope = scope, Number = "payment", Take = MostPayments }, actor, http.RequestAborted);
        var result = await printer.PrintAsync(await HtmlAsync(http.RequestServices, scope, view, payments, actor, http.RequestAborted), http.RequestAborted);
        return result.Pdf is { } pdf
            ? Results.File(pdf, "application/pdf", $"balance-certificate-{CertificateWords.Subject(scope).ToLowerInvariant().Replace(' ', '-')}.pdf")
            : Results.Text(result.Sentence, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> HtmlAsync(
        IServiceProvider services, CertificateScope scope, CertificateView view, CertificateRows payments, Actor actor, CancellationToken cancellation)
    {
        var time = new DeskTime(await services.GetRequiredService<FindZone>().Run(actor, cancellation));
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CertificatePrint>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(CertificatePrint.Scope)] = scope,
            [nameof(CertificatePrint.View)] = view,
            [nameof(CertificatePrint.Payments)] = payments,
            [nameof(CertificatePrint.Prepared)] = time.Of(services.GetRequiredService<TimeProvider>().GetUtcNow()),
            [nameof(CertificatePrint.By)] = actor.Name,
        }))).ToHtmlString());
    }
}
