namespace DenialDesk.X12.Tests.Status;

public sealed class GoldenTests
{
    public static TheoryData<string> Samples => [.. ShippedFile.Names(".277")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_the_text_beside_it_says(string name) =>
        ShippedFile.Matches(name, StatusText.Of(ShippedFile.Bytes(name)));
}
