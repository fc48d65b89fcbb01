using System.Globalization;
using DenialDesk.Domain.Numbers;

namespace DenialDesk.Domain.Tests.Numbers;

public sealed class KpiRuleTests
{
    private const string Page = "numbers.md";

    public static TheoryData<string> Zones => [.. RuleTable.Rows(Page, "zone case").Select(r => r["zone case"])];

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_number_shows_and_falls_into_the_zone_of_the_page(string example)
    {
        var row = RuleTable.Rows(Page, "zone case").Single(r => r["zone case"] == example);
        var definition = KpiDefinitions.Find(row["number"])!;

        var value = KpiRule.Of(definition, new(Number(row["part"]), Number(row["whole"]), long.Parse(row["seen"], CultureInfo.InvariantCulture)), NumberZones.Shipped);

        var zone = value.Zone switch { KpiZone.Target => "target", KpiZone.NeedsWork => "needs work", KpiZone.Red => "red", _ => "none" };
        Assert.Equal((row["shows"], row["zone"], row["hatched"]), (KpiRule.Text(definition.Unit, value.Value), zone, value.Uncertain ? "yes" : "no"));
    }

    [Fact]
    public void Every_number_is_defined_once_in_the_order_of_its_kinds_and_says_what_it_lacks()
    {
        Assert.Equal(Enum.GetValues<Kpi>(), KpiDefinitions.All.Select(d => d.Kpi));
        Assert.Equal(KpiDefinitions.All.Count, KpiDefinitions.All.Select(d => d.Key).Distinct().Count());
        Assert.All(KpiDefinitions.All, d => Assert.True(d.Sentence.Length > 0 && d.Pitfall.Length > 0 && d.Completeness.Length > 0 && d.Part.Length > 0 && d.Basis.Length > 0));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
