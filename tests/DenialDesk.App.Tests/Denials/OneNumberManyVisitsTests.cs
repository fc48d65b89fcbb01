using DenialDesk.App.Audit;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Tests.Claims;
using DenialDesk.Domain.Audit;

namespace DenialDesk.App.Tests.Denials;

/// <summary>Some practices use one account number for all visits of a patient: what a payer says of one visit says nothing of another.</summary>
public sealed class OneNumberManyVisitsTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Told _january = new("PAT77", Day: "20260105", Charge: 150m, PayerNumber: "ICN1", Line: "1", Paid: 0m);
    private static readonly Told _june = new("PAT77", Day: "20260601", Charge: 150m, PayerNumber: "ICN2", Line: "1", Paid: 0m);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task The_payment_of_another_visit_closes_no_denial()
    {
        await AnswerAsync("20260210", 1, _january);
        await AnswerAsync("20260710", 2, _june with { Paid = 120m });

        Assert.Equal("new  150.00 0.00", await ScalarAsync("select string_agg(concat(state, ' ', outcome, ' ', denied_amount, ' ', recovered_amount), ', ') from denial"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_denial_of_another_visit_starts_no_clock_and_takes_no_denials_place(bool inOrder)
    {
        if (inOrder) { await AnswerAsync("20260210", 1, _january); }

        await AnswerAsync("20260710", 2, _june);
        if (!inOrder) { await AnswerAsync("20260210", 1, _january); }

        Assert.Equal("20260105 new 2026-03-12, 20260601 new 2026-08-07", await ScalarAsync("select string_agg(to_char(service_from, 'YYYYMMDD') || ' ' || state || ' ' || due_on, ', ' order by service_from) from denial"));
        var practice = (int)(await ScalarAsync("select practice_id from practice"))!;
        await Get<RankDenials>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        await Get<AuditPractice>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        Assert.Empty(await Get<ListFindings>().Run(new() { State = FindingState.Standing }, Actor.Desk, Stop));
    }

    [Fact]
    public async Task Two_visits_denied_in_one_file_each_have_their_own_clock()
    {
        await AnswerAsync("20260210", 1, _january, _june with { Day = "20260126", PayerNumber = "ICN3" });
        await AnswerAsync("20260710", 2, _june, _january with { PayerNumber = "ICN1" });

        Assert.Equal(
            "20260105 2026-03-12 denied_again, 20260105 2026-03-12 new, 20260126 2026-03-12 new, 20260601 2026-08-07 new",
            await ScalarAsync("select string_agg(to_char(service_from, 'YYYYMMDD') || ' ' || due_on || ' ' || coalesce(outcome, state), ', ' order by service_from, outcome) from denial"));
    }

    private Task AnswerAsync(string day, int number, params Told[] claims) => this.ImportAsync($"{number}.835", TwoWays.Oak(TwoWays.Answered(day, number, claims)));
}
