using System.Text;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

public sealed class InvarianceTests
{
    private static readonly string[] Plain = ["835-denials.835", "835-takeback-zero.835", "835-every-segment.835"];

    [Theory]
    [InlineData('|', '>', '!', '\n', "")]
    [InlineData('|', '^', '`', '\r', "")]
    [InlineData('*', '>', '^', '\r', "\n")]
    [InlineData('\u001d', '\u001f', '\u001e', '\u001c', "")]
    [InlineData('\u001f', '\u001d', '\u001e', '\u001c', "\n")]
    [InlineData('^', ':', '!', '~', "\r\n\r\n  ")]
    [InlineData('*', ':', '^', '\'', "\n    ")]
    [InlineData('\t', ':', '^', '~', "\r\n")]
    public void Delimiters_and_line_ends_change_nothing(char element, char component, char repetition, char segment, string lineEnd)
    {
        foreach (var name in Plain)
        {
            var text = ShippedFile.Text(name);

            var dressed = ReaderTotals.Of(Dress.With(text, element, component, repetition, segment, lineEnd));

            Assert.Equal(ReaderTotals.Of(text).Describe(), dressed.Describe());
            Assert.DoesNotContain(dressed.Problems, p => p.Severity == Severity.Rejects);
        }
    }

    [Fact]
    public void Any_delimiters_with_any_line_ends_in_any_chunks_give_the_same_objects()
    {
        const string usable = "!\"#%&()+,;<=>?@[]^_`{|}~*:\u0007\u001c\u001d\u001e\u001f\u0085\u00a7";
        string[] lineEnds = ["", "\n", "\r\n", "\r\n\r\n", "\n  "];
        var numbers = new Random(1184);
        for (var round = 0; round < 400; round++)
        {
            var text = ShippedFile.Text(Plain[round % Plain.Length]);
            var set = usable.Where(c => c is '~' or '*' or ':' or '^' || !text.Contains(c)).Order().ToArray();
            numbers.Shuffle(set);

            var dressed = Dress.With(text, set[0], set[1], set[2], set[3], lineEnds[numbers.Next(lineEnds.Length)]);

            var read = ReaderTotals.Of(new Dress.Dripping(dressed, 1 + numbers.Next(700)));
            Assert.True(ReaderTotals.Of(text).Describe() == read.Describe(), $"round {round}: {string.Join(' ', set.Take(4).Select(c => (int)c))}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Any_chunking_of_the_stream_reads_alike(int most)
    {
        foreach (var name in ShippedFile.Names(".835"))
        {
            var bytes = ShippedFile.Bytes(name);

            var dripped = ReaderTotals.Of(new Dress.Dripping(bytes, most));

            Assert.Equal(RemittanceText.Of(ReaderTotals.Of(bytes)), RemittanceText.Of(dripped));
        }
    }

    [Fact]
    public async Task Reading_asynchronously_reads_alike()
    {
        foreach (var name in ShippedFile.Names(".835"))
        {
            var bytes = ShippedFile.Bytes(name);
            var claims = new List<string>();
            await using var reader = new RemittanceReader(new Dress.Dripping(bytes, 50));
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                if (reader.Current is ClaimRead read)
                {
                    claims.Add(read.Claim.PatientControlNumber);
                }
            }

            Assert.Equal(ReaderTotals.Of(bytes).Claims.Select(c => c.PatientControlNumber), claims);
        }
    }

    [Fact]
    public void A_file_wrapped_at_eighty_columns_reads_like_the_same_file_in_one_line()
    {
        var flat = ShippedFile.Text("835-wrapped-80.835").Replace("\r\n", "", StringComparison.Ordinal);

        var wrapped = ReaderTotals.Of(ShippedFile.Bytes("835-wrapped-80.835"));

        Assert.Equal(ReaderTotals.Of(flat).Describe(), wrapped.Describe());
        Assert.Contains(wrapped.Problems, p => p.Code == "lines-wrapped");
    }

    [Theory]
    [InlineData("\u00EF\u00BB\u00BF")]
    [InlineData("\r\n\r\n  ")]
    [InlineData("\0\0")]
    [InlineData("From: edi@example.org\r\nSubject: ISA files\r\n\r\n")]
    public void What_stands_before_the_isa_is_passed_over(string before)
    {
        var text = ShippedFile.Text("835-denials.835");

        Assert.Equal(ReaderTotals.Of(text).Describe(), ReaderTotals.Of(before + text).Describe());
    }

    [Fact]
    public void Another_envelope_around_the_same_payment_has_the_same_hash()
    {
        var text = ShippedFile.Text("835-denials.835");
        var other = text.Replace("000000101", "000009999", StringComparison.Ordinal).Replace("*0001", "*7777", StringComparison.Ordinal);

        Assert.Equal(Hash(text), Hash(Encoding.Latin1.GetString(Dress.With(other, '|', '>', '!', '\n', ""))));
        Assert.NotEqual(Hash(text), Hash(text.Replace("CO*197*100", "CO*198*100", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_claim_kept_from_a_recycling_reader_reads_like_one_with_its_own_memory()
    {
        foreach (var name in ShippedFile.Names(".835"))
        {
            var bytes = ShippedFile.Bytes(name);
            using var reader = new RemittanceReader(new MemoryStream(bytes), new RemittanceOptions { RecycleClaims = true });
            var kept = new ReaderTotals();
            while (reader.Read())
            {
                if (reader.Current is ClaimRead read)
                {
                    kept.Claims.Add(read.Claim.Keep());
                }
            }

            var own = new ReaderTotals();
            own.Claims.AddRange(ReaderTotals.Of(bytes).Claims);
            Assert.Equal(RemittanceText.Of(own), RemittanceText.Of(kept));
        }
    }

    private static string Hash(string text) => Assert.Single(ReaderTotals.Of(text).Trailers).CanonicalHash;
}
