using DenialDesk.App.Reports;
using DenialDesk.Web.Components.Charts;
using DenialDesk.Web.Pages;
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
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportPrint>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReportPrint.Report)] = report,
            [nameof(ReportPrint.Made)] = new DeskTime(zone).Of(clock.GetUtcNow()),
            [nameof(ReportPrint.By)] = by,
        }))).ToHtmlString());
        return await printer.PrintAsync(html, cancellation);
    }
}
