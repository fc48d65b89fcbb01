using System.Globalization;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Audit;

public sealed class ZombieRuleTests
{
    private const string Page = "self-audit.md";

    public static TheoryData<string> Examples => RuleTable.Names(Page, "Example");

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_worked_examples_come_out_as_written(string example)
    {
        var row = RuleTable.Row(Page, "Example", example);
        DateOnly? Day(string column) => row[column].Length == 0 ? null : DateOnly.ParseExact(row[column], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var facts = new ZombieFacts
        {
            State = CodeNames.Read<DenialState>(row["State"]),
            ClosedOn = Day("Closed"),
            WaitingSince = Day("Waiting since"),
            LastAnswerOn = Day("Last answer")!.Value,
            Turn = CodeNames.Read<StoryTurn>(row["Turn"]),
            TurnOn = Day("On"),
            SameLineDeniedOn = Day("Same line before"),
        };

        var found = ZombieRule.Of(facts, new(2026, 6, 1), 30).ToList();

        Assert.Equal(row["Finding"], string.Join(' ', found.Select(f => f.Kind.Text())));
        Assert.All(found, f => Assert.True(f.Stored.Length > 0 && f.Recomputed.Length > 0));
    }

    [Fact]
    public void Every_kind_is_told_on_the_page()
        => Assert.Equal(Enum.GetValues<AuditKind>().Select(k => k.Text()).Order(), RuleTable.Rows(Page, "Kind").Select(r => r["Kind"]).Order());
}
