namespace DenialDesk.X12.Tests.Remittance;

public sealed class GoldenTests
{
    public static TheoryData<string> Remittances => [.. ShippedFile.Names(".835")];

    [Theory]
    [MemberData(nameof(Remittances))]
    public void A_sample_reads_as_the_text_beside_it_says(string name)
    {
        var read = ReaderTotals.Of(ShippedFile.Bytes(name));

        ShippedFile.Matches(name, RemittanceText.Of(read));
    }
}
