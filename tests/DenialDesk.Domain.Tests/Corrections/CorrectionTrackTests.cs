using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Corrections;

namespace DenialDesk.Domain.Tests.Corrections;

public sealed class CorrectionTrackTests
{
    private const string Page = "corrected-claims.md";
    private static readonly DateOnly Sent = new(2026, 3, 2);

    public static TheoryData<string> Cases => RuleTable.Names(Page, "told");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_worked_examples_come_out_as_written(string told)
    {
        var row = RuleTable.Row(Page, "told", told);

        var track = CorrectionTrack.Of(
            Sent, row["route"].Contains("unsent", StringComparison.Ordinal) ? null : Sent, row["route"] == "paper", Answers(row["answers"]),
            row["route"].Contains("answered", StringComparison.Ordinal) ? new DateOnly(2026, 4, 20) : null, Day(row["today"])!.Value);

        Assert.Equal((row["stage"], Day(row["due"]), row["overdue"]), (track.Stage.Text(), track.Due, track.Overdue ? "yes" : "no"));
        Assert.EndsWith(".", track.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_in_which_answers_are_read_does_not_matter()
    {
        var answers = Answers("form accepted, clearinghouse accepted, payer refused");

        Assert.Equal(
            CorrectionTrack.Of(Sent, Sent, false, answers, null, Sent.AddDays(9)),
            CorrectionTrack.Of(Sent, Sent, false, [.. answers.Reverse()], null, Sent.AddDays(9)));
    }

    [Fact]
    public void A_written_claim_that_nobody_sent_asks_to_be_sent_from_the_first_day()
        => Assert.StartsWith("Send it", CorrectionTrack.Of(Sent, null, false, [], null, Sent).Next, StringComparison.Ordinal);

    [Fact]
    public void Every_category_that_a_claim_repairs_has_a_required_item_and_the_shipped_list_can_be_kept()
    {
        Assert.Null(CorrectionChecklist.Shipped.Check());
        foreach (var category in Enum.GetValues<DenialCategory>().Except([DenialCategory.NonCovered, DenialCategory.Other]))
        {
            Assert.Contains(CorrectionChecklist.Shipped.Of(category), i => i.Required);
        }
    }

    [Fact]
    public void A_required_item_stops_the_sending_until_it_is_ticked_or_waived_and_a_reminder_never_does()
    {
        ChecklistItem[] items = [new(DenialCategory.Coding, "One", true), new(DenialCategory.Coding, "Two", true), new(DenialCategory.Coding, "Three", false)];

        Assert.Equal("checklist_open", CorrectionChecklist.Open(items, [new("One", null)])?.Code);
        Assert.Contains("Two.", CorrectionChecklist.Open(items, [new("One", null)])!.Sentence, StringComparison.Ordinal);
        Assert.Null(CorrectionChecklist.Open(items, [new("One", null), new("Two", "the payer has it already")]));
        Assert.Null(CorrectionChecklist.Open([], []));
    }

    [Theory]
    [InlineData("", "checklist_text")]
    [InlineData("One", "checklist_twice")]
    public void A_list_that_helps_nobody_is_refused(string second, string code)
        => Assert.Equal(code, new CorrectionChecklist { Items = [new(DenialCategory.Coding, "one", true), new(DenialCategory.Coding, second, true)] }.Check()?.Code);

    private static CorrectionAnswer[] Answers(string words) =>
    [
        .. words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split(' '))
            .Select(w => new CorrectionAnswer(w[0] switch { "form" => 1, "clearinghouse" => 2, _ => 3 }, w[1] == "accepted", Sent.AddDays(1))),
    ];

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
