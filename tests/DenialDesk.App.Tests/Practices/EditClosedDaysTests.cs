using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Practices;

public sealed class EditClosedDaysTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly Actor Admin = new(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_office_moves_the_day_to_start_by_and_no_deadline()
    {
        var denial = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = await desk.Rows.PayerAsync("Borealis"), Denied = 40m });
        await desk.ScalarAsync("update denial set due_on = '2026-12-01', last_safe_day = '2026-11-27' where denial_id = $1", denial);

        var (days, refusal) = await desk.Get<EditClosedDays>().Run(new() { PracticeId = desk.Practice, From = new(2026, 11, 26), To = new(2026, 11, 29), Name = "Thanksgiving weekend" }, Admin, Stop);
        var again = await desk.Get<EditClosedDays>().Run(new() { PracticeId = desk.Practice, From = new(2026, 11, 27), To = new(2026, 11, 27) }, Admin, Stop);
        var view = await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Admin, Stop);

        Assert.Equal((1, null), (days, refusal));
        Assert.Equal("closed_nothing", again.Refusal?.Code);
        Assert.Equal((new DateOnly(2026, 11, 25), new DateOnly(2026, 11, 27), new DateOnly(2026, 12, 1)), (view!.StartBy, view.LastSafeDay, view.Due));
        Assert.Equal("Thanksgiving weekend", (await desk.Get<SeePractice>().Run(desk.Practice, Admin, Stop))!.Closed.Single().Name);
        Assert.Equal(1, (await desk.Get<EditClosedDays>().Run(new() { PracticeId = desk.Practice, From = new(2026, 11, 27), To = new(2026, 11, 27), Open = true }, Admin, Stop)).Days);
    }
}
