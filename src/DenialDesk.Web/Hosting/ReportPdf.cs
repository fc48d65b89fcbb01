using DenialDesk.App.Reports;
using DenialDesk.Web.Components.Charts;
using DenialDesk.Web.Pages;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace DenialDesk.Web.Hosting;

/// <summary>Prints a report: its page rendered here, made a PDF by <see cref="PdfPrinter"/>.</summary>
internal sealed class ReportPdf(IServiceScopeFactory scopes, PdfPrinter printer, TimeProvider clock, ILoggerFactory logs)
{
    /// <summary>The PDF, or the sentence why there is none.</summary>
    /// <param name="zone">The time zone in which the moment it was made is told.</param>
    public async Task<PdfResult> MakeAsync(Report report, string by, TimeZoneInfo zone, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        var made = new DeskTime(zone).Of(clock.GetUtcNow());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (report is SheetReport { Sheet: var sheet }
            ? await renderer.RenderComponentAsync<SheetPrint>(Parameters((nameof(SheetPrint.Sheet), sheet), (nameof(SheetPrint.Prepared), made), (nameof(SheetPrint.By), by)))
            : await renderer.RenderComponentAsync<ReportPrint>(Parameters((nameof(ReportPrint.Report), report), (nameof(ReportPrint.Made), made), (nameof(ReportPrint.By), by)))).ToHtmlString());
        return await printer.PrintAsync(html, cancellation);
    }

    private static ParameterView Parameters(params (string Name, object? Value)[] values) => ParameterView.FromDictionary(values.ToDictionary(v => v.Name, v => v.Value));
}
