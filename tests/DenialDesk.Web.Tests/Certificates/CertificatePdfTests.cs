using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DenialDesk.App.Certificates;
using DenialDesk.App.People;
using DenialDesk.Domain.Money;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Tests.Queue;

namespace DenialDesk.Web.Tests.Certificates;

/// <summary>The balance certificate as a PDF, printed by the program itself.</summary>
public sealed class CertificatePdfTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_a_remittance_and_a_month_print_as_a_pdf_that_says_what_it_adds_up_to()
    {
        Assert.SkipUnless(PdfPrinter.Installed, "weasyprint is not installed on this machine");
        var month = (await desk.Get<ListCertificateMonths>().Run(new(), Actor.Desk, Stop))[0].Month;
        var remittance = await desk.ScalarAsync<long>("select min(remittance_id) from remittance");
        (string Address, CertificateScope Scope)[] all =
        [
            (Routes.CertificatePdfOf(file: 1), new() { FileId = 1 }), (Routes.CertificatePdfOf(1, 1, remittance), new() { FileId = 1, PracticeId = 1, RemittanceId = remittance }),
            (Routes.CertificatePdfOf(month: month), new() { Month = month }),
        ];
        using var visitor = await desk.VisitAsAsync("biller");
        foreach (var (address, scope) in all)
        {
            var sums = (await desk.Get<SeeCertificate>().Run(new() { Scope = scope }, Actor.Desk, Stop))!.Sums;
            using var answer = await visitor.GetAsync(address);
            var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
            var text = Encoding.Latin1.GetString(bytes);

            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.StartsWith("%PDF", text, StringComparison.Ordinal);
            Assert.Contains($"payment {Dollars.Text(sums.Payment)}, charge {Dollars.Text(sums.Charge)}, unexplained $0.00", text, StringComparison.Ordinal);
            Assert.NotEmpty(Regex.Matches(text, @"/Type /Page\b"));
        }
    }

    [Fact]
    public async Task What_is_not_there_is_not_printed()
    {
        using var visitor = await desk.VisitAsAsync("biller");
        using var answer = await visitor.GetAsync(Routes.CertificatePdfOf(file: 999_999));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
