using System.Text;

namespace DenialDesk.X12.Tests;

public sealed class FileSurveyTests
{
    [Fact]
    public void Each_type_is_found_by_content_and_counted()
    {
        var text = string.Concat(new[] { "835-denials.835", "277ca-every-segment.277", "277-response.277", "999-every-segment.999", "997-one-rejected.997", "835-denials.835" }.Select(ShippedFile.Text));

        var survey = FileSurvey.Run(new MemoryStream(Encoding.Latin1.GetBytes(text)));

        Assert.Equal(["835 2", "277CA 2", "277 1", "TA1 3", "999 2", "997 1"], survey.Types.Select(t => $"{t.Type} {t.Transactions}"));
        Assert.True(survey.Holds("837P", "999"));
        Assert.False(survey.Holds("837P", "837I"));
        Assert.Empty(survey.Problems);
    }

    [Theory]
    [InlineData("277", "", "X", "0085", "TH", "277CA")]
    [InlineData("277", "", "X", "0010", "DG", "277")]
    [InlineData("277", "005010X364", "", "", "", "277DRA")]
    [InlineData("277", "", "005010X213", "", "", "277RFI")]
    [InlineData("277", "", "005010X228", "", "", "277P")]
    [InlineData("837", "005010X222A1", "", "0019", "CH", "837P")]
    [InlineData("837", "", "005010X223A2", "0019", "CH", "837I")]
    [InlineData("837", "", "004010X097A1", "0019", "CH", "837D")]
    [InlineData("837", "", "005010", "0019", "CH", "837")]
    [InlineData("271", "", "", "", "", "271")]
    [InlineData("", "", "", "", "", "?")]
    public void The_guide_or_the_beginning_tells_flavours_apart(string set, string implementation, string version, string structure, string purpose, string type)
    {
        var text = "ISA*00*          *00*          *ZZ*S              *ZZ*R              *260105*0900*^*00501*000000001*0*P*:~"
            + $"GS*HN*S*R*20260105*0900*1*X*{version}~ST*{set}*0001*{implementation}~BHT*{structure}*08*1*20260105*0900*{purpose}~SE*3*0001~GE*1*1~IEA*1*000000001~";

        var found = Assert.Single(FileSurvey.Run(new MemoryStream(Encoding.Latin1.GetBytes(text))).Types);

        Assert.Equal((type, 3), (found.Type, found.Segments));
    }

    [Fact]
    public void An_837_that_names_no_guide_is_told_by_its_service_lines()
    {
        var text = "ISA*00*          *00*          *ZZ*S              *ZZ*R              *260105*0900*^*00501*000000001*0*P*:~"
            + "GS*HC*S*R*20260105*0900*1*X*005010~ST*837*0001~BHT*0019*00*1*20260105*0900*CH~LX*1~SV2*0300*HC:80053*10~SE*5*0001~GE*1*1~IEA*1*000000001~";

        Assert.Equal("837I", Assert.Single(FileSurvey.Run(new MemoryStream(Encoding.Latin1.GetBytes(text))).Types).Type);
    }
}
