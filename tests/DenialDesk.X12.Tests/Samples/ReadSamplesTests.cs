using DenialDesk.Samples;
using DenialDesk.X12.Remittance;
using DenialDesk.X12.Tests.Remittance;

namespace DenialDesk.X12.Tests.Samples;

public sealed class ReadSamplesTests(DemoYear year) : IClassFixture<DemoYear>
{
    [Fact]
    public void The_reader_finds_in_the_demo_files_what_their_manifest_says()
    {
        foreach (var file in year.WholeRemittances)
        {
            var read = ReaderTotals.Of(year.Bytes(file));
            Assert.True(read.File.IsComplete);
            Assert.DoesNotContain(read.Claims, claim => claim.Balance.State != BalanceState.Balanced);
            Assert.Equal((file.Transactions, file.Claims), (read.Trailers.Count, read.Claims.Count));
            Assert.Equal((file.Charge, file.Paid), (read.Claims.Sum(claim => claim.Charge), read.Claims.Sum(claim => claim.Paid)));
            Assert.Equal(file.Payment, read.Headers.Sum(header => header.Amount));
            Assert.Equal(file.ProviderAdjustments, read.Trailers.Sum(trailer => trailer.ProviderAdjustments.Sum(plb => plb.Amount)));
        }
    }

    [Fact]
    public void The_truncated_file_is_seen_to_be_incomplete() =>
        Assert.False(ReaderTotals.Of(year.Bytes(year.Manifest.Files.Single(file => file.Note == SampleFileNote.Truncated))).File.IsComplete);

    [Fact]
    public void The_resent_payment_has_the_hash_of_the_first_one()
    {
        var resent = year.Manifest.Files.Single(file => file.Note == SampleFileNote.Resent);
        var first = year.Manifest.Files.Single(file => file.Day == resent.Day.AddDays(-2) && file.Name.EndsWith("bcbstx.835", StringComparison.Ordinal));

        Assert.Equal(Hash(first), Hash(resent));

        string Hash(SampleFile file) => ReaderTotals.Of(year.Bytes(file)).Trailers.Single().CanonicalHash;
    }

    [Fact]
    public void Every_sample_file_is_described_and_every_described_file_is_there()
    {
        var samples = SamplesFolder();
        var described = File.ReadAllLines(Path.Combine(samples, "README.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
        var there = Directory.GetFiles(Path.Combine(samples, "files")).Select(Path.GetFileName);

        Assert.Equal(there.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sample_remittances_balance_except_the_two_meant_not_to()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(SamplesFolder(), "files"), "*.835").Where(path => !path.EndsWith("truncated.835", StringComparison.Ordinal)))
        {
            var read = new PlainRemittance(File.ReadAllBytes(path));
            Assert.Empty(read.Faults());
            Assert.Equal(path.EndsWith("out-of-balance.835", StringComparison.Ordinal) ? 10m : 0m, read.PaymentDifference);
        }
    }

    private static string SamplesFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DenialDesk.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "samples");
    }
}
