using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Reports;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Reports;

/// <summary>One schedule.</summary>
/// <param name="Address">The page with its filters.</param>
/// <param name="Next">The next due day; null while it is paused.</param>
/// <param name="Mine">Whether the reader may pause and delete it.</param>
public sealed record ScheduleRow(
    long ScheduleId, string Name, string Page, string Address, string Format, string When, string Owner, bool Mine, IReadOnlyList<string> People, DateOnly? Next, DateOnly? MadeFor, bool Paused, string PausedBecause);

/// <summary>One file that was made.</summary>
/// <param name="Opens">Whether this person sees all practices whose numbers are in it.</param>
/// <param name="Mails">How many mails left, wait and were given up.</param>
public sealed record ReportRow(
    long ReportId, long ScheduleId, string Name, string FileName, string Format, DateTimeOffset MadeAt, string MadeBy, DateOnly? MadeFor, int Bytes, bool Opens, (int Sent, int Waiting, int Failed) Mails);

/// <summary>Schedules, files, and who can be told.</summary>
public sealed record ReportList(IReadOnlyList<ScheduleRow> Schedules, IReadOnlyList<ReportRow> Reports, IReadOnlyList<Choice> People, bool MailIsSetUp);

/// <summary>The schedules a person owns or is told of, and the files they made; whoever manages the desk's settings sees all of them.</summary>
public sealed class ListReports(DeskSource database, IEnumerable<ReportSource> sources, DeskMail mail, TimeProvider clock)
{
    private const string Seen = "(x.owner_id = $1 or $1 = any(x.people) or $2)";

    /// <summary>What of it.</summary>
    public sealed record Input
    {
        /// <summary>The files of one schedule.</summary>
        public long? Schedule { get; init; }

        /// <summary>Goes on below this file.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>The lists.</summary>
    public async Task<ReportList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var people = await PeopleAsync(connection, cancellation);
        return new(
            await SchedulesAsync(connection, actor, today, people, cancellation), await ReportsAsync(connection, input, actor, cancellation),
            [.. people.Where(p => p.Key != actor.UserId).Select(p => new Choice(p.Key.ToString(), p.Value))], mail.IsSetUp);
    }

    // Whoever may see trends may be told; a desk has tens of people.
    private static async Task<Dictionary<Guid, string>> PeopleAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select u.id, u.display_name from identity_users u where u.disabled_at is null
              and exists (select 1 from identity_user_roles x join identity_roles r on r.id = x.role_id where x.user_id = u.id and r.name = any($1)) order by u.display_name
            """, connection)
        {
            Parameters = { new() { Value = Roles.All.Where(r => Roles.Of(r).Contains(Permission.SeeTrends)).ToArray() } },
        };
        var found = new Dictionary<Guid, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found[rows.GetGuid(0)] = rows.GetString(1); }

        return found;
    }

    // Tens of rows; report_schedule_owner for one's own.
    private async Task<IReadOnlyList<ScheduleRow>> SchedulesAsync(
        NpgsqlConnection connection, Actor actor, DateOnly today, Dictionary<Guid, string> people, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select x.schedule_id, x.name, x.page, x.query, x.format, x.rhythm, x.day, u.display_name, x.owner_id, x.people, x.made_for, x.paused_at is not null, x.paused_because
            from report_schedule x join identity_users u on u.id = x.owner_id where {Seen} and x.deleted_at is null order by lower(x.name), x.schedule_id limit 200
            """, connection)
        {
            Parameters = { Me(actor), new() { Value = actor.May(Permission.ManageSettings) } },
        };
        var found = new List<ScheduleRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var cadence = new ReportCadence(CodeNames.Read<ReportRhythm>(r.GetString(5)), r.GetInt16(6));
            var source = sources.FirstOrDefault(s => s.Page == r.GetString(2));
            var query = r.GetString(3);
            found.Add(new(
                r.GetInt64(0), r.GetString(1), source?.Words ?? r.GetString(2), source?.AddressOf(query) ?? "/reports", r.GetString(4), cadence.Words, r.GetString(7),
                r.GetGuid(8) == actor.UserId || actor.May(Permission.ManageSettings), [.. r.GetFieldValue<Guid[]>(9).Select(p => people.GetValueOrDefault(p, "somebody who may no longer see it"))],
                r.GetBoolean(11) ? null : cadence.NextDue(today), r.IsDBNull(10) ? null : r.GetFieldValue<DateOnly>(10), r.GetBoolean(11), r.GetString(12)));
        }

        return found;
    }

    // Primary key backwards, or report_file_schedule; the wall leaves out what holds numbers of other practices.
    private static async Task<IReadOnlyList<ReportRow>> ReportsAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select x.report_id, x.schedule_id, x.name, x.file_name, x.format, x.made_at, x.made_by_name, x.made_for, x.bytes,
                   (select count(*) from report_mail m where m.report_id = x.report_id and m.state = 'sent')::int, (select count(*) from report_mail m where m.report_id = x.report_id and m.state = 'waiting')::int,
                   (select count(*) from report_mail m where m.report_id = x.report_id and m.state = 'failed')::int, $3::int[] is null or x.practices <@ $3
            from report_file x where {Seen} and ($4::bigint is null or x.schedule_id = $4) and ($5::bigint is null or x.report_id < $5)
            order by x.report_id desc limit {Math.Clamp(input.Take, 1, 1000).ToString(CultureInfo.InvariantCulture)}
            """, connection)
        {
            Parameters =
            {
                Me(actor), new() { Value = actor.May(Permission.ManageSettings) }, new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = (object?)input.Schedule ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            },
        };
        var found = new List<ReportRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.GetString(6), r.IsDBNull(7) ? null : r.GetFieldValue<DateOnly>(7), r.GetInt32(8),
                r.GetBoolean(12), (r.GetInt32(9), r.GetInt32(10), r.GetInt32(11))));
        }

        return found;
    }

    private static NpgsqlParameter Me(Actor actor) => new() { Value = actor.UserId ?? Guid.Empty, NpgsqlDbType = NpgsqlDbType.Uuid };
}
