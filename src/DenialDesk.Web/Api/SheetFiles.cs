using System.Globalization;
using System.Text;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.Reports;
using DenialDesk.App.Reviews;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages;
using DenialDesk.Web.Pages.Reviews;
using DenialDesk.Web.Pages.Teamwork;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>The manager's pages as files: PDF to print, XLSX and CSV to go on with; each with the address of its page.</summary>
internal static class SheetFiles
{
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapSheetFiles(this IEndpointRouteBuilder app)
    {
        const string Policy = nameof(Permission.SeeTrends);
        app.MapGet(Routes.DenialAuditFile, (HttpContext http, SeeDenialAudit see, string kind, string? to) => SendAsync(
            http, kind, async actor => AuditSheet.Of(await see.Run(new() { To = DayOf(to), Export = true }, actor, http.RequestAborted)))).RequireAuthorization(Policy);
        app.MapGet(Routes.FiveQuestionsFile, (HttpContext http, AnswerFiveQuestions answer, FindZone zone, string kind) => SendAsync(http, kind, async actor =>
        {
            var answers = await answer.Run(actor, http.RequestAborted);
            return FiveSheet.Of(answers, answers.LastFile is { } at ? new DeskTime(await zone.Run(actor, http.RequestAborted)).Of(at) : null);
        })).RequireAuthorization(Policy);
        app.MapGet(Routes.ReviewFile, (HttpContext http, SeeReview see, string kind, int? practice, string? month, string? department) => SendAsync(
            http, kind, async actor => await see.Run(new() { Practice = practice, Month = Pages.Deadlines.Expired.FirstOf(month), Export = true }, actor, http.RequestAborted) is { } view ? ReviewSheet.Of(view, department) : null))
            .RequireAuthorization(Policy);
        app.MapGet(Routes.DossierFile, (HttpContext http, SeeDossier see, string kind, int payerId, int? months) => SendAsync(
            http, kind, async actor => await see.Run(new() { PayerId = payerId, Months = months ?? 12, Export = true }, actor, http.RequestAborted) is { } dossier ? DossierSheet.Of(dossier) : null)).RequireAuthorization(Policy);
        app.MapGet(Routes.TeamFile, (HttpContext http, SeeTeam see, string kind, int? days) => SendAsync(
            http, kind, async actor => TeamSheet.Of(await see.Run(new() { Days = days ?? 30 }, actor, http.RequestAborted)))).RequireAuthorization(Policy);
    }

    /// <summary>A day in an address; null for none.</summary>
    internal static DateOnly? DayOf(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;

    private static async Task<IResult> SendAsync(HttpContext http, string kind, Func<Actor, Task<Sheet?>> make)
    {
        if (kind is not ("pdf" or "xlsx" or "csv")) { return Results.NotFound(); }

        var services = http.RequestServices;
        if (await CurrentActor.OfAsync(http.User, services.GetRequiredService<FindActor>(), services.GetRequiredService<IOptions<IdentityOptions>>().Value, http.RequestAborted) is not { } actor) { return Results.Unauthorized(); }

        if (await make(actor) is not { } sheet) { return Results.NotFound(); }

        var report = sheet.ToReport();
        if (kind == "xlsx") { return Results.File(Workbook.Make(report), WorkbookType, report.FileName + ".xlsx"); }

        if (kind == "csv") { return Results.File(Encoding.UTF8.GetBytes(CsvText.Write(report)), "text/csv; charset=utf-8", report.FileName + ".csv"); }

        var result = await services.GetRequiredService<PdfPrinter>().PrintAsync(await HtmlAsync(services, sheet, actor, http.RequestAborted), http.RequestAborted);
        return result.Pdf is { } pdf
            ? Results.File(pdf, "application/pdf", report.FileName + ".pdf")
            : Results.Text(result.Sentence, "text/plain; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> HtmlAsync(IServiceProvider services, Sheet sheet, Actor actor, CancellationToken cancellation)
    {
        var time = new DeskTime(await services.GetRequiredService<FindZone>().Run(actor, cancellation));
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<SheetPrint>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(SheetPrint.Sheet)] = sheet,
            [nameof(SheetPrint.Prepared)] = time.Of(services.GetRequiredService<TimeProvider>().GetUtcNow()),
            [nameof(SheetPrint.By)] = actor.Name,
        }))).ToHtmlString());
    }
}
