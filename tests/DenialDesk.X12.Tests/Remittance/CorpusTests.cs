using System.Globalization;

namespace DenialDesk.X12.Tests.Remittance;

public sealed class CorpusTests
{
    [Fact]
    public void Every_public_835_adds_up_to_what_a_plain_splitter_counts()
    {
        var wrong = new List<string>();
        foreach (var path in Corpus.Files("835"))
        {
            var bytes = File.ReadAllBytes(path);
            var expected = SplitCalculator.Of(bytes);
            var read = ReaderTotals.Of(bytes);

            var difference = Compare(expected, read);
            if (difference.Length > 0)
            {
                wrong.Add($"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}: {difference}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    internal static string Compare(SplitCalculator expected, ReaderTotals read)
    {
        var said = new List<string>();
        void Same<T>(string what, T one, T other)
        {
            if (!Equals(one, other))
            {
                said.Add($"{what}: counted {one}, read {other}");
            }
        }

        string Text<T>(SortedDictionary<string, T> values) =>
            string.Join(' ', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}={v.Value:0.00##}")));

        Same("transactions", expected.Transactions, read.Trailers.Count);
        Same("claims", expected.Claims, read.Trailers.Sum(t => t.Claims));
        Same("claims read", expected.Claims, read.Claims.Count);
        Same("lines", expected.Lines, read.Trailers.Sum(t => t.Lines));
        Same("charge", expected.Charge, read.Trailers.Sum(t => t.Charge));
        Same("paid", expected.Paid, read.Trailers.Sum(t => t.Paid));
        Same("bpr", expected.Bpr, read.Headers.Sum(h => h.Amount ?? 0m));
        Same("plb", expected.Plb, read.Trailers.Sum(t => t.ProviderAdjusted));
        Same("groups", Text(expected.Groups), Text(read.Groups));
        Same("carc", Text(expected.Carc), Text(read.Carc));
        Same("rarc", Text(expected.Rarc), Text(read.Rarc));
        Same("status", Text(expected.Status), Text(read.Status));
        return string.Join("; ", said);
    }
}
