using System.Globalization;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

public sealed class ChangeProjectionTests
{
    public static TheoryData<string> Cases => RuleTable.Names("reviews.md", "Case");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_change_is_projected_as_the_page_works_it_out(string name)
    {
        var row = RuleTable.Row("reviews.md", "Case", name);

        var saving = ChangeProjection.Of(long.Parse(row["Denials"], CultureInfo.InvariantCulture), int.Parse(row["Days"], CultureInfo.InvariantCulture), Money(row["Not come"]));

        Assert.Equal(double.Parse(row["A year"], CultureInfo.InvariantCulture), saving.DenialsAYear, .06);
        Assert.Equal(Money(row["Saves"]), saving.Dollars);
        Assert.Equal(Money(row["From"]), saving.Low);
        Assert.Equal(Money(row["To"]), saving.High);
    }

    private static decimal Money(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
