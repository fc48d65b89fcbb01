using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class ExpiryCauseTests
{
    public static TheoryData<string> Cases => RuleTable.Names("dashboard.md", "Case");

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_expiry_has_the_first_cause_that_fits(string name)
    {
        var row = RuleTable.Row("dashboard.md", "Case", name);
        bool Is(string column) => row[column] == "yes";
        double Of(string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

        var cause = ExpiryCauses.Of(new(Is("Reopened"), Is("Asked others"), Is("Sent before"), Is("Worked"), Is("Seen"), Of("Dollars an hour"), Of("Price of an hour")));

        Assert.Equal(row["Cause"], CodeNames.Text(cause));
    }
}
