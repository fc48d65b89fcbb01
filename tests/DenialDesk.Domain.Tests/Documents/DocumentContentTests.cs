using System.Text;
using DenialDesk.Domain.Documents;

namespace DenialDesk.Domain.Tests.Documents;

public sealed class DocumentContentTests
{
    public static TheoryData<string, string?> Files => new()
    {
        { "%PDF-1.7\n1 0 obj\n%%EOF\n", "pdf" },
        { "\u0089PNG\r\n\u001a\nrest", "png" },
        { "\u00ff\u00d8\u00ff\u00e0rest", "jpg" },
        { "II*\0rest", "tif" },
        { "MM\0*rest", "tif" },
        { "PK\u0003\u0004....word/document.xml....", "docx" },
        { "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0..", "doc" },
        { "", null },
        { "%PDF-1.7\n1 0 obj\n", null },
        { " %PDF-1.7\n%%EOF", null },
        { "PK\u0003\u0004....xl/workbook.xml....", null },
        { "PK\u0003\u0004....word/document.xml..word/vbaProject.bin", null },
        { "<html><script>alert(1)</script></html>", null },
        { "<svg xmlns='http://www.w3.org/2000/svg'/>", null },
        { "MZ\u0090\0", null },
        { "GIF89a", null },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_type_is_told_from_the_bytes_and_everything_else_is_refused_with_a_sentence(string file, string? ending)
    {
        var (type, refusal) = DocumentContent.Of(Encoding.Latin1.GetBytes(file));

        Assert.Equal(ending, type?.Ending);
        Assert.Equal(ending is null, refusal is not null);
        Assert.EndsWith(ending is null ? "." : "", refusal?.Sentence ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_itself_is_taken_and_one_byte_more_is_not()
    {
        var file = new byte[DocumentContent.LimitBytes + 1];
        "II*\0"u8.CopyTo(file);

        Assert.NotNull(DocumentContent.Of(file.AsSpan(..^1)).Type);
        Assert.Equal("document_large", DocumentContent.Of(file).Refusal?.Code);
    }
}
