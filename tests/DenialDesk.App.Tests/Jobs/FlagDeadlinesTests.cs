using DenialDesk.App.Jobs;

namespace DenialDesk.App.Tests.Jobs;

public sealed class FlagDeadlinesTests(FlagDeadlinesTests.Desk desk) : IClassFixture<FlagDeadlinesTests.Desk>
{
    private static readonly DateOnly Start = new(2026, 5, 1);

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Looked_at_every_day_a_denial_gets_each_mark_once()
    {
        var (practice, denial) = await DenialDueAsync(Start.AddDays(20));

        for (var day = 0; day < 30; day++)
        {
            await desk.Get<FlagDeadlines>().Run(new(practice, Start.AddDays(day)), Stop);
            Assert.Equal(0, await desk.Get<FlagDeadlines>().Run(new(practice, Start.AddDays(day)), Stop));
        }

        Assert.Equal("14@2026-05-07 7@2026-05-14 3@2026-05-18 1@2026-05-20 0@2026-05-21 overdue@2026-05-22", await MarksAsync(denial));
    }

    [Fact]
    public async Task After_three_days_off_it_gets_the_mark_of_where_it_stands()
    {
        var (practice, denial) = await DenialDueAsync(Start.AddDays(8));
        await desk.Get<FlagDeadlines>().Run(new(practice, Start), Stop);

        await desk.Get<FlagDeadlines>().Run(new(practice, Start.AddDays(6)), Stop);

        Assert.Equal("14@2026-05-01 3@2026-05-07", await MarksAsync(denial));
    }

    [Fact]
    public async Task A_deadline_that_moves_is_marked_anew_and_a_closed_denial_never()
    {
        var (practice, denial) = await DenialDueAsync(Start.AddDays(2));
        var closed = await new DenialRows(desk.Database).AddAsync(new() { Practice = practice, Payer = await Payer(), Denied = 10, Due = Start, Open = false });
        await desk.Get<FlagDeadlines>().Run(new(practice, Start), Stop);

        await desk.ScalarAsync("update denial set due_on = due_on + 4 where denial_id = $1", denial);
        await desk.Get<FlagDeadlines>().Run(new(practice, Start.AddDays(4)), Stop);

        Assert.Equal("3@2026-05-01 3@2026-05-05", await MarksAsync(denial));
        Assert.Equal("", await MarksAsync(closed));
    }

    private async Task<(int Practice, long Denial)> DenialDueAsync(DateOnly due)
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Elm Street");
        return (practice, await rows.AddAsync(new() { Practice = practice, Payer = await Payer(), Denied = 80, Due = due }));
    }

    private Task<int> Payer() => new DenialRows(desk.Database).PayerAsync("Acme Health");

    private async Task<string> MarksAsync(long denial) => (string)(await desk.ScalarAsync(
        "select coalesce(string_agg(flag || '@' || flagged_on, ' ' order by flagged_on, due_on), '') from deadline_flag where denial_id = $1", denial))!;
}
