namespace DenialDesk.X12.Tests.Claims;

/// <summary>The synthetic 837s that hold every segment of their guide.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples => [.. ShippedFile.Names(".837")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_the_text_beside_it_says(string name) =>
        ShippedFile.Matches(name, ClaimText.Of(ReadClaims.Of(ShippedFile.Bytes(name))));

    [Theory]
    [MemberData(nameof(Samples))]
    public void No_segment_of_a_sample_lacks_its_place(string name)
    {
        var read = ReadClaims.Of(ShippedFile.Bytes(name));

        Assert.Empty(read.Problems);
        var claim = Assert.Single(read.Claims);
        Assert.Empty(claim.Unknown);
        Assert.Equal(claim.Charge, claim.LineCharges);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Delimiters_line_ends_and_chunks_do_not_change_what_is_read(string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var text = ShippedFile.Text(name);
        var expected = ClaimText.Of(ReadClaims.Of(ShippedFile.Bytes(name)), withPlaces: false);

        (char, char, char, char, string)[] dresses = [('*', ':', '^', '~', ""), ('|', '>', '!', '\n', ""), ('+', '<', '`', '\'', "\r\n"), ('^', '\\', '!', '\r', "")];
        foreach (var (element, component, repetition, segment, end) in dresses)
        {
            var bytes = Dress.With(text, element, component, repetition, segment, end);
            Assert.Equal(expected, ClaimText.Of(ReadClaims.Of(bytes), withPlaces: false));
            foreach (var most in new[] { 1, 7, 1000 })
            {
                Assert.Equal(expected, ClaimText.Of(ReadClaims.Of(new Dress.Dripping(bytes, most)), withPlaces: false));
            }

            Assert.Equal(expected, ClaimText.Of(await ReadClaims.OfAsync(new Dress.Dripping(bytes, 13), cancellation), withPlaces: false));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_damaged_file_never_throws(string name)
    {
        var original = ShippedFile.Bytes(name);
        var numbers = new Random(837);
        for (var i = 0; i < 2_000; i++)
        {
            var read = ReadClaims.Of(Mutation.Of(original, numbers));

            Assert.Equal(read.Claims.Count, read.Totals.Sum(t => t.Claims));
        }
    }

    [Fact]
    public void A_claim_that_is_too_large_is_cut_and_told()
    {
        var read = ReadClaims.Of(ShippedFile.Bytes("837p-every-segment.837"), new X12Limits { ClaimBytes = 600 });

        Assert.Single(read.Problems, p => p.Code == "claim-too-large" && p.Severity == Severity.Rejects);
        Assert.True(Assert.Single(read.Totals).Rejects);
    }

    [Theory]
    [InlineData("837p-every-segment.837", "CLM*CB300100*520.5", "CLM*CB300100*520", "charge-not-sum-of-lines")]
    [InlineData("837p-every-segment.837", "CLM*CB300100*520.5", "CLM*CB300100*", "amount-missing")]
    [InlineData("837p-every-segment.837", "REF*F8*NS20260001~\n", "", "payer-claim-number-missing")]
    [InlineData("837p-every-segment.837", "HL*3*2*23", "HL*3*1*23", "hl-parent")]
    [InlineData("837p-every-segment.837", "*1:3~", "*1:4~", "diagnosis-pointer")]
    [InlineData("837p-every-segment.837", "REF*6R*CB300100-2", "REF*6R*CB300100-1", "line-number-repeated")]
    [InlineData("837p-every-segment.837", "AMT*D*350", "AMT*D*340", "other-payer-unbalanced")]
    [InlineData("837p-every-segment.837", "DTP*472*RD8*20260601-20260602~\n", "", "service-date-missing")]
    [InlineData("837p-every-segment.837", "LX*2~\n", "", "line-without-lx")]
    [InlineData("837p-every-segment.837", "SV1*HC:82306", "SV2*0300*HC:82306", "flavor-conflict")]
    [InlineData("837p-every-segment.837", "XX*2999004171~\nN3*100 OLD MILL ST*SUITE", "XX*2999004172~\nN3*100 OLD MILL ST*SUITE", "npi-check-digit")]
    [InlineData("837p-every-segment.837", "K3*AJAC", "ZZ9*AJAC", "segment-unexpected")]
    [InlineData("837p-every-segment.837", "ABK:E119", "ABK:E11.9", "code-with-dot")]
    [InlineData("837p-every-segment.837", "ABK:E119*ABF:I10*ABF:Z7982", "ABK>E119*ABF>I10*ABF>Z7982", "component-separator")]
    [InlineData("837i-every-segment.837", "SBR*P*18", "SBR*P*", "patient-missing")]
    [InlineData("837i-every-segment.837", "HL*2*1*22*0~", "HL*2*1*21*0~", "hl-level")]
    public void An_oddity_is_a_problem_with_a_place(string name, string before, string after, string code)
    {
        var text = ShippedFile.Text(name);
        Assert.Contains(before, text, StringComparison.Ordinal);

        var read = ReadClaims.Of(System.Text.Encoding.Latin1.GetBytes(text.Replace(before, after, StringComparison.Ordinal)));

        var problem = read.Problems.First(p => p.Code == code);
        Assert.True(problem.At.Segment > 0 && problem.At.Transaction == 1);
        Assert.Single(read.Claims);
    }
}
