using System.Globalization;
using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.Tests.Money;

public sealed class DollarsTests
{
    [Theory]
    [InlineData("0.125", "0.13")]
    [InlineData("-0.125", "-0.13")]
    [InlineData("0.124", "0.12")]
    [InlineData("78.4", "78.40")]
    public void Half_a_cent_is_rounded_away_from_zero(string amount, string rounded)
    {
        Assert.Equal(rounded, Dollars.Plain(decimal.Parse(amount, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("1234.56", "$1,234.56")]
    [InlineData("-20.16", "-$20.16")]
    [InlineData("0", "$0.00")]
    [InlineData("1000000", "$1,000,000.00")]
    public void People_read_dollars_in_the_American_way(string amount, string text)
    {
        Assert.Equal(text, Dollars.Text(decimal.Parse(amount, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("76.00", "$76")]
    [InlineData("86.80", "$86.80")]
    [InlineData("1234.56", "$1,235")]
    [InlineData("-86.8", "-$86.80")]
    public void A_brief_amount_leaves_out_cents_that_say_nothing(string amount, string text)
    {
        Assert.Equal(text, Dollars.Brief(decimal.Parse(amount, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Parts_of_a_split_are_cents_and_add_up()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var amount = random.Next(-100_000, 100_000) / 100m;
            var shares = Enumerable.Range(0, random.Next(1, 7)).Select(_ => (decimal)random.Next(0, 50)).ToArray();

            var parts = Dollars.Split(amount, shares);

            Assert.Equal(amount, parts.Sum());
            Assert.All(parts, part => Assert.Equal(Dollars.Cents(part), part));
        }

        Assert.Equal([33.34m, 33.33m, 33.33m], Dollars.Split(100m, [1, 1, 1]));
        Assert.Empty(Dollars.Split(100m, []));
    }
}
