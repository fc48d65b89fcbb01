namespace DenialDesk.X12.Tests.Acknowledgment;

public sealed class GoldenTests
{
    public static TheoryData<string> Samples => [.. ShippedFile.Names(".999"), .. ShippedFile.Names(".997"), .. ShippedFile.Names(".ta1")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_the_text_beside_it_says(string name) =>
        ShippedFile.Matches(name, AcknowledgmentText.Of(ShippedFile.Bytes(name)));
}
