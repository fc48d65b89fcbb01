using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Routing;

namespace DenialDesk.Domain.Tests.Routing;

public sealed class WorkDealTests
{
    private const string Page = "routing.md";
    private static readonly DateOnly Today = new(2026, 5, 4);
    private static readonly IReadOnlyList<RoutingPerson> People = [.. RuleTable.Rows(Page, "Person").Select((row, i) => PersonOf(row, i + 1))];
    private static readonly IReadOnlyList<RoutingRule> Rules = [.. RuleTable.Rows(Page, "Rule").Select((row, i) => RuleOf(row, i + 1))];

    public static TheoryData<string> Denials => RuleTable.Names(Page, "Denial");

    [Theory]
    [MemberData(nameof(Denials))]
    public void A_denial_goes_where_the_table_says(string name)
    {
        var row = RuleTable.Row(Page, "Denial", name);

        var route = Assert.Single(WorkDeal.Deal(Rules, People, [WorkOf(row, 1)], Today));

        Assert.Equal(row["Goes to"], People.FirstOrDefault(p => p.Id == route.Person)?.Name ?? "unallocated");
        Assert.Equal(row["By"], route.Outcome switch { RouteOutcome.NoRule => "no rule", RouteOutcome.NoRoom => "no room", _ => route.Rule!.Name });
    }

    [Fact]
    public void Nobody_gets_more_than_the_room_of_the_day_and_the_first_of_the_queue_get_it()
    {
        var rules = new[] { new RoutingRule { Position = 1, Name = "all", ToTeam = 1 } };
        var work = Enumerable.Range(1, 20).Select(i => new RoutedWork(1, i, 1, DenialCategory.Coding, 10m * i, false)).ToList();

        var routes = WorkDeal.Deal(rules, People, work, Today);

        Assert.Equal(2, routes.Count(r => r.Person == People[0].Id));
        Assert.Equal(5, routes.Count(r => r.Person == People[1].Id));
        Assert.Equal(Enumerable.Range(1, 7).Select(i => (long)i), routes.Where(r => r.Person is not null).Select(r => r.Work.DenialId));
        Assert.All(routes.Skip(7), r => Assert.Equal(RouteOutcome.NoRoom, r.Outcome));
        Assert.Equal(routes, WorkDeal.Deal(rules, [.. People.Reverse()], work, Today));
    }

    [Fact]
    public void Without_rules_everything_is_unallocated()
        => Assert.All(WorkDeal.Deal([], People, [new(1, 1, 1, null, 5m, true)], Today), r => Assert.Equal((RouteOutcome.NoRule, null), (r.Outcome, r.Person)));

    [Fact]
    public void Room_is_capacity_less_what_is_at_hand_and_nothing_on_a_day_off()
    {
        var calendar = WorkCalendar.Default with { Capacity = 10, Off = [new(new(2026, 5, 5), new(2026, 5, 6))] };

        Assert.Equal(7, calendar.Room(Today, 3));
        Assert.Equal(0, calendar.Room(Today, 12));
        Assert.Equal(0, calendar.Room(new(2026, 5, 5), 0));
        Assert.Equal(0, calendar.Room(new(2026, 5, 6), 0));
        Assert.Equal(10, calendar.Room(new(2026, 5, 7), 0));
        Assert.Equal(0, calendar.Room(new(2026, 5, 9), 0));
    }

    [Theory]
    [InlineData("", "p", null, null, "rule_name")]
    [InlineData("x", "", null, null, "rule_no_target")]
    [InlineData("x", "p", 5, null, "rule_two_targets")]
    [InlineData("x", "p", null, -1, "rule_amounts")]
    public void What_is_wrong_with_a_rule_is_said(string name, string person, int? team, int? from, string code)
        => Assert.Equal(code, new RoutingRule { Position = 1, Name = name, ToPerson = person == "" ? null : Guid.Empty, ToTeam = team, AmountFrom = from }.Check()?.Code);

    private static RoutingPerson PersonOf(Dictionary<string, string> row, int no) => new(
        Id(no), row["Person"], Set(row["Skills"]), Set(row["Teams"]).Select(Whole).ToHashSet(), row["Practices"] == "all" ? null : Set(row["Practices"]).Select(Whole).ToHashSet(), Whole(row["Room"]));

    private static RoutingRule RuleOf(Dictionary<string, string> row, int position) => new()
    {
        Position = position,
        Name = row["Rule"],
        PracticeId = Maybe(row["Practice"]),
        PayerId = Maybe(row["Payer"]),
        Category = CodeNames.TryRead<DenialCategory>(row["Category"]),
        AmountFrom = Maybe(row["From $"]),
        AmountTo = Maybe(row["To $"]),
        Clinical = row["Clinical"] switch { "yes" => true, "no" => false, _ => null },
        Skill = row["Skill"] is { Length: > 0 } skill ? skill : null,
        ToPerson = row["Person"] is { Length: > 0 } person ? Id(RuleTable.Rows(Page, "Person").FindIndex(p => p["Person"] == person) + 1) : null,
        ToTeam = Maybe(row["Team"]),
        EffectiveFrom = row["Holds"].StartsWith("from ", StringComparison.Ordinal) ? Day(row["Holds"][5..]) : null,
        EffectiveTo = row["Holds"].StartsWith("to ", StringComparison.Ordinal) ? Day(row["Holds"][3..]) : null,
    };

    private static RoutedWork WorkOf(Dictionary<string, string> row, long id) => new(
        Whole(row["Practice"]), id, Whole(row["Payer"]), CodeNames.TryRead<DenialCategory>(row["Category"]), decimal.Parse(row["Amount"], CultureInfo.InvariantCulture), row["Clinical"] == "yes");

    private static Guid Id(int no) => new(no, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static HashSet<string> Set(string cell) => [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private static int? Maybe(string cell) => cell.Length == 0 ? null : Whole(cell);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
