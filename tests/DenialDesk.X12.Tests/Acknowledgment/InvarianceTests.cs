using System.Text;
using DenialDesk.X12.Acknowledgment;

namespace DenialDesk.X12.Tests.Acknowledgment;

public sealed class InvarianceTests
{
    private static IEnumerable<string> Names => [.. ShippedFile.Names(".999"), .. ShippedFile.Names(".997"), .. ShippedFile.Names(".ta1")];

    [Theory]
    [InlineData('|', '>', '!', '\n', "")]
    [InlineData('*', '>', '^', '\r', "\n")]
    [InlineData('\u001d', '\u001f', '\u001e', '\u001c', "")]
    [InlineData('^', ':', '!', '~', "\r\n\r\n  ")]
    [InlineData('*', '|', '^', '~', "\r\n")]
    public void Delimiters_and_line_ends_change_nothing(char element, char component, char repetition, char segment, string lineEnd)
    {
        foreach (var name in Names)
        {
            var text = ShippedFile.Text(name);

            var dressed = AcknowledgmentText.Of(new MemoryStream(Dress.With(text, element, component, repetition, segment, lineEnd)), withPlaces: false);

            Assert.Equal(AcknowledgmentText.Of(new MemoryStream(Encoding.Latin1.GetBytes(text)), withPlaces: false), dressed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Any_chunking_gives_the_same_objects(int most)
    {
        foreach (var name in Names)
        {
            var bytes = ShippedFile.Bytes(name);
            var later = await AcknowledgmentFile.ReadAsync(new Dress.Dripping(bytes, most), cancellation: TestContext.Current.CancellationToken);

            Assert.Equal(AcknowledgmentText.Of(bytes), AcknowledgmentText.Of(new Dress.Dripping(bytes, most)));
            Assert.Equal(AcknowledgmentFile.Read(new MemoryStream(bytes)).Rejections.Select(r => r.At), later.Rejections.Select(r => r.At));
        }
    }

    [Fact]
    public void Dropping_or_doubling_any_segment_names_no_claim_for_another_transaction()
    {
        var segments = ShippedFile.Text("999-every-segment.999").Split('~', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 1; i < segments.Length; i++)
        {
            var fewer = segments.ToList();
            fewer.RemoveAt(i);
            var more = segments.ToList();
            more.Insert(i, segments[i]);

            Assert.All(Read(fewer).Sets.Where(s => s.PatientControlNumbers.Count > 0), s => Assert.Contains(s.ControlNumber, segments[i].StartsWith("AK2", StringComparison.Ordinal) ? new[] { "0001", "0002" } : ["0002"]));
            Assert.All(Read(more).Sets.Where(s => s.PatientControlNumbers.Count > 0), s => Assert.Equal("0002", s.ControlNumber));
        }
    }

    [Fact]
    public void No_mutated_acknowledgment_throws()
    {
        var seeds = Names.Select(ShippedFile.Bytes).ToArray();
        var numbers = new Random(999_005_010);
        var read = 0L;
        for (var round = 0; round < 10_000; round++)
        {
            var mutated = Mutation.Of(seeds[round % seeds.Length], numbers);
            try
            {
                read += AcknowledgmentText.Of(mutated).Length;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {round} threw: {e}");
            }
        }

        Assert.True(read > 0);
    }

    [Fact]
    public void An_answer_far_too_long_is_cut_with_a_problem_and_its_result_is_still_read()
    {
        var text = ShippedFile.Text("999-every-segment.999").Replace("IK3*ZZZ*60**1~", string.Concat(Enumerable.Repeat("IK3*ZZZ*60**1~", 2000)), StringComparison.Ordinal);

        var file = AcknowledgmentFile.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)), new X12Limits { ClaimBytes = 4096 });

        var set = file.Sets.Single(s => s.ControlNumber == "0002");
        Assert.True(set.Errors.Count < 100);
        Assert.Equal(AcknowledgmentState.Rejected, set.State);
        Assert.Single(file.Problems, p => p.Code == "answer-too-large");
    }

    [Fact]
    public void More_answers_than_the_limit_are_passed_over_with_a_problem()
    {
        var file = AcknowledgmentFile.Read(new MemoryStream(ShippedFile.Bytes("999-every-segment.999")), new X12Limits { Claims = 6 });

        Assert.Equal(3, file.Interchanges.Count);
        Assert.Equal(["0001", "0002"], file.Sets.Select(s => s.ControlNumber));
        Assert.Single(file.Problems, p => p.Code == "too-many-answers" && p.Severity == Severity.Rejects);
    }

    private static AcknowledgmentFile Read(List<string> segments) => AcknowledgmentFile.Read(new MemoryStream(Encoding.Latin1.GetBytes(string.Join("~\n", segments) + "~\n")));
}
