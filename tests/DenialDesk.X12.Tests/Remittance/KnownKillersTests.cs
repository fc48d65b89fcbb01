using System.Text;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Files that stop other readers.</summary>
public sealed class KnownKillersTests
{
    private static readonly string Good = ShippedFile.Text("835-denials.835");

    [Fact]
    public void Names_that_hold_the_letters_isa_start_no_interchange()
    {
        var read = ReaderTotals.Of(Good.Replace("RIVERA*ANA", "ISA*LISA", StringComparison.Ordinal).Replace("CHEN*LI", "ISAAC*GS", StringComparison.Ordinal));

        Assert.Equal(1, read.File.Interchanges);
        Assert.Equal("ISA", read.Claims[0].Patient!.Name);
        Assert.Equal("ISAAC", read.Claims[1].Patient!.Name);
    }

    [Fact]
    public void A_segment_named_isa_without_its_elements_starts_no_interchange()
    {
        var read = ReaderTotals.Of(Good.Replace("LQ*HE*N54~", "ISA*HE*N54~", StringComparison.Ordinal));

        Assert.Equal(1, read.File.Interchanges);
        Assert.Equal(3, read.Claims.Count);
    }

    [Fact]
    public void U_in_isa11_is_no_repetition_separator()
    {
        var text = Good.Replace("*^*00501", "*U*00401", StringComparison.Ordinal);

        using var reader = new X12Reader(new MemoryStream(Encoding.ASCII.GetBytes(text)));

        Assert.True(reader.Read());
        Assert.Equal(0, reader.Delimiters.Repetition);
        Assert.Equal(ReaderTotals.Of(Good).Describe(), ReaderTotals.Of(text).Describe());
    }

    [Fact]
    public void Without_iea_every_claim_is_read_and_the_file_is_called_cut_off()
    {
        var text = Good[..Good.IndexOf("IEA*", StringComparison.Ordinal)];

        var read = ReaderTotals.Of(text);
        var scan = TransactionScan.Run(new MemoryStream(Encoding.ASCII.GetBytes(text)));

        Assert.Equal(3, read.Claims.Count);
        Assert.False(read.File.IsComplete);
        Assert.True(read.Trailers[0].IsComplete);
        Assert.Contains(read.Problems, p => p.Code == "iea-missing" && p.Severity == Severity.Rejects);
        Assert.True(Assert.Single(scan.Transactions).Rejects);
    }

    [Fact]
    public void A_letter_as_delimiter_is_refused_in_a_sentence()
    {
        var problem = Assert.Single(ReaderTotals.Of(Good.Replace('*', 'Q')).Problems);

        Assert.Equal("isa-unreadable", problem.Code);
        Assert.Equal(Severity.Rejects, problem.Severity);
    }

