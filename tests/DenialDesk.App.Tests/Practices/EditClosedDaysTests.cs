using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain.Calendar;
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

    [Fact]
    public async Task A_closed_week_puts_what_dies_in_it_at_the_top_before_it_begins()
    {
        var practice = await desk.Rows.PracticeAsync("Oak Street");
        var denial = await desk.Rows.AddAsync(new() { Practice = practice, Payer = await desk.Rows.PayerAsync("Aurora"), Denied = 40m });
        var today = await desk.ScalarAsync("select current_date::text") is string day ? DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) : default;
        var safe = BusinessDays.Add(today, 10);
        await desk.ScalarAsync("update denial set due_on = $2::text::date, last_safe_day = $3::text::date, snoozed_until = $3::text::date where denial_id = $1", denial, $"{safe.AddDays(4):yyyy-MM-dd}", $"{safe:yyyy-MM-dd}");

        var (days, refusal) = await desk.Get<EditClosedDays>().Run(new() { PracticeId = practice, From = BusinessDays.Add(today, 3), To = safe, Name = "Moving house" }, Admin, Stop);

        Assert.Equal((8, null), (days, refusal));
        Assert.Equal("2", await desk.ScalarAsync("select score_parts->>'workdaysLeft' from denial where denial_id = $1", denial));
        Assert.Equal((short)1, await desk.ScalarAsync("select lane from denial where denial_id = $1", denial));
        Assert.Equal($"{BusinessDays.Add(today, 2):yyyy-MM-dd}", await desk.ScalarAsync("select snoozed_until::text from denial where denial_id = $1", denial));
        Assert.Contains("The office is closed on its last safe day", (await desk.Get<SeeDenial>().Run(new() { PracticeId = practice, DenialId = denial }, Admin, Stop))!.Why, StringComparison.Ordinal);
    }
}
