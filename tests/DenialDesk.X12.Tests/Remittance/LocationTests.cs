using System.Text;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Every address leads to the bytes it names.</summary>
public sealed class LocationTests
{
    public static TheoryData<string> Remittances => [.. ShippedFile.Names(".835")];

    [Theory]
    [MemberData(nameof(Remittances))]
    public void Offsets_lead_to_the_segments_they_name(string name)
    {
        var bytes = ShippedFile.Bytes(name);
        foreach (var claim in ReaderTotals.Of(bytes).Claims)
        {
            AssertStandsAt(bytes, claim.At, "CLP");
            foreach (var adjustment in claim.AllAdjustments)
            {
                AssertStandsAt(bytes, adjustment.At, "CAS");
            }

            foreach (var line in claim.Lines)
            {
                AssertStandsAt(bytes, line.At, "SVC");
            }
        }
    }

    [Fact]
    public void Ordinals_count_segments_as_a_splitter_counts_them()
    {
        var text = ShippedFile.Text("835-denials.835");
        var segments = text.Split('~', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        foreach (var claim in ReaderTotals.Of(text).Claims)
        {
            Assert.StartsWith("CLP*" + claim.PatientControlNumber, segments[claim.At.Segment - 1], StringComparison.Ordinal);
            Assert.Equal(claim.At.Segment - 2, claim.At.SegmentInTransaction);
            foreach (var adjustment in claim.AllAdjustments)
            {
                Assert.Equal(adjustment.Reason, segments[adjustment.At.Segment - 1].Split('*')[adjustment.At.Element]);
            }
        }
    }

    [Fact]
    public void The_raw_span_of_a_line_cuts_into_its_segments()
    {
        var bytes = ShippedFile.Bytes("835-denials.835");
        var line = ReaderTotals.Of(bytes).Claims[0].Lines[1];

        var lines = RawSegments.Lines(bytes.AsSpan((int)line.At.Offset, line.ByteLength), Delimiters.Usual);

        Assert.Equal(["SVC*HC:93000*100*0**0", "DTM*472*20251201", "CAS*CO*197*100", "REF*6R*MS1001L2", "LQ*HE*N54"], lines);
    }

    [Fact]
    public void The_raw_span_of_a_claim_holds_the_claim_and_nothing_else()
    {
        foreach (var name in ShippedFile.Names(".835"))
        {
            var bytes = ShippedFile.Bytes(name);
            foreach (var claim in ReaderTotals.Of(bytes).Claims)
            {
                var raw = Encoding.Latin1.GetString(bytes, (int)claim.At.Offset, claim.ByteLength);
                var plain = raw.Replace("\r\n", "", StringComparison.Ordinal);

                Assert.StartsWith("CLP", plain, StringComparison.Ordinal);
                Assert.Equal(1, plain.Split("CLP").Length - 1);
                Assert.Contains(claim.Segments[^1].Text, plain, StringComparison.Ordinal);
            }
        }
    }

    private static void AssertStandsAt(byte[] bytes, Location at, string id) =>
        Assert.Equal(id, Encoding.Latin1.GetString(bytes, (int)at.Offset, Math.Min(3 + 2, bytes.Length - (int)at.Offset)).Replace("\r\n", "", StringComparison.Ordinal)[..3].ToUpperInvariant());
}
