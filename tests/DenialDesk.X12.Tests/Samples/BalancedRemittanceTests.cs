using DenialDesk.Samples;

namespace DenialDesk.X12.Tests.Samples;

public sealed class BalancedRemittanceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    [InlineData(2_000_000)]
    public void It_balances_at_every_level_whatever_its_size(long size)
    {
        var (bytes, totals) = Written(size, seed: 3);
        var read = new PlainRemittance(bytes);

        Assert.Empty(read.Faults());
        Assert.Equal(0m, read.PaymentDifference);
        Assert.Equal((totals.Transactions, totals.Claims, totals.Lines), (read.Of("ST").Count(), read.Of("CLP").Count(), read.Of("SVC").Count()));
        Assert.Equal((totals.Charge, totals.Paid), (read.Sum("CLP", 3), read.Sum("CLP", 4)));
        Assert.Equal(bytes.Length, totals.Bytes);
    }

    [Fact]
    public void It_has_about_five_hundred_bytes_a_claim_and_one_denial_in_ten()
    {
        var (bytes, totals) = Written(2_000_000, seed: 3);

        Assert.InRange(bytes.Length, 2_000_000, 2_300_000);
        Assert.InRange(bytes.Length / totals.Claims, 420, 580);
        Assert.InRange((double)totals.Denials / totals.Claims, 0.08, 0.12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes() => Assert.Equal(Written(100_000, seed: 5).Bytes, Written(100_000, seed: 5).Bytes);

    private static (byte[] Bytes, BalancedTotals Totals) Written(long size, int seed)
    {
        using var output = new MemoryStream();
        var totals = BalancedRemittance.Write(output, size, seed);
        return (output.ToArray(), totals);
    }
}