    [Fact]
    public void Utf16_is_refused_in_a_sentence()
    {
        foreach (var bytes in new[] { Encoding.Unicode.GetBytes(Good), Encoding.BigEndianUnicode.GetBytes(Good), [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)] })
        {
            Assert.Equal("encoding-utf16", Assert.Single(ReaderTotals.Of(bytes).Problems).Code);
        }
    }

    [Theory]
    [InlineData("", "file-empty")]
    [InlineData("  \r\n ", "file-empty")]
    [InlineData("Dear customer, your remittance is attached.", "not-x12")]
    [InlineData("ISA*00*~GS*HP*", "isa-unreadable")]
    [InlineData("PK\u0003\u0004rest of an archive", "file-compressed")]
    [InlineData("-----BEGIN PGP MESSAGE-----", "file-encrypted")]
    [InlineData("%PDF-1.7", "file-pdf")]
    public void What_is_not_x12_is_refused_by_name(string text, string code)
    {
        var read = ReaderTotals.Of(text);

        var problem = Assert.Single(read.Problems);
        Assert.Equal(code, problem.Code);
        Assert.Equal(Severity.Rejects, problem.Severity);
        Assert.Empty(read.Claims);
    }

    [Fact]
    public void Nul_bytes_between_segments_and_in_elements_do_no_harm()
    {
        var text = Good.Replace("~\n", "~\0\0\n", StringComparison.Ordinal).Replace("*CO*45*", "*CO*45\0*", StringComparison.Ordinal);

        Assert.Equal(215.5m, ReaderTotals.Of(text).Trailers[0].Paid);
        Assert.Contains("CO-45", ReaderTotals.Of(text).Carc.Keys);
    }

    [Fact]
    public void A_segment_beyond_the_limit_is_passed_over_and_told()
    {
        var text = Good.Replace("REF*6R*MS1001L2~", "REF*6R*" + new string('9', 300_000) + "~", StringComparison.Ordinal);

        foreach (var chunk in new[] { 1000, int.MaxValue })
        {
            var read = ReaderTotals.Of(new Dress.Dripping(Encoding.ASCII.GetBytes(text), chunk));

            Assert.Equal(3, read.Claims.Count);
            Assert.Contains(read.Problems, p => p.Code == "segment-too-long");
            Assert.True(read.Trailers[0].Rejects);
            Assert.Null(read.Claims[0].Lines[1].LineControlNumber);
        }
    }

    [Fact]
    public void A_claim_beyond_the_limit_is_cut_and_told()
    {
        var line = "SVC*HC:99213*1*1~\n";
        var text = Good.Replace("CLP*MS-1002", string.Concat(Enumerable.Repeat(line, 5000)) + "CLP*MS-1002", StringComparison.Ordinal);

        var read = ReaderTotals.Of(new MemoryStream(Encoding.ASCII.GetBytes(text)), new RemittanceOptions { Limits = new X12Limits { ClaimBytes = 20_000 } });

        Assert.Equal(3, read.Claims.Count);
        Assert.Contains(read.Problems, p => p.Code == "claim-too-large" && p.Severity == Severity.Rejects);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_told()
    {
        var read = ReaderTotals.Of(new Dress.Dripping(Encoding.ASCII.GetBytes(Good), 100), new RemittanceOptions { Limits = new X12Limits { FileBytes = 1000 } });

        Assert.Contains(read.Problems, p => p.Code == "file-too-large" && p.Severity == Severity.Rejects);
    }

    [Fact]
    public void Problems_beyond_the_limit_are_counted_but_one_that_rejects_is_kept()
    {
        var text = Good.Replace("CAS*CO*", "CAS*C0*", StringComparison.Ordinal)[..^60];
        using var reader = new RemittanceReader(new MemoryStream(Encoding.ASCII.GetBytes(text)), new RemittanceOptions { Limits = new X12Limits { Problems = 2 } });
        while (reader.Read())
        {
        }

        Assert.True(reader.ProblemsNotKept > 0);
        Assert.Contains(reader.Problems, p => p.Severity == Severity.Rejects);
    }

    [Fact]
    public void A_fragment_that_begins_at_st_is_read()
    {
        var text = Good[Good.IndexOf("ST*835", StringComparison.Ordinal)..Good.IndexOf("GE*", StringComparison.Ordinal)];

        var read = ReaderTotals.Of(text);

        Assert.Equal(3, read.Claims.Count);
        Assert.Contains(read.Problems, p => p.Code == "isa-missing");
    }

    [Fact]
    public void Another_transaction_in_the_file_is_passed_over_with_a_note()
    {
        var text = Good.Replace("ST*835*0001~", "ST*277*0009*005010X214~\nBHT*0085*08*1*20260105*0900*TH~\nSE*3*0009~\nST*835*0001~", StringComparison.Ordinal);

        var read = ReaderTotals.Of(text);

        Assert.Equal(3, read.Claims.Count);
        Assert.Equal("277", Assert.Single(read.File.Skipped).Id);
        Assert.Contains(read.Problems, p => p.Code == "transaction-skipped" && p.Severity == Severity.Note);
    }

    [Fact]
    public void Interchanges_without_end_and_with_other_delimiters_may_follow_each_other()
    {
        var other = Encoding.Latin1.GetString(Dress.With(ShippedFile.Text("835-takeback-zero.835"), '|', '>', '!', '\n', ""));
        var cut = Good[..Good.IndexOf("GE*", StringComparison.Ordinal)];

        var read = ReaderTotals.Of(cut + other + "\u001a\u001a" + Good);

        Assert.Equal(3, read.File.Interchanges);
        Assert.Equal(8, read.Claims.Count);
    }

    [Theory]
    [InlineData("Müller")]
    [InlineData("Peña")]
    public void Accented_names_read_in_utf8_and_in_latin1(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(Good.Replace("RIVERA", name, StringComparison.Ordinal));
        var latin = Encoding.Latin1.GetBytes(Good.Replace("RIVERA", name, StringComparison.Ordinal));

        Assert.Equal(name, ReaderTotals.Of(utf8).Claims[0].Patient!.Name);
        Assert.Equal(name, ReaderTotals.Of(latin).Claims[0].Patient!.Name);
    }

    [Fact]
    public void No_problem_repeats_a_value_of_the_file()
    {
        var values = new[] { "RIVERA", "CHEN", "NS1000001", "MS-1001", "ADAMS", "STONE", "EFT0001" };
        foreach (var problem in ShippedFile.Names(".835").SelectMany(n => ReaderTotals.Of(ShippedFile.Bytes(n)).Problems))
        {
            Assert.DoesNotContain(values, v => problem.Sentence.Contains(v, StringComparison.OrdinalIgnoreCase));
            Assert.EndsWith(".", problem.Sentence, StringComparison.Ordinal);
        }
    }
}
