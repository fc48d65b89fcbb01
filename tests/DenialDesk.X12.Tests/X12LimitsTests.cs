using System.Globalization;
using System.Text;
using DenialDesk.X12.Remittance;
using DenialDesk.X12.Tests.Remittance;

namespace DenialDesk.X12.Tests;

/// <summary>Over every limit there is a problem, and never more memory.</summary>
/// <remarks>Alone, because memory is counted for the whole process: what another test holds at that instant would be counted too.</remarks>
[Collection(nameof(X12LimitsTests))]
[CollectionDefinition(nameof(X12LimitsTests), DisableParallelization = true)]
public sealed class X12LimitsTests
{
    private static readonly string Good = ShippedFile.Text("835-denials.835");

    [Fact]
    public void Too_many_elements_are_told()
    {
        var read = Read(Good.Replace("LQ*HE*N54~", "LQ*HE*N54" + new string('*', 300) + "~", StringComparison.Ordinal), new());

        Assert.Contains(read.Problems, p => p.Code == "segment-too-many-elements");
        Assert.Equal(3, read.Claims.Count);
    }

    [Fact]
    public void Too_many_components_are_told_with_their_element()
    {
        var read = Read(Good.Replace("SVC*HC:93000*", "SVC*HC:93000" + new string(':', 150) + "*", StringComparison.Ordinal), new());

        var problem = Assert.Single(read.Problems);
        Assert.Equal(("element-too-many-components", 1), (problem.Code, problem.At.Element));
        Assert.Equal("93000", read.Claims[0].Lines[1].Procedure!.Code);
    }

    [Fact]
    public void More_adjustments_than_a_segment_can_hold_leave_no_balance()
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $"*{i + 1}*0*1"));
        var read = Read(Good.Replace("CAS*CO*45*9.5~", "CAS*CO*45*9.5*" + many + "~", StringComparison.Ordinal), new() { Elements = 1000 });

        Assert.Contains(read.Problems, p => p.Code == "cas-too-long" && p.Severity == Severity.Warning);
        Assert.Equal(Balance.NotEvaluable, read.Claims[0].Balance);
    }

    [Fact]
    public void Too_many_wrappers_stop_the_reading()
    {
        var body = Good[Good.IndexOf("ST*", StringComparison.Ordinal)..Good.IndexOf("GE*", StringComparison.Ordinal)];
        var read = Read(Good.Replace(body, string.Concat(Enumerable.Repeat(body, 20)), StringComparison.Ordinal), new() { Wrappers = 12 });

        Assert.Contains(read.Problems, p => p.Code == "too-many-wrappers" && p.Severity == Severity.Rejects);
        Assert.Equal(11, read.File.Transactions);
        Assert.False(read.File.IsComplete);
        Assert.Equal(30, read.Claims.Count);
    }

    [Fact]
    public void Too_many_claims_in_a_remittance_are_passed_over()
    {
        var read = Read(Good, new() { Claims = 2 });

        Assert.Equal(2, read.Claims.Count);
        Assert.True(Assert.Single(read.Trailers).Rejects);
        Assert.Contains(read.Problems, p => p.Code == "too-many-claims");
    }

    [Fact]
    public void Too_many_lines_cut_the_claim()
    {
        var read = Read(Good, new() { Lines = 1 });

        Assert.Equal(3, read.Claims.Count);
        Assert.All(read.Claims, c => Assert.Single(c.Lines));
        Assert.Equal([Balance.NotEvaluable, Balance.NotEvaluable], read.Claims.Take(2).Select(c => c.Balance));
        Assert.Equal(2, read.Problems.Count(p => p.Code == "claim-too-many-lines" && p.Severity == Severity.Rejects));
    }

    [Fact]
    public void Too_many_provider_adjustments_leave_no_balance()
    {
        var more = string.Concat(Enumerable.Range(0, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $"PLB*1*20261231*WO:{i}*1~")));
        var read = Read(Good.Replace("SE*54", more + "SE*64", StringComparison.Ordinal), new() { ProviderAdjustments = 5 });

        Assert.Equal(5, read.Trailers[0].ProviderAdjustments.Count);
        Assert.Equal(Balance.NotEvaluable, read.Trailers[0].Balance);
        Assert.Contains(read.Problems, p => p.Code == "too-many-provider-adjustments" && p.Severity == Severity.Rejects);
    }

    [Theory]
    [InlineData("ST*835*1~")]
    [InlineData("ST*837*1~SE*2*1~")]
    [InlineData("PLB*1*20261231*WO:1*1*WO:2*1*WO:3*1~")]
    [InlineData("SVC~")]
    [InlineData("CAS*CO*1**1*1**1*1**1~")]
    [InlineData("AA1*~AA2*~AA3*~")]
    [InlineData("CLP*~")]
    [InlineData("N1*PR*A~")]
    [InlineData("GS*HP~")]
    [InlineData("LX*1~TS3*1~")]
    public void A_flood_of_one_segment_takes_little_memory(string flood)
    {
        var start = Good[..Good.IndexOf("SE*54", StringComparison.Ordinal)];
        var stream = new Flood(Encoding.ASCII.GetBytes(start), Encoding.ASCII.GetBytes(flood), 6_000_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var reader = new RemittanceReader(stream, new RemittanceOptions { RecycleClaims = true, Hash = false, Limits = new() { ClaimBytes = 1 << 20, Wrappers = 10_000, ProviderAdjustments = 10_000 } });
        while (reader.Read())
        {
        }

        Assert.True(reader.File.Rejects);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
        GC.KeepAlive(reader);
    }

    private static ReaderTotals Read(string text, X12Limits limits) =>
        ReaderTotals.Of(new MemoryStream(Encoding.ASCII.GetBytes(text)), new RemittanceOptions { Limits = limits });

    /// <summary>A start, then the same bytes again and again.</summary>
    private sealed class Flood(byte[] start, byte[] again, long length) : Stream
    {
        private long at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var give = (int)Math.Min(count, length - at);
            for (var i = 0; i < give; i++, at++)
            {
                buffer[offset + i] = at < start.Length ? start[at] : again[(at - start.Length) % again.Length];
            }

            return give;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
