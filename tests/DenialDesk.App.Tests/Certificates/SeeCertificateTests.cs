using DenialDesk.App.Certificates;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Samples;
using DenialDesk.Domain.Certificates;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Tests.Certificates;

/// <summary>The demo practice's year: what the database adds up equals what a second reading of the kept files adds up.</summary>
public sealed class SeeCertificateTests(DemoImportTests.Year year) : IClassFixture<DemoImportTests.Year>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_month_of_the_demo_balances_but_for_the_one_payment_made_wrong_on_purpose_and_nothing_is_unexplained()
    {
        var months = await year.Get<ListCertificateMonths>().Run(new(), Actor.Desk, Now);
        var views = new List<CertificateView>();
        foreach (var month in months) { views.Add((await SeeAsync(new() { Month = month.Month }))!); }

        Assert.InRange(months.Count, 12, 15);
        Assert.All(views, v => Assert.Equal((0m, 0m, 0m), (v.Unexplained, v.Verdict.ChargeDifference, v.Verdict.KeptDifference)));
        Assert.Equal(year.Manifest.OutOfBalanceBy, Assert.Single(views, v => !v.Verdict.Balances).Verdict.CashDifference);
        Assert.Equal(year.Manifest.OutOfBalanceBy, Assert.Single(views.SelectMany(v => v.Differences), d => d.Level == "remittance").Amount);
        Assert.Equal(months.Select(m => (m.Remittances, m.Payment, m.Charge)), views.Select(v => (v.Remittances, v.Sums.Payment, v.Sums.Charge)));
    }

    [Fact]
    public async Task Every_bucket_of_the_demo_is_filled_and_together_they_are_the_charge_to_the_cent()
    {
        var sums = new List<CertificateSums>();
        var plb = new HashSet<PlbBucket>();
        foreach (var month in await year.Get<ListCertificateMonths>().Run(new(), Actor.Desk, Now))
        {
            var view = (await SeeAsync(new() { Month = month.Month }))!;
            sums.Add(view.Sums);
            plb.UnionWith(view.Plb.Keys);
        }

        (string Bucket, decimal Amount)[] buckets =
        [
            ("denial", sums.Sum(s => s.Denied)), ("contractual", sums.Sum(s => s.Contractual)), ("patient", sums.Sum(s => s.Patient)), ("cob", sums.Sum(s => s.Cob)),
            ("informational", sums.Sum(s => s.Informational)), ("reversal", sums.Sum(s => s.Reversal)),
        ];
        Assert.Empty(buckets.Where(b => b.Amount == 0m).Select(b => b.Bucket));
        Assert.Equal(0m, sums.Sum(s => s.Charge) - sums.Sum(s => s.Paid) - buckets.Sum(b => b.Amount));
        Assert.Superset(new HashSet<PlbBucket> { PlbBucket.Forwarding, PlbBucket.Recovery, PlbBucket.Interest }, plb);
    }

    [Fact]
    public async Task A_second_reading_of_each_remittance_adds_up_to_the_same_cents()
    {
        var read = 0;
        foreach (var (name, report) in year.Reports.Where(r => r.Value is { Posted: 1, AlreadyReceived: 0, Quarantined: 0, Claims: > 0 }).Take(40))
        {
            var (payment, charge, paid, plb, adjusted) = await AgainAsync(report.FileId);
            var view = (await SeeAsync(new() { FileId = report.FileId }))!;

            Assert.True(
                (payment, charge, paid, plb, adjusted) == (view.Sums.Payment, view.Sums.Charge, view.Sums.Paid, view.Sums.Plb, BalanceCertificate.Adjusted(view.Sums)), name);
            read++;
        }

        Assert.True(read > 10);
    }

    [Fact]
    public async Task Every_number_opens_rows_that_sum_to_it()
    {
        var file = year.Reports.Values.Where(r => r.Posted > 0).MaxBy(r => r.DeniedAmount)!;
        var scope = new CertificateScope { FileId = file.FileId };
        var view = (await SeeAsync(scope))!;
        (string Number, decimal Sum)[] numbers =
        [
            ("payment", view.Sums.Payment), ("charge", view.Sums.Charge), ("paid", view.Sums.Paid), ("denial", view.Sums.Denied), ("contractual", view.Sums.Contractual),
            ("patient", view.Sums.Patient), ("cob", view.Sums.Cob), ("informational", view.Sums.Informational), ("reversal", view.Sums.Reversal),
            .. Enum.GetValues<PlbBucket>().Select(b => ($"plb-{b.ToString().ToLowerInvariant()}", view.Plb.GetValueOrDefault(b))),
        ];

        Assert.True(view.Sums.Denied > 0m);
        foreach (var (number, sum) in numbers)
        {
            var rows = await year.Get<ListCertificateRows>().Run(new() { Scope = scope, Number = number, Take = 10_000 }, Actor.Desk, Now);
            Assert.Equal((number, sum, rows.Count), (number, rows.Sum, rows.Page.Count));
            Assert.Equal(sum, rows.Page.Sum(r => r.Amount ?? 0m));
        }
    }

    [Fact]
    public async Task Another_practices_certificate_is_not_there()
    {
        var stranger = new Actor(Guid.NewGuid(), "Stranger", Actor.Desk.Permissions, new HashSet<int> { 9999 });

        Assert.Empty(await year.Get<ListCertificateMonths>().Run(new(), stranger, Now));
        Assert.Null(await year.Get<SeeCertificate>().Run(new() { Scope = new() { FileId = year.Reports.Values.First(r => r.Posted > 0).FileId } }, stranger, Now));
    }

    private Task<CertificateView?> SeeAsync(CertificateScope scope) => year.Get<SeeCertificate>().Run(new() { Scope = scope }, Actor.Desk, Now);

    private async Task<(decimal Payment, decimal Charge, decimal Paid, decimal Plb, decimal Adjusted)> AgainAsync(long fileId)
    {
        var bytes = await App.Intake.FilePieces.ReadAsync(year.Database, fileId, 0, 100_000_000, Now);
        var (payment, charge, paid, plb, adjusted) = (0m, 0m, 0m, 0m, 0m);
        await using var reader = new RemittanceReader(new MemoryStream(bytes));
        while (await reader.ReadAsync(Now))
        {
            switch (reader.Current)
            {
                case TransactionOpened opened:
                    payment += opened.Header.Amount ?? 0m;
                    break;
                case ClaimRead read:
                    charge += read.Claim.Charge ?? 0m;
                    paid += read.Claim.Paid ?? 0m;
                    adjusted += read.Claim.Adjustments.Concat(read.Claim.Lines.SelectMany(l => l.Adjustments)).Sum(a => a.Amount ?? 0m);
                    break;
                case TransactionClosed closed:
                    plb += closed.Trailer.ProviderAdjustments.Sum(p => p.Amount ?? 0m);
                    break;
            }
        }

        return (payment, charge, paid, plb, adjusted);
    }
}
