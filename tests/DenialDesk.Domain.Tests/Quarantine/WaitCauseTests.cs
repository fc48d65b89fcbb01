using DenialDesk.Domain.Quarantine;

namespace DenialDesk.Domain.Tests.Quarantine;

public sealed class WaitCauseTests
{
    [Fact]
    public void Every_cause_has_a_written_name_of_its_own_and_an_advice()
    {
        var causes = Enum.GetValues<WaitCause>();

        Assert.Equal(causes, causes.Select(c => WaitCauses.Read(c.Text())));
        Assert.Equal(causes.Length, causes.Select(c => c.Advice()).Distinct().Count());
    }

    [Theory]
    [InlineData(null, WaitCause.CutOff)]
    [InlineData("iea-missing", WaitCause.CutOff)]
    [InlineData("too-many-claims", WaitCause.TooLarge)]
    [InlineData("header-too-large", WaitCause.TooLarge)]
    [InlineData("claim-start-missing", WaitCause.Unreadable)]
    public void A_problem_of_the_reader_is_a_cause(string? code, WaitCause cause) => Assert.Equal(cause, WaitCauses.OfProblem(code));
}
