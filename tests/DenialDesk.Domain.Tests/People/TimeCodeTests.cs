using System.Text;
using DenialDesk.Domain.People;

namespace DenialDesk.Domain.Tests.People;

public sealed class TimeCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code)
        => Assert.Equal(code, TimeCode.Of(Secret, TimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_code_of_the_half_minute_before_or_after_is_taken(int seconds, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var code = TimeCode.Of(Secret, TimeCode.StepAt(now.AddSeconds(seconds)));

        Assert.Equal(taken, TimeCode.Match(Secret, code, now, 0) is not null);
    }

    [Fact]
    public void A_code_used_once_is_not_taken_again_nor_is_an_older_one()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = TimeCode.StepAt(now);

        Assert.Null(TimeCode.Match(Secret, TimeCode.Of(Secret, step), now, step));
        Assert.Null(TimeCode.Match(Secret, TimeCode.Of(Secret, step - 1), now, step));
        Assert.Equal(step + 1, TimeCode.Match(Secret, TimeCode.Of(Secret, step + 1), now, step));
    }

    [Theory]
    [InlineData("005 924", true)]
    [InlineData(" 005924 ", true)]
    [InlineData("5924", false)]
    [InlineData("", false)]
    [InlineData("٠٠٥٩٢٤", false)]
    public void Blanks_do_not_matter_and_digits_do(string typed, bool taken)
        => Assert.Equal(taken, TimeCode.Match(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(1_234_567_890), 0) is not null);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void The_secret_is_written_in_base32(string text, string written) => Assert.Equal(written, TimeCode.Base32(Encoding.ASCII.GetBytes(text)));
}
