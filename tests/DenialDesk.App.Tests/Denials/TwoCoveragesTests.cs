using DenialDesk.App.Audit;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Claims;
using DenialDesk.Domain.Audit;

namespace DenialDesk.App.Tests.Denials;

/// <summary>Both spouses are insured with one payer: it answers a claim once as the first payer and once as the second, and these are two decisions.</summary>
public sealed class TwoCoveragesTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Told _first = new("PAT77", Day: "20260601", Charge: 150m, PayerNumber: "ICN1", Line: "PAT77L1", Member: "XZB111222333", Paid: 0m);
    private static readonly Told _second = _first with { PayerNumber = "ICN2", Status = "2", Member = "QQC900800700" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task What_the_second_plan_pays_closes_no_denial_of_the_first()
    {
        await AnswerAsync("20260710", 1, _first);
        await AnswerAsync("20260810", 2, _second with { Paid = 90m });

        Assert.Equal("new 0.00", await ScalarAsync("select concat_ws(' ', state, outcome, recovered_amount) from denial"));
        await NothingToFindAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_plans_denial_has_its_own_clock_and_takes_nobodys_place(bool inOrder)
    {
        if (inOrder) { await AnswerAsync("20260710", 1, _first); }

        await AnswerAsync("20260910", 2, _second);
        if (!inOrder) { await AnswerAsync("20260710", 1, _first); }

        Assert.Equal("1 new 2026-08-07, 2 new 2026-10-09", await ScalarAsync(
            "select string_agg(concat_ws(' ', a.status_code, d.state, d.due_on), ', ' order by d.denied_on) from denial d join adjudication a using (practice_id, adjudication_id)"));
        await NothingToFindAsync();
    }

    [Theory]
    [InlineData("2", "XZB111222333")]
    [InlineData("1", "QQC900800700")]
    public async Task A_plan_that_learns_of_another_payer_and_a_corrected_member_number_are_the_same_plan(string status, string member)
    {
        await AnswerAsync("20260710", 1, _first);
        await AnswerAsync("20260810", 2, _second with { Status = status, Member = member, Paid = 90m });

        Assert.Equal("closed_recovered recovered 90.00", await ScalarAsync("select concat_ws(' ', state, outcome, recovered_amount) from denial"));
    }

    private async Task NothingToFindAsync()
    {
        var practice = (int)(await ScalarAsync("select practice_id from practice"))!;
        await Get<AuditPractice>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        Assert.Empty(await Get<ListFindings>().Run(new() { State = FindingState.Standing }, Actor.Desk, Stop));
    }

    private Task AnswerAsync(string day, int number, Told visit) => this.ImportAsync($"{number}.835", TwoWays.Oak(TwoWays.Answered(day, number, visit)));
}
