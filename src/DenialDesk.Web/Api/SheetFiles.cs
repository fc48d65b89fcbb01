using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.App.Reports;
using DenialDesk.Domain.People;
using DenialDesk.Web.Pages;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.Web.Api;

/// <summary>The manager's pages as files: PDF to print, XLSX and CSV to go on with; each with the address of its page.</summary>
internal static class SheetFiles
{
    public static void MapSheetFiles(this IEndpointRouteBuilder app)
    {
        const string Policy = nameof(Permission.SeeTrends);
        foreach (var page in SheetPages.All.Where(p => p.File is not null))
        {
            app.MapGet(page.File!, (HttpContext http, SheetMaking making, string kind) => SendAsync(http, making, kind, page, http.Request.QueryString.Value ?? "")).RequireAuthorization(Policy);
        }

        app.MapGet(Routes.DossierFile, (HttpContext http, SheetMaking making, string kind, int payerId) => SendAsync(
            http, making, kind, SheetPages.Dossier, QueryHelpers.AddQueryString(http.Request.QueryString.Value ?? "", "payer", payerId.ToString(CultureInfo.InvariantCulture)))).RequireAuthorization(Policy);
        foreach (var (route, format) in new[] { (Routes.NumbersXlsx, "xlsx"), (Routes.NumbersPdf, "pdf") })
        {
            app.MapGet(route, (HttpContext http, SeeNumbers see, int? practice, int? payer, string? to) => ReportAnswer.SendAsync(http, format, async actor =>
            {
                var input = new SeeNumbers.Input { Practice = practice, Payer = payer, To = to };
                return NumbersReport.Of(await see.Run(input, actor, http.RequestAborted), input);
            })).RequireAuthorization(Policy);
        }
    }

    private static async Task<IResult> SendAsync(HttpContext http, SheetMaking making, string kind, SheetPage page, string query)
        => ReportFormats.All.Contains(kind)
            ? await ReportAnswer.SendAsync(http, kind, async actor => await page.Make(making, new(query), actor, http.RequestAborted) is { } sheet ? new SheetReport(sheet) : null)
            : Results.NotFound();
}
