using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Deadlines;

public sealed class SeeCalendarTests(SeeCalendarTests.Desk desk) : IClassFixture<SeeCalendarTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_day_counts_the_denials_and_dollars_that_end_on_it_and_the_queue_shows_the_same()
    {
        var rows = new DenialRows(desk.Database);
        var (practice, payer, other) = (await rows.PracticeAsync("Elm Street"), await rows.PayerAsync("Acme"), await rows.PayerAsync("Bright"));
        var me = Guid.NewGuid();
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 100, Due = new(2031, 5, 11), Owner = me });
        await rows.AddAsync(new() { Practice = practice, Payer = other, Denied = 40, Due = new(2031, 5, 11), Assumed = true });
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 7, Due = new(2031, 6, 30) });
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 9, Due = new(2031, 5, 12), Open = false });
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 3, Due = new(2020, 5, 12) });

        var may = await SeeAsync(new() { Month = "2031-05", Practice = practice });

        Assert.Equal([new CalendarDay(new(2031, 5, 11), 2, 140, 1, 0)], may.Days);
        Assert.Equal((new QueueCount(1, 3), new QueueCount(3, 147)), (may.Overdue, may.Ahead));
        Assert.Equal(1, Assert.Single((await SeeAsync(new() { Week = "2031-05-14", Payer = other })).Days).Denials);
        Assert.Equal(100, Assert.Single((await SeeAsync(new() { Month = "2031-05", Owner = me.ToString() })).Days).Amount);
        Assert.Empty((await SeeAsync(new() { Month = "2031-05" }, Actor.Desk with { PracticeIds = new HashSet<int>() })).Days);
        var listed = await desk.Get<ListQueue>().Run(new() { Filter = new() { Due = "2031-05-11", Practice = practice } }, Actor.Desk, Stop);
        Assert.Equal([40m, 100m], listed.Select(r => r.Denied).Order());
    }

    [Fact]
    public async Task A_feed_holds_its_owner_s_days_without_a_patient_until_it_is_taken_back()
    {
        var rows = new DenialRows(desk.Database);
        var (practice, payer) = (await rows.PracticeAsync("Oak Avenue"), await rows.PayerAsync("Zenith, Inc."));
        var ann = await PersonAsync("Ann", Roles.Biller);
        var mine = await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 100, Due = new(2031, 5, 11), Owner = ann.UserId });
        await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 40, Due = new(2031, 5, 12) });
        await desk.ScalarAsync("update denial set patient_name = 'DOE, JANE', patient_control_number = 'ACCT-SECRET' where denial_id = $1", mine);

        var first = (await desk.Get<ManageCalendarFeed>().Run(new() { Make = true }, ann, Stop))!;
        var text = (await ReadAsync(first))!.Replace("\r\n ", "", StringComparison.Ordinal);

        Assert.Contains($"SUMMARY:First appeal: denial {mine}\\, Zenith\\, Inc.", text, StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20310511", text, StringComparison.Ordinal);
        Assert.Contains($"URL:https://desk.example/{practice}/{mine}", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("BEGIN:VEVENT").Length);
        Assert.DoesNotContain("DOE", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from calendar_feed where position($1::bytea in secret_hash) > 0", System.Text.Encoding.UTF8.GetBytes(first)));
        var second = (await desk.Get<ManageCalendarFeed>().Run(new() { Make = true }, ann, Stop))!;
        Assert.Null(await ReadAsync(first));
        Assert.NotNull(await ReadAsync(second));
        await desk.Get<ManageCalendarFeed>().Run(new() { Make = false }, ann, Stop);
        Assert.Null(await ReadAsync(second));
        Assert.Null(await ReadAsync("dd_guessed-guessed-guessed-guessed"));
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from read_journal where action = 'read.calendar_feed' and actor_id = $1", ann.UserId!.Value));
    }

    private async Task<Actor> PersonAsync(string name, string role)
    {
        var id = Guid.NewGuid();
        await desk.ScalarAsync(
            """
            with p as (insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                       values ($1, $2, true, false, false, false, 0) returning id)
            insert into identity_user_roles (user_id, role_id) select p.id, r.id from p, identity_roles r where r.name = $3
            """, id, name, role);
        return (await desk.Get<FindActor>().Run(id, null, Stop))!;
    }

    private Task<CalendarView> SeeAsync(SeeCalendar.Input input, Actor? actor = null) => desk.Get<SeeCalendar>().Run(input, actor ?? Actor.Desk, Stop);

    private Task<string?> ReadAsync(string secret) => desk.Get<ReadCalendarFeed>().Run(new() { Secret = secret, AddressOf = (p, d) => $"https://desk.example/{p}/{d}" }, Stop);
}
