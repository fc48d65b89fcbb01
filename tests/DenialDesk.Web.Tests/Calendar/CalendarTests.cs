using System.Net;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Calendar;

public sealed class CalendarTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    [Fact]
    public async Task A_day_of_the_calendar_opens_the_queue_of_that_day_by_mouse_and_by_keys()
    {
        var day = await desk.ScalarAsync<DateOnly>("select due_on from denial where is_open group by due_on order by count(*) desc, due_on limit 1");
        var count = await desk.ScalarAsync<long>($"select count(*) from denial where is_open and due_on = '{day:yyyy-MM-dd}'");
        var page = await desk.BrowseAsync("biller");
        await page.GotoAsync($"{Routes.Calendar}?month={day:yyyy-MM}");
        var cell = page.Locator($"#day-{day:yyyy-MM-dd}");
        await Assertions.Expect(cell.GetByTestId("day")).ToContainTextAsync($"{count} denial");

        await cell.GetByTestId("day").ClickAsync();
        await page.ReachAsync($"/queue?due={day:yyyy-MM-dd}");
        await Assertions.Expect(page.GetByText($"{count:N0} denials,")).ToBeVisibleAsync();

        await page.GotoAsync($"{Routes.Calendar}?week={day:yyyy-MM-dd}");
        await page.Locator("td.here").WaitForAsync();
        await page.PressKeyAsync("ArrowDown");
        await page.ReachAsync($"/calendar?week={day.AddDays(7 - (int)day.DayOfWeek):yyyy-MM-dd}");
    }

    [Fact]
    public async Task The_secret_address_answers_anybody_who_has_it_and_nobody_else()
    {
        var biller = await desk.ScalarAsync<Guid>("select id from identity_users where email = 'biller@desk.example'");
        var actor = (await desk.Get<FindActor>().Run(biller, null, TestContext.Current.CancellationToken))!;
        var secret = await desk.Get<ManageCalendarFeed>().Run(new() { Make = true }, actor, TestContext.Current.CancellationToken);
        using var visitor = desk.Visit();

        using var found = await visitor.GetAsync(Routes.With(Routes.CalendarFeed, ("key", secret)));
        using var guessed = await visitor.GetAsync(Routes.With(Routes.CalendarFeed, ("key", secret + "x")));
        using var bare = await visitor.GetAsync(Routes.CalendarFeed);

        Assert.Equal((HttpStatusCode.OK, "text/calendar"), (found.StatusCode, found.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", await found.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (guessed.StatusCode, bare.StatusCode));
    }
}
