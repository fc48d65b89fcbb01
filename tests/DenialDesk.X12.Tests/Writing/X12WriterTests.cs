using System.Text;
using DenialDesk.X12.Writing;

namespace DenialDesk.X12.Tests.Writing;

public sealed class X12WriterTests
{
    private static readonly NewInterchange Isa = new()
    {
        Sender = "CEDARBEND",
        Receiver = "PECANCLEAR",
        Date = new DateOnly(2026, 6, 5),
        Time = new TimeOnly(6, 15),
        ControlNumber = 901,
        IsTest = true,
    };

    private static readonly NewGroup Gs = new()
    {
        FunctionalId = "HC",
        Sender = "CEDARBEND",
        Receiver = "PECANCLEAR",
        Date = new DateOnly(2026, 6, 5),
        Time = new TimeOnly(6, 15),
        ControlNumber = 7,
        Version = "005010X222A1",
    };

    [Fact]
    public void An_interchange_is_written_with_its_counts_and_control_numbers()
    {
        var writer = new X12Writer(Delimiters.Usual, "\n");
        writer.OpenInterchange(Isa);
        writer.OpenGroup(Gs);
        writer.OpenTransaction("837", "0001", "005010X222A1");
        writer.Segment("BHT", "0019", "00", "B1", Element.Of(new DateOnly(2026, 6, 5)), "0615", "CH");
        writer.Segment("SV1", Element.Of("HC", "99213", "25", ""), Element.Of(100.50m), "UN", Element.Of(1m), "", "", "");
        writer.OpenTransaction("837", "0002");

        var text = Encoding.Latin1.GetString(writer.ToArray()!);

        Assert.Equal(
            """
            ISA*00*          *00*          *ZZ*CEDARBEND      *ZZ*PECANCLEAR     *260605*0615*^*00501*000000901*0*T*:~
            GS*HC*CEDARBEND*PECANCLEAR*20260605*0615*7*X*005010X222A1~
            ST*837*0001*005010X222A1~
            BHT*0019*00*B1*20260605*0615*CH~
            SV1*HC:99213:25*100.5*UN*1~
            SE*4*0001~
            ST*837*0002~
            SE*2*0002~
            GE*2*7~
            IEA*1*000000901~

            """.ReplaceLineEndings("\n"),
            text);
        Assert.Equal(106, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(X12Document.Read(Encoding.Latin1.GetBytes(text)).Problems, p => p.Severity != Severity.Note);
    }

    [Theory]
    [InlineData("A*B", "NM103 holds the character *")]
    [InlineData("A~B", "NM103 holds the character ~")]
    [InlineData("A:B", "NM103 holds the character :")]
    [InlineData("A^B", "NM103 holds the character ^")]
    [InlineData("MU\u00d1OZ", "NM103 holds a character that payers' systems do not take")]
    [InlineData("A\nB", "NM103 holds a character that payers' systems do not take")]
    public void A_character_that_would_cut_the_file_is_refused(string name, string sentence)
    {
        var writer = new X12Writer(Delimiters.Usual);
        writer.OpenInterchange(Isa);
        writer.OpenGroup(Gs);
        writer.OpenTransaction("837", "0001");
        writer.Segment("NM1", "IL", "1", name);

        Assert.Null(writer.ToArray());
        Assert.StartsWith(sentence, Assert.Single(writer.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_a_delimiter_of_one_file_is_data_of_another()
    {
        var writer = new X12Writer(new Delimiters((byte)'|', (byte)'>', (byte)'^', (byte)'\n'));
        writer.OpenInterchange(Isa);
        writer.OpenGroup(Gs);
        writer.OpenTransaction("837", "0001");
        writer.Segment("NTE", "ADD", "SEE 12:30 * NOTE ~");

        var document = X12Document.Read(writer.ToArray()!);

        Assert.Equal("SEE 12:30 * NOTE ~", document.Segments.Single(s => s.Id == "NTE")[2]);
    }

    [Fact]
    public void Places_lengths_and_numbers_that_cannot_be_are_refused()
    {
        var writer = new X12Writer(new Delimiters((byte)'*', (byte)'*', 0, (byte)'A'));
        writer.OpenTransaction("837", "1");
        writer.Segment("SE", "1");
        writer.OpenInterchange(Isa with { Sender = "LONGER THAN FIFTEEN", ControlNumber = 0 });

        Assert.Null(writer.ToArray());
        Assert.Contains(writer.Refusals, r => r.StartsWith("The delimiters must be", StringComparison.Ordinal));
        Assert.Contains(writer.Refusals, r => r.StartsWith("A transaction (ST) must stand inside a group", StringComparison.Ordinal));
        Assert.Contains(writer.Refusals, r => r.StartsWith("The control number of a transaction", StringComparison.Ordinal));
        Assert.Contains(writer.Refusals, r => r.StartsWith("Wrappers are opened and closed", StringComparison.Ordinal));
        Assert.Contains(writer.Refusals, r => r.StartsWith("ISA06 has room for 15", StringComparison.Ordinal));
        Assert.Contains(writer.Refusals, r => r.StartsWith("The control number ISA13", StringComparison.Ordinal));
    }
}
