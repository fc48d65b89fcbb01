using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;

namespace DenialDesk.Domain.Tests.FollowUps;

public sealed class FollowUpPlanTests
{
    private static readonly DateOnly Today = new(2026, 5, 4);

    public static TheoryData<string> Examples => RuleTable.Names("follow-up.md", "Example");

    public static TheoryData<string> Calls => RuleTable.Names("follow-up.md", "Call");

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_next_look_is_the_one_on_the_page(string name)
    {
        var row = RuleTable.Row("follow-up.md", "Example", name);
        var sent = Sent(row);

        var next = row["Done"].Length == 0
            ? FollowUpPlan.First(sent)
            : FollowUpPlan.After(sent, CodeNames.Read<FollowUpKind>(row["Done"]), Day(row["Done on"])!.Value, Number(row["Misses"])!.Value);

        Assert.Equal((row["Look"], Day(row["Day"]), Number(row["Misses then"])), (next.Kind.Text(), next.DueOn, next.Misses));
        Assert.NotEmpty(next.Because);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_leads_to_the_look_on_the_page(string name)
    {
        var row = RuleTable.Row("follow-up.md", "Call", name);
        var call = new CallNote(Today, "", "Kim", "", CodeNames.Read<CallResult>(row["Result"]), "said", Day(row["Promised"]), Day(row["Chosen"]));

        var next = FollowUpPlan.AfterCall(call, null, null, Today, new HashSet<DateOnly>());

        Assert.Equal((row["Look"], Day(row["Day"])), (next.Kind.Text(), next.DueOn));
    }

    [Fact]
    public void No_look_falls_on_a_day_the_office_is_closed_and_none_before_the_day_it_follows()
    {
        foreach (var kind in Enum.GetValues<SentKind>())
        {
            for (var day = Today; day < Today.AddDays(60); day = day.AddDays(1))
            {
                var sent = new SentFacts { Kind = kind, On = day, QuietDays = 10, Closed = new HashSet<DateOnly> { new(2026, 5, 29), new(2026, 6, 1) } };
                var look = FollowUpPlan.First(sent);
                for (var i = 0; i < 8; i++)
                {
                    Assert.True(DenialDesk.Domain.Calendar.OfficeDays.Open(look.DueOn, sent.Closed), $"{kind} sent {day}: {look}");
                    var next = FollowUpPlan.After(sent, look.Kind, look.DueOn, look.Misses);
                    Assert.True(next.DueOn > look.DueOn, $"{look} is followed by {next}");
                    look = next;
                }

                Assert.Equal(FollowUpKind.Overdue, look.Kind);
            }
        }
    }

    [Fact]
    public void What_nobody_followed_is_taken_up_where_it_stands_and_an_answer_that_was_due_stays_due()
    {
        var old = new SentFacts { Kind = SentKind.Corrected, On = Today.AddDays(-20) };

        Assert.Equal((FollowUpKind.Status, Today.AddDays(10)), (FollowUpPlan.Resume(old, Today).Kind, FollowUpPlan.Resume(old, Today).DueOn));
        Assert.Equal(FollowUpKind.AnswerDue, FollowUpPlan.Resume(old with { On = Today.AddYears(-1) }, Today).Kind);
        Assert.True(FollowUpPlan.Resume(old with { On = Today.AddYears(-1) }, Today).DueOn < Today);
    }

    [Fact]
    public void The_lead_hears_of_two_misses_and_of_an_answer_nobody_asked_for_in_two_weeks()
    {
        Assert.True(FollowUpPlan.ForTheLead(FollowUpKind.Overdue, Today, 2, Today));
        Assert.False(FollowUpPlan.ForTheLead(FollowUpKind.Overdue, Today, 1, Today));
        Assert.True(FollowUpPlan.ForTheLead(FollowUpKind.AnswerDue, Today.AddDays(-14), 0, Today));
        Assert.False(FollowUpPlan.ForTheLead(FollowUpKind.AnswerDue, Today.AddDays(-13), 0, Today));
        Assert.False(FollowUpPlan.ForTheLead(FollowUpKind.Status, Today.AddDays(-90), 0, Today));
    }

    [Fact]
    public void A_call_is_refused_with_a_sentence_where_something_is_missing_or_wrong()
    {
        var call = new CallNote(Today, "1-800", "Kim", "R1", CallResult.InProcess, "", null, null);

        Assert.Null(call.Check(Today));
        Assert.Equal("call_person", (call with { SpokeTo = " " }).Check(Today)?.Code);
        Assert.Null((call with { SpokeTo = "", Result = CallResult.NoAnswer }).Check(Today));
        Assert.Equal("call_future", (call with { CalledOn = Today.AddDays(1) }).Check(Today)?.Code);
        Assert.Equal("call_old", (call with { CalledOn = Today.AddDays(-91) }).Check(Today)?.Code);
        Assert.Equal("call_promise", (call with { AnswerBy = Today.AddDays(-1) }).Check(Today)?.Code);
        Assert.Equal("call_next", (call with { NextOn = Today.AddDays(-1) }).Check(Today)?.Code);
        Assert.Equal("call_what", (call with { Result = CallResult.MoreInformation }).Check(Today)?.Code);
        Assert.Equal("call_long", (call with { Reference = new('1', 81) }).Check(Today)?.Code);
        Assert.All(Enum.GetValues<CallResult>(), r => Assert.NotEmpty(FollowUpWords.Of(r)));
        Assert.All(Enum.GetValues<FollowUpKind>(), k => Assert.NotEmpty(FollowUpWords.Of(k)));
    }

    private static SentFacts Sent(Dictionary<string, string> row) => new()
    {
        Kind = CodeNames.Read<SentKind>(row["Sent"]),
        On = Day(row["On"])!.Value,
        QuietDays = Number(row["Quiet"]),
        ResponseDays = Number(row["Response"]),
        MedianDays = Number(row["Median"]),
        Answers = Number(row["Answers"]) ?? 0,
        Portal = row["Portal"] == "yes",
    };

    private static int? Number(string cell) => cell.Length == 0 ? null : int.Parse(cell, CultureInfo.InvariantCulture);

    private static DateOnly? Day(string cell) => cell.Length == 0 ? null : DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
