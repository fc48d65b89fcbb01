using System.Text;
using DenialDesk.Samples;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Σ of what the reader reports equals Σ of an independent calculator, also when segments are dropped, doubled or swapped.</summary>
public sealed class SumPropertyTests
{
    private static readonly string[] Plain = ["835-denials.835", "835-takeback-zero.835", "835-every-segment.835"];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(835)]
    public void A_generated_file_adds_up_to_what_a_plain_splitter_counts(int seed)
    {
        using var file = new MemoryStream();
        BalancedRemittance.Write(file, 300_000, seed);

        var difference = CorpusTests.Compare(SplitCalculator.Of(file.ToArray()), ReaderTotals.Of(file.ToArray()));

        Assert.Equal("", difference);
    }

    [Fact]
    public void With_segments_dropped_doubled_or_swapped_every_dollar_is_counted_or_the_remittance_is_stopped()
    {
        var numbers = new Random(5010);
        var counted = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var segments = ShippedFile.Text(Plain[round % Plain.Length]).Split("~\n", StringSplitOptions.RemoveEmptyEntries).ToList();
            var what = Change(segments, numbers);
            var file = Encoding.Latin1.GetBytes(string.Join("~\n", segments) + "~\n");

            var read = ReaderTotals.Of(file);

            // A remark that ended up outside every claim is kept as an unknown segment, not counted as a remark; dollars have no such way out.
            var difference = string.Join("; ", CorpusTests.Compare(SplitCalculator.Of(file), read).Split("; ").Where(d => d.Length > 0 && !d.StartsWith("rarc:", StringComparison.Ordinal)));
            counted += difference.Length == 0 ? 1 : 0;
            Assert.True(difference.Length == 0 || read.File.Rejects || read.Claims.Any(c => c.Balance.State == BalanceState.NotEvaluable), $"round {round}, {what}: {difference}");
        }

        Assert.True(counted > 2_000, $"Only {counted} files were counted alike.");
    }

    /// <summary>Between BPR and SE, so that the file stays one remittance.</summary>
    private static string Change(List<string> segments, Random numbers)
    {
        var last = segments.FindIndex(s => s.StartsWith("SE*", StringComparison.Ordinal));
        int a = numbers.Next(4, last), b = numbers.Next(4, last);
        switch (numbers.Next(3))
        {
            case 0:
                var dropped = segments[a];
                segments.RemoveAt(a);
                return "without " + dropped;
            case 1:
                segments.Insert(a, segments[a]);
                return "doubled " + segments[a];
            default:
                (segments[a], segments[b]) = (segments[b], segments[a]);
                return $"swapped {segments[a]} and {segments[b]}";
        }
    }
}
