using DenialDesk.Samples;

namespace DenialDesk.X12.Tests.Samples;

public sealed class DemoPracticeTests(DemoYear year) : IClassFixture<DemoYear>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("demo-practice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        DemoPractice.Write(_folder, 7, DemoYear.LastDay);

        Assert.All(year.Manifest.Files, file => Assert.Equal(year.Bytes(file), File.ReadAllBytes(Path.Combine(_folder, file.Name))));
    }

    [Fact]
    public void Another_seed_gives_another_year()
    {
        var other = DemoPractice.Write(_folder, 8, DemoYear.LastDay);

        Assert.NotEqual(year.Manifest.DeniedAmount, other.DeniedAmount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public void Every_remittance_balances_at_three_levels_except_the_one_meant_not_to(int seed)
    {
        var manifest = DemoPractice.Write(_folder, seed, DemoYear.LastDay);

        foreach (var file in manifest.Files.Where(file => file is { Kind: "835", Note: not SampleFileNote.Truncated }))
        {
            var read = new PlainRemittance(File.ReadAllBytes(Path.Combine(_folder, file.Name)));
            Assert.Empty(read.Faults());
            Assert.Equal(file.Note == SampleFileNote.OutOfBalance ? manifest.OutOfBalanceBy : 0m, read.PaymentDifference);
            Assert.True(read.Of("BPR").All(bpr => !bpr[2].StartsWith('-')), $"{file.Name} pays a negative amount");
        }

        Assert.Single(manifest.Files, file => file.Note == SampleFileNote.OutOfBalance);
    }

    [Fact]
    public void The_manifest_says_what_the_files_hold()
    {
        foreach (var file in year.WholeRemittances)
        {
            var read = new PlainRemittance(year.Bytes(file));
            Assert.Equal((file.Transactions, file.Claims), (read.Of("ST").Count(), read.Of("CLP").Count()));
            Assert.Equal((file.Charge, file.Paid), (read.Sum("CLP", 3), read.Sum("CLP", 4)));
            Assert.Equal((file.Payment, file.ProviderAdjustments), (read.Sum("BPR", 2), read.ProviderAdjustments));
        }

        foreach (var file in year.Manifest.Files.Where(file => file.Kind == "837"))
        {
            var read = new PlainRemittance(year.Bytes(file));
            Assert.Equal((file.Claims, file.Charge), (read.Of("CLM").Count(), read.Sum("CLM", 2)));
            Assert.Equal(file.Charge, read.Sum("SV1", 2));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public void The_practice_is_believable(int seed)
    {
        var manifest = DemoPractice.Write(_folder, seed, DemoYear.LastDay);

        Assert.InRange(manifest.Claims, 5_700, 6_500);
        Assert.InRange((double)manifest.InitiallyDeniedClaims / manifest.AnsweredClaims, 0.10, 0.12);
        Assert.InRange(Share(manifest, "eligibility") + Share(manifest, "registration"), 0.14, 0.31);       // coverage is checked at check-in since the last four months
        Assert.InRange(Share(manifest, "authorization"), 0.09, 0.17);
        Assert.InRange(Share(manifest, "billing_error") + Share(manifest, "coding"), 0.11, 0.21);
        Assert.All(
            ["documentation", "medical_necessity", "duplicate", "timely_filing", "cob", "bundling", "credentialing", "non_covered", "other"],
            category => Assert.InRange(Share(manifest, category), 0.001, 0.14));
        Assert.Equal(["72", "FB", "L6", "WO"], manifest.ProviderAdjustmentReasons);
        Assert.InRange(manifest.Reversals, 80, 300);
        Assert.InRange(manifest.SecondPayerDecisions, 400, 1_000);
        Assert.True(manifest.ZeroPayments > 0);
        Assert.Equal(8, manifest.Payers.Count);
    }

    [Fact]
    public void Claims_come_back_under_the_number_and_amount_they_were_sent_with()
    {
        var sent = year.Manifest.Files.Where(file => file.Kind == "837").SelectMany(file => new PlainRemittance(year.Bytes(file)).Of("CLM"))
            .Select(claim => (claim[1], claim[2])).ToHashSet();

        var answered = year.WholeRemittances.SelectMany(file => new PlainRemittance(year.Bytes(file)).Of("CLP")).Where(claim => claim[2] != "22");

        // A few payers change the number on purpose, so that matching has something to show.
        var changed = answered.Where(claim => !sent.Contains((claim[1], claim[3].EndsWith(".00", StringComparison.Ordinal) ? claim[3][..^3] : claim[3]))).ToList();
        Assert.InRange(changed.Count, 4, 12);
        Assert.All(changed, claim => Assert.Matches("^(00|P)", claim[1]));
    }

    [Fact]
    public void One_file_stops_in_the_middle_and_one_comes_again_in_another_envelope()
    {
        var manifest = year.Manifest;

        var truncated = Assert.Single(manifest.Files, file => file.Note == SampleFileNote.Truncated);
        Assert.Empty(new PlainRemittance(year.Bytes(truncated)).Of("SE"));
        var resent = Assert.Single(manifest.Files, file => file.Note == SampleFileNote.Resent);
        var original = Assert.Single(manifest.Files, file => file.Kind == "835" && file.Day == resent.Day.AddDays(-2) && file.Name.EndsWith("bcbstx.835", StringComparison.Ordinal));
        Assert.Equal(Inside(original), Inside(resent));
        Assert.NotEqual(year.Bytes(original), year.Bytes(resent));

        string Inside(SampleFile file) => string.Join('\n', new[] { "BPR", "TRN", "CLP", "SVC", "CAS" }
            .SelectMany(id => new PlainRemittance(year.Bytes(file)).Of(id)).Select(segment => string.Join('*', segment)));
    }

    [Fact]
    public void Every_provider_number_passes_its_check_digit()
    {
        var claims = new PlainRemittance(year.Bytes(year.Manifest.Files.First(file => file.Kind == "837")));

        Assert.All(claims.Of("NM1").Where(name => name.Length > 9 && name[8] == "XX"), name => Assert.True(Npi.IsValid(name[9])));
    }

    private static double Share(DemoManifest manifest, string category) => (double)manifest.ByCategory[category].Count / manifest.Denials;
}
