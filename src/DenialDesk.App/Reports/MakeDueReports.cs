using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Reports;
using Npgsql;

namespace DenialDesk.App.Reports;

/// <summary>Makes the reports that are due, each with the rights its owner has at that moment, and sends the mails that wait.</summary>
public sealed class MakeDueReports(DeskSource database, FindActor find, IEnumerable<ReportSource> sources, ReportPrinting printing, Documents.DocumentKey key, DeskMail mail, TimeProvider clock)
{
    /// <summary>Not before this hour of the owner's morning: the night's counting is over then.</summary>
    public static readonly TimeOnly From = new(6, 0);

    private const int MostTries = 6;

    /// <summary>Nothing is asked; what is due is in the tables.</summary>
    public sealed record Input;

    /// <summary>How many files were made and mails sent.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var done = 0;
        var making = new ReportMaking(database, sources, printing, key, mail, clock);
        foreach (var (wish, due) in await DueAsync(cancellation))
        {
            var owner = await find.Run(wish.OwnerId, null, cancellation);
            var made = owner is null ? (null, "Its owner may no longer sign in.") : await making.MakeAsync(wish, owner, due, Actor.Desk, cancellation);
            actor.Must(Permission.RunJobs);
            await SettleAsync(wish, due, made.ReportId is null ? made.Sentence : null, cancellation);
            done += made.ReportId is null ? 0 : 1;
        }

        return done + await SendAsync(cancellation);
    }

    // The schedules of a desk are tens; each is judged in the zone of its owner's first practice.
    private async Task<List<(ReportWish Wish, DateOnly Due)>> DueAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select s.schedule_id, s.owner_id, s.name, s.page, s.query, s.format, s.people, s.rhythm, s.day, s.since, s.made_for,
                   coalesce((select p.time_zone from practice p where u.all_practices or p.practice_id in (select m.practice_id from practice_member m where m.user_id = u.id) order by p.practice_id limit 1), 'America/New_York')
            from report_schedule s join identity_users u on u.id = s.owner_id where s.deleted_at is null and s.paused_at is null order by s.schedule_id
            """);
        var found = new List<(ReportWish, DateOnly)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var cadence = new ReportCadence(CodeNames.Read<ReportRhythm>(r.GetString(7)), r.GetInt16(8));
            var zone = TimeZoneInfo.FindSystemTimeZoneById(r.GetString(11));
            var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone);
            var today = PracticeDay.At(clock.GetUtcNow(), zone);
            if (TimeOnly.FromDateTime(now.DateTime) < From || !cadence.IsOwed(today, r.GetFieldValue<DateOnly>(9), r.IsDBNull(10) ? null : r.GetFieldValue<DateOnly>(10))) { continue; }

            // A host without pages prints nothing: it leaves the PDF to the one that does.
            if (r.GetString(5) == "pdf" && printing.Print is null) { continue; }

            found.Add((new(r.GetInt64(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetFieldValue<Guid[]>(6)), cadence.LastDue(today)));
        }

        return found;
    }

    /// <summary>What was made is not owed again; what could not be made pauses with its sentence, so that nobody waits for it in vain.</summary>
    private async Task SettleAsync(ReportWish wish, DateOnly due, string? problem, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            problem is null
                ? "update report_schedule set made_for = $2 where schedule_id = $1"
                : "update report_schedule set made_for = $2, paused_at = $3, paused_because = $4 where schedule_id = $1");
        command.Parameters.Add(new() { Value = wish.ScheduleId });
        command.Parameters.Add(new() { Value = due });
        if (problem is not null)
        {
            command.Parameters.Add(new() { Value = clock.GetUtcNow() });
            command.Parameters.Add(new() { Value = problem });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sends what waits. What fails is tried again, later each time; after six tries it is given up and shown.</summary>
    private async Task<int> SendAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var waiting = new List<(long MailId, long ReportId, string To, int Tries)>();
        await using (var command = database.CreateCommand(
            "select m.mail_id, m.report_id, coalesce(u.email, ''), m.tries from report_mail m join identity_users u on u.id = m.user_id where m.state = 'waiting' and m.next_at <= $1 order by m.mail_id limit 200"))
        {
            command.Parameters.Add(new() { Value = now });
            await using var r = await command.ExecuteReaderAsync(cancellation);
            while (await r.ReadAsync(cancellation)) { waiting.Add((r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetInt32(3))); }
        }

        var sent = 0;
        foreach (var (mailId, reportId, to, tries) in waiting)
        {
            string? problem = null;
            try
            {
                await mail.SendAsync(mailId, reportId, to, now, cancellation);
                sent++;
            }
            catch (Exception failed) when (failed is System.Net.Mail.SmtpException or System.Security.Authentication.AuthenticationException or IOException or FormatException or UnauthorizedAccessException)
            {
                problem = mail.Problem(failed);
            }

            await MarkAsync(mailId, tries + 1, problem, now, cancellation);
        }

        return sent;
    }

    private async Task MarkAsync(long mailId, int tries, string? problem, DateTimeOffset now, CancellationToken cancellation)
    {
        var state = problem is null ? "sent" : tries >= MostTries ? "failed" : "waiting";
        await using var command = database.CreateCommand("update report_mail set state = $2, tries = $3, next_at = $4, sent_at = case when $2 = 'sent' then $5 end, problem = $6 where mail_id = $1");
        foreach (var value in new object[] { mailId, state, tries, now.AddMinutes(5 * Math.Pow(3, tries - 1)), now, problem ?? "" }) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
