using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Tests.Payers;

public sealed class WindowDraftTests
{
    private static readonly DateOnly Today = new(2026, 5, 11);

    private static readonly WindowDraft Good = new()
    {
        Action = WindowAction.Appeal1,
        Anchor = WindowAnchor.InitialDenialNoticeDate,
        Amount = 90,
        Unit = WindowUnit.CalendarDay,
        Source = "Contract 4.2",
    };

    [Fact]
    public void A_complete_window_has_nothing_wrong_with_it()
    {
        Assert.Null(Good.Check(Today));
    }

    [Fact]
    public void What_is_wrong_is_said_in_a_sentence()
    {
        Assert.Contains("at least one day", (Good with { Amount = 0 }).Check(Today)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("longer than any payer", (Good with { Amount = 11, Unit = WindowUnit.Year }).Check(Today)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("0 to 15", (Good with { PresumptionDays = 40 }).Check(Today)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("counted from the service", (Good with { Anchor = WindowAnchor.DosFrom, PresumptionDays = 5 }).Check(Today)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("Check the year", (Good with { EffectiveFrom = new(2206, 1, 1) }).Check(Today)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("where this window is written", (Good with { Source = " " }).Check(Today)!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_it_makes_comes_back_from_json_as_it_was()
    {
        var rule = (Good with { EffectiveFrom = new(2026, 1, 1), PresumptionDays = 5, Note = "by letter" }).ToRule(12, 3, Today, "Ada");

        var back = WindowRuleJson.Read(WindowRuleJson.Write(rule));

        Assert.Equal(WindowRuleJson.Write(rule), WindowRuleJson.Write(back));
        Assert.Equal("payer-12-appeal_1-from-2026-01-01", back.Id);
        Assert.Equal(WindowUnit.CalendarDay, back.Clocks[0].Unit);
        Assert.Equal(RuleTier.Contract, back.Tier);
        Assert.Contains("\"initial_denial_notice_date\"", WindowRuleJson.Write(rule), StringComparison.Ordinal);
    }
}
