using DenialDesk.App.Breakdowns;
using DenialDesk.Domain.People;

namespace DenialDesk.Web.Api;

/// <summary>Break-downs as files, and the rows behind their numbers; they take the address of the page.</summary>
internal static class BreakdownFiles
{
    public static void MapBreakdownFiles(this IEndpointRouteBuilder app)
    {
        foreach (var (route, format) in new[] { (Routes.BreakdownCsv, "csv"), (Routes.BreakdownXlsx, "xlsx"), (Routes.BreakdownPdf, "pdf") })
        {
            app.MapGet(route, (HttpContext http, SeeBreakdown see) => ReportAnswer.SendAsync(http, format, async actor => await see.ReportAsync(new() { Ask = Ask(http) }, actor, http.RequestAborted)))
                .RequireAuthorization(nameof(Permission.SeeTrends));
        }

        app.MapGet(Routes.BreakdownRowsCsv, (HttpContext http, ListBreakdownRows list) => CsvAnswer.GiveAsync(http, "breakdown-rows", async actor => (await list.Run(
                new() { Ask = Ask(http), Which = http.Request.Query["which"], Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeTrends));
    }

    private static BreakdownAsk Ask(HttpContext http) => BreakdownAsk.Read(name => http.Request.Query[name].FirstOrDefault());
}
