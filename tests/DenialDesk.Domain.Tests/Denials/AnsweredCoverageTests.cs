using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Denials;

public sealed class AnsweredCoverageTests
{
    [Theory]
    [InlineData("1", "A100", "2", "B200", true)]
    [InlineData("19", "A100", "02", "B200", true)]
    [InlineData("2", "A100", "3", "B200", true)]
    [InlineData("1", "A100", "2", "a-100", false)]
    [InlineData("1", "A100", "19", "B200", false)]
    [InlineData("1", "A100", "4", "B200", false)]
    [InlineData("22", "A100", "2", "B200", false)]
    [InlineData("1", "", "2", "B200", false)]
    [InlineData(null, null, "2", "B200", false)]
    public void Another_place_among_the_payers_and_another_member_number_together_make_another_coverage(string? status, string? member, string otherStatus, string otherMember, bool other)
    {
        var (one, two) = (new AnsweredCoverage(status, member), new AnsweredCoverage(otherStatus, otherMember));

        Assert.Equal((other, other), (one.IsOther(two), two.IsOther(one)));
        Assert.Equal(!other, new AnsweredService("", null, null) { Coverage = one }.IsOf(new("", null, null) { Coverage = two }));
    }
}
