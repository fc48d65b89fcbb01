using System.Globalization;
using DenialDesk.Domain.Rejections;

namespace DenialDesk.Domain.Tests.Rejections;

public sealed class RejectionRuleTests
{
    private const string Page = "rejections.md";
    private static readonly DateOnly Service = new(2026, 6, 1);

    public static TheoryData<string> Cases => RuleTable.Names(Page, "case");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rejection_stands_as_the_page_says(string name)
    {
        var row = RuleTable.Row(Page, "case", name);
        var remitted = row["remitted"] is { Length: > 0 } day ? Day(day) : (DateOnly?)null;
        var sent = new StagedSubmission(1, At(5), Service, null, Answers(row["answers"].Split(';', StringSplitOptions.TrimEntries), 10), remitted);
        var all = new List<StagedSubmission> { sent };
        if (row["later"].Split(';', StringSplitOptions.TrimEntries) is [{ Length: > 0 } head, .. var answers])
        {
            var other = head.EndsWith("other day", StringComparison.Ordinal);
            all.Add(new(2, At(int.Parse(head.Split(' ')[0], CultureInfo.InvariantCulture)), other ? Service.AddDays(3) : Service, null, Answers(answers, 20), null));
        }

        var standing = RejectionRule.Judge(sent, all, new(row["said"], 1 + LastRefusal(sent)));

        Assert.Equal(row["stands"], standing is null ? "no rejection" : $"{standing.State} {standing.How}".Trim());
    }

    [Fact]
    public void A_word_about_an_earlier_answer_does_not_close_a_later_one()
    {
        var sent = new StagedSubmission(1, At(5), Service, null, Answers(["6 clearinghouse no", "9 payer no"], 10), null);

        Assert.Equal(new(11, "open", null), RejectionRule.Judge(sent, [sent], new("closed", 10)));
    }

    [Fact]
    public void The_order_in_which_answers_are_known_does_not_matter()
    {
        var answers = Answers(["5 form no", "6 payer no", "6 clearinghouse no", "6 payer yes", "4 form yes"], 10);
        var standings = new List<RejectionStanding?>();
        for (var i = 0; i < answers.Count; i++)
        {
            var sent = new StagedSubmission(1, At(5), Service, null, [.. answers.Skip(i), .. answers.Take(i)], null);
            standings.Add(RejectionRule.Judge(sent, [sent], new("", null)));
        }

        Assert.Equal(new(11, "open", null), Assert.Single(standings.Distinct()));
    }

    private static long LastRefusal(StagedSubmission sent) => (sent.Answers.LastOrDefault(a => a.Rejects)?.Id ?? 0) - 1;

    private static List<StageAnswer> Answers(string[] texts, long first) => [.. texts.Select((text, i) =>
    {
        var words = text.Split(' ');
        return new StageAnswer(first + i, Enum.Parse<AnswerStage>(words[1], ignoreCase: true), Day(words[0]), words[2] == "no", words[2] == "yes", $"{first + i}");
    })];

    private static DateOnly Day(string day) => new(2026, 6, int.Parse(day, CultureInfo.InvariantCulture));

    private static DateTime At(int day) => new(2026, 6, day, 6, 15, 0, DateTimeKind.Unspecified);
}
