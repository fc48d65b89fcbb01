using System.Text;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.Reports;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>A report as the file that was asked for: CSV, a workbook or a PDF.</summary>
internal static class ReportAnswer
{
    /// <summary>Makes it for who asks and sends it; reports hold counts and sums, no patient, and need no fresh proof.</summary>
    /// <param name="format">"csv", "xlsx" or "pdf".</param>
    /// <param name="make">The report; null when there is none for this person.</param>
    public static async Task<IResult> SendAsync(HttpContext http, string format, Func<Actor, Task<Report?>> make)
    {
        var services = http.RequestServices;
        var identity = services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        if (await CurrentActor.OfAsync(http.User, services.GetRequiredService<FindActor>(), identity, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        try
        {
            if (await make(actor) is not { } report) { return Results.NotFound(); }

            switch (format)
            {
                case "xlsx":
                    return Results.File(Workbook.Make(report), ReportFormats.MediaType("xlsx"), report.FileName + ".xlsx");
                case "pdf":
                    var zone = await services.GetRequiredService<FindZone>().Run(actor, http.RequestAborted);
                    var printed = await services.GetRequiredService<ReportPdf>().MakeAsync(report, actor.Name, zone, http.RequestAborted);
                    return printed.Pdf is { } pdf
                        ? Results.File(pdf, ReportFormats.MediaType("pdf"), report.FileName + ".pdf")
                        : Results.Text(printed.Sentence, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
                default:
                    return Results.File(Encoding.UTF8.GetBytes(CsvText.Write(report)), ReportFormats.MediaType("csv") + "; charset=utf-8", report.FileName + ".csv");
            }
        }
        catch (NotPermittedException)
        {
            return Results.Forbid();
        }
    }
}
