using System.Globalization;
using DenialDesk.Domain.Certificates;

namespace DenialDesk.Domain.Tests.Certificates;

public sealed class BalanceCertificateTests
{
    private const string Page = "certificate.md";

    public static TheoryData<string> Examples => RuleTable.Names(Page, "Example");

    public static TheoryData<string> Reasons => RuleTable.Names(Page, "PLB reason");

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_worked_examples_come_out_as_written(string example)
    {
        var row = RuleTable.Row(Page, "Example", example);
        decimal Of(string column) => decimal.Parse(row[column], CultureInfo.InvariantCulture);
        var sums = new CertificateSums
        {
            Payment = Of("BPR"),
            Charge = Of("Charge"),
            Paid = Of("Paid"),
            Plb = Of("PLB"),
            Denied = Of("Denied"),
            Contractual = Of("Contractual"),
            Patient = Of("Patient"),
            Cob = Of("Other payer"),
            Informational = Of("Informational"),
            Reversal = Of("Reversal"),
            ReadCharge = Of("Charge"),
            ReadPaid = Of("Paid"),
            ReadPlb = Of("PLB"),
        };

        var certificate = BalanceCertificate.Of(sums);

        Assert.Equal((Of("Cash difference"), Of("Charge difference"), 0m), (certificate.CashDifference, certificate.ChargeDifference, certificate.KeptDifference));
        Assert.Equal(0m, certificate.Unexplained(certificate.CashDifference, certificate.ChargeDifference));
        Assert.Equal(40m, BalanceCertificate.Of(sums with { ReadPaid = sums.ReadPaid - 40m }).KeptDifference);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_provider_adjustment_reason_has_one_bucket(string reason)
        => Assert.Equal(RuleTable.Row(Page, "PLB reason", reason)["Bucket"], PlbBuckets.Of(reason).ToString());
}
