using System.IO.Compression;
using System.Text;
using DenialDesk.App.Data;
using DenialDesk.App.Health;
using DenialDesk.App.People;
using DenialDesk.App.Reports;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.Tests.Reports;

/// <summary>Reports that make themselves, and the mails about them: sent through a mail server that answers on the loopback, refused, kept, tried again, given up.</summary>
public sealed class ScheduledReportTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 16, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_goes_through_a_mail_server_that_asks_for_a_password_and_says_nothing_of_the_report()
    {
        await using var server = new MailServer { User = "desk", Password = "s3cret" };
        var report = await MakeAsync("Numbers for Ann", "numbers", "csv", server.Mail(false));

        Assert.Equal(1, await SendAsync(server.Mail(false), Noon));
        Assert.Equal(0, await SendAsync(server.Mail(false), Noon.AddHours(1)));

        var mail = Assert.Single(server.Taken);
        var said = Encoding.UTF8.GetString(Convert.FromBase64String(mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Replace("\r\n", "", StringComparison.Ordinal)));
        Assert.Contains("MAIL FROM:<desk@clinic.example>", mail, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<mo@clinic.example>", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: " + DeskMail.Subject, mail, StringComparison.Ordinal);
        Assert.Contains("https://desk.clinic.example/reports/files/" + report, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", said, StringComparison.Ordinal);
        Assert.DoesNotContain("numbers", said, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("sent", await desk.ScalarAsync("select state from report_mail where report_id = $1", report));
    }

    [Fact]
    public async Task A_mail_that_does_not_leave_is_kept_tried_later_told_on_health_and_given_up_after_six_tries()
    {
        await using var server = new MailServer { Refuses = 1 };
        var mail = server.Mail(false);
        var report = await MakeAsync("Refused once", "breakdown", "xlsx", mail);

        Assert.Equal(0, await SendAsync(mail, Noon));
        Assert.Equal(("waiting", 1, "The mail server answered 451."), await MailOfAsync(report));
        var item = await HealthAsync(Noon.AddMinutes(1));
        Assert.Equal((HealthState.Warning, "One mail about a report waits after a try that failed. The mail server answered 451."), (item.State, item.Told));

        // Not before its time; then it goes.
        Assert.Equal(0, await SendAsync(mail, Noon.AddMinutes(4)));
        Assert.Equal(1, await SendAsync(mail, Noon.AddMinutes(6)));
        Assert.Equal("sent", (await MailOfAsync(report)).State);
        Assert.Equal(HealthState.Good, (await HealthAsync(Noon.AddMinutes(7))).State);

        // Whoever demands encryption sends nothing in the clear.
        var never = await MakeAsync("Never in the clear", "breakdown", "csv", server.Mail(true));
        var before = server.Taken.Count;
        var at = Noon;
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(0, await SendAsync(server.Mail(true), at));
            at = at.AddDays(2);
        }

        Assert.Equal(before, server.Taken.Count);
        Assert.Equal(("failed", 6, "The mail server offers no encryption, or its certificate is not trusted here."), await MailOfAsync(never));
        Assert.Equal(HealthState.Bad, (await HealthAsync(at)).State);
        Assert.Equal(HealthState.Good, (await HealthAsync(at.AddDays(30))).State);
    }

    [Fact]
    public async Task The_numbers_leave_as_a_workbook_whose_cells_are_numbers()
    {
        var payer = await desk.Rows.PayerAsync("Acme");
        for (var i = 0; i < 40; i++) { await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = payer, On = new(2026, 4, 15), Denied = i < 4 ? 50 : null }); }

        var none = new DeskMail(MailSettings.None, null, "http://localhost");
        var report = await MakeAsync("The month", "numbers", "xlsx", none);

        var made = await desk.Get<OpenReport>().Run(new() { ReportId = report }, Mo(await OwnerAsync()), Stop);
        using var book = new ZipArchive(new MemoryStream(made.Content!));
        using var sheet = new StreamReader(book.GetEntry("xl/worksheets/sheet2.xml")!.Open());
        var text = await sheet.ReadToEndAsync(Stop);
        Assert.Equal("numbers.xlsx", made.FileName);
        Assert.Contains(":v>0.1</", text, StringComparison.Ordinal);
        Assert.Contains("Initial denial rate, claims", text, StringComparison.Ordinal);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from report_mail where report_id = $1", report));
    }

    private static Actor Mo(Guid id) => new(id, "Mo", Roles.Of(Roles.Manager), null);

    private async Task<Guid> OwnerAsync() => (Guid)(await desk.ScalarAsync(
        """
        with made as (insert into identity_users (id, display_name, user_name, email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            select gen_random_uuid(), 'Mo', 'mo', 'mo@clinic.example', true, false, false, false, 0 where not exists (select 1 from identity_users where user_name = 'mo') returning id)
        select id from made union all select id from identity_users where user_name = 'mo' limit 1
        """))!;

    /// <summary>A schedule of Mo's, made at once.</summary>
    private async Task<long> MakeAsync(string name, string page, string format, DeskMail mail)
    {
        var mo = Mo(await OwnerAsync());
        var input = new KeepSchedule.Input { Act = KeepSchedule.Act.Save, Name = name, Page = page, Query = "to=2026-05", Format = format, Cadence = new(ReportRhythm.Weekly, 1) };
        var schedule = (await desk.Get<KeepSchedule>().Run(input, mo, Stop)).ScheduleId!.Value;
        var made = await ActivatorUtilities.CreateInstance<MakeReportNow>(desk.Services, mail, new Clock(Noon.AddMinutes(-1))).Run(new() { ScheduleId = schedule }, mo, Stop);
        return made.ReportId!.Value;
    }

    private Task<int> SendAsync(DeskMail mail, DateTimeOffset at) => ActivatorUtilities.CreateInstance<MakeDueReports>(desk.Services, mail, new Clock(at)).Run(new(), Actor.Desk, Stop);

    private async Task<(string State, int Tries, string Problem)> MailOfAsync(long report)
    {
        var row = (object[])(await desk.ScalarAsync("select array[state, tries::text, problem] from report_mail where report_id = $1", report))!;
        return ((string)row[0], int.Parse((string)row[1], System.Globalization.CultureInfo.InvariantCulture), (string)row[2]);
    }

    private async Task<HealthItem> HealthAsync(DateTimeOffset at)
        => Assert.Single((await ActivatorUtilities.CreateInstance<SeeHealth>(
            desk.Services, new DeskAddress(desk.ConnectionString, false), DeskOptions.From(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()), new Clock(at)).Run(Actor.Desk, Stop)).Items, i => i.Name == "Mail");

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
