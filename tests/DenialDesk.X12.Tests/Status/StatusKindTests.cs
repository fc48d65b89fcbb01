using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

public sealed class StatusKindTests
{
    [Theory]
    [InlineData("005010X214", "005010X212", "0010", "DG", StatusKind.ClaimAcknowledgment)]
    [InlineData("", "005010X214", "0010", "DG", StatusKind.ClaimAcknowledgment)]
    [InlineData("", "004040X167", "0085", "TH", StatusKind.ClaimAcknowledgment)]
    [InlineData("005010X212", "", "0085", "TH", StatusKind.StatusResponse)]
    [InlineData("", "004010X093A1", "0010", "DG", StatusKind.StatusResponse)]
    [InlineData("", "005010X213", "0085", "RQ", StatusKind.InformationRequest)]
    [InlineData("006020X313", "", "0085", "RQ", StatusKind.InformationRequest)]
    [InlineData("", "005010X228", "0010", "NO", StatusKind.PendingStatus)]
    [InlineData("005010X364", "005010X364", "0085", "", StatusKind.DataReporting)]
    [InlineData("", "005010", "0085", "TH", StatusKind.ClaimAcknowledgment)]
    [InlineData("", "", "0010", "DG", StatusKind.StatusResponse)]
    [InlineData("", "005010X", "", "", StatusKind.Unknown)]
    public void The_guide_decides_and_where_it_is_silent_the_beginning(string implementation, string version, string structure, string purpose, StatusKind kind) =>
        Assert.Equal(kind, StatusKinds.Of(implementation, version, structure, purpose));
}
