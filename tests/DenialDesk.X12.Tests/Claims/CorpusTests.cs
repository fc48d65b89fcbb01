namespace DenialDesk.X12.Tests.Claims;

public sealed class CorpusTests
{
    [Theory]
    [InlineData("837P")]
    [InlineData("837I")]
    [InlineData("837D")]
    public void Every_public_837_adds_up_to_what_a_plain_splitter_counts(string kind)
    {
        var wrong = new List<string>();
        foreach (var path in Corpus.Files(kind))
        {
            var bytes = File.ReadAllBytes(path);
            var expected = ClaimCalculator.Of(bytes);
            var read = ReadClaims.Of(bytes);

            var found = new ClaimCalculator(
                read.Batches.Count,
                read.Claims.Count,
                read.Claims.Sum(c => c.Lines.Count(l => l.Service.Length > 0)),
                read.Claims.Sum(c => c.Charge ?? 0m),
                read.Claims.Sum(c => c.Lines.Sum(l => l.Charge ?? 0m)));
            if (found != expected || read.Totals.Sum(t => t.Charge) != expected.Charge || read.File.Claims != expected.Claims)
            {
                wrong.Add($"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}: counted {expected}, read {found}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
