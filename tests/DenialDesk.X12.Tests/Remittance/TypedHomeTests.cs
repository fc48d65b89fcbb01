using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Every segment of the map has a typed home; what has none is kept where it stood and told, and nothing vanishes.</summary>
public sealed class TypedHomeTests
{
    [Fact]
    public void No_segment_of_the_map_is_unknown()
    {
        var read = ReaderTotals.Of(ShippedFile.Bytes("835-every-segment.835"));

        Assert.DoesNotContain(read.Problems, p => p.Code == "segment-unknown");
        Assert.Empty(Unknown(read));
    }

    [Fact]
    public void What_has_no_place_is_kept_where_it_stood_and_told()
    {
        var read = ReaderTotals.Of(ShippedFile.Bytes("835-unknown-segments.835"));

        Assert.Equal(["BPR", "K3", "N3", "RDM", "N1", "REF"], read.Headers[0].UnknownSegments.Select(k => k.Id));
        Assert.Equal(["N3", "N4", "ZZ9"], read.Claims[0].UnknownSegments.Select(k => k.Id));
        Assert.Equal("NTE*ADD*LINE TEXT", Assert.Single(read.Claims[0].Lines[0].UnknownSegments).Text);
        Assert.Equal(["TS3", "HL", "XYZ"], read.Trailers[0].UnknownSegments.Select(k => k.Id));
        Assert.Equal([7, 8, 11, 12, 15, 16, 19, 20, 23, 24, 27, 32, 35], Unknown(read).Select(k => k.At.Segment).Order());
        Assert.Equal(13, read.Problems.Count(p => p.Code == "segment-unknown" && p.Severity == Severity.Note));
    }

    [Fact]
    public void A_second_payment_segment_is_kept_without_its_bank_numbers()
    {
        var kept = ReaderTotals.Of(ShippedFile.Bytes("835-unknown-segments.835")).Headers[0].UnknownSegments[0];

        Assert.Equal("BPR*I*90*C*ACH*CCP", kept.Text);
    }

    [Fact]
    public void A_period_in_one_date_segment_gives_both_days()
    {
        var line = ReaderTotals.Of(ShippedFile.Bytes("835-unknown-segments.835")).Claims[0].Lines[0];

        Assert.Equal((new DateOnly(2025, 12, 1), new DateOnly(2025, 12, 3)), (line.ServiceFrom, line.ServiceTo));
    }

    [Fact]
    public void A_remark_in_a_second_moa_is_not_lost()
    {
        var claim = ReaderTotals.Of(ShippedFile.Bytes("835-unknown-segments.835")).Claims[0];

        Assert.Equal(["MA01", "MA18"], claim.Remarks.Select(r => r.Code));
    }

    private static IEnumerable<KeptSegment> Unknown(ReaderTotals read) =>
        [
            .. read.Headers.SelectMany(h => h.UnknownSegments),
            .. read.Claims.SelectMany(c => c.UnknownSegments),
            .. read.Claims.SelectMany(c => c.Lines).SelectMany(l => l.UnknownSegments),
            .. read.Trailers.SelectMany(t => t.UnknownSegments),
        ];
}
