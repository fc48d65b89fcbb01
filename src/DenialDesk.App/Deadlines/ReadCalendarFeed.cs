using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>
/// The calendar behind a secret address: the last days of the open denials its owner has, as iCalendar text. Ids, days, steps and payers only; nothing about a
/// patient ever leaves by it. One entry a denial, up to a limit; beyond it one entry a day and step.
/// </summary>
public sealed class ReadCalendarFeed(DeskSource database, FindActor find, TimeProvider clock)
{
    /// <summary>Denials up to which each has an entry of its own.</summary>
    public const int Limit = 300;

    private const int DaysBack = 30;

    /// <summary>Whose calendar, and where the desk answers.</summary>
    public sealed record Input
    {
        public required string Secret { get; init; }

        /// <summary>Makes a denial's address.</summary>
        public required Func<int, long, string> AddressOf { get; init; }
    }

    private sealed record Row(int PracticeId, long DenialId, DateOnly Due, string Step, string Payer, bool Assumed);

    /// <summary>The text; null when the address is unknown or revoked, or its owner may not see denials any more.</summary>
    public async Task<string?> Run(Input input, CancellationToken cancellation)
    {
        if (await OwnerAsync(input.Secret, cancellation) is not { } owner || await find.Run(owner, null, cancellation) is not { } actor || !actor.May(Permission.SeeDenials)) { return null; }

        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var rows = await RowsAsync(actor, today, cancellation);
        await ReadLog.AppendAsync(
            database, actor, now, new("read.calendar_feed", "denials", rows.Count.ToString(CultureInfo.InvariantCulture), Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        return CalendarText.Write($"Denial deadlines of {actor.Name}", rows.Count <= Limit ? rows.Select(r => One(r, input.AddressOf)) : Many(rows), now);
    }

    private static CalendarEntry One(Row row, Func<int, long, string> address) => new(
        $"denial-{row.PracticeId}-{row.DenialId}@denialdesk", row.Due, $"{row.Step}: denial {row.DenialId}, {row.Payer}",
        row.Assumed ? "The window is our careful default: verify it." : "", address(row.PracticeId, row.DenialId));

    private static IEnumerable<CalendarEntry> Many(List<Row> rows)
        => from day in rows.GroupBy(r => (r.Due, r.Step))
           select new CalendarEntry(
               $"day-{day.Key.Due:yyyyMMdd}-{day.Key.Step.Replace(' ', '-')}@denialdesk", day.Key.Due, $"{day.Key.Step}: {day.Count()} {(day.Count() == 1 ? "denial" : "denials")}",
               string.Join('\n', day.GroupBy(r => r.Payer).OrderByDescending(p => p.Count()).Select(p => $"{p.Key}: {p.Count()}")));

    private async Task<Guid?> OwnerAsync(string secret, CancellationToken cancellation)
    {
        if (secret.Length is < 20 or > 100) { return null; }

        // By the unique key on secret_hash.
        await using var command = database.CreateCommand("update calendar_feed set last_read_at = $2 where secret_hash = $1 and revoked_at is null returning user_id");
        command.Parameters.AddWithValue(ApiSecret.HashOf(secret));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return (Guid?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<List<Row>> RowsAsync(Actor actor, DateOnly today, CancellationToken cancellation)
    {
        // Index denial_queue_owner.
        await using var command = database.CreateCommand(
            """
            select d.practice_id, d.denial_id, d.due_on, d.clock_action, p.name, d.deadline_assumed from denial d join payer p on p.payer_id = d.payer_id
            where d.is_open and d.state <> 'waiting' and d.assigned_to = $1 and d.due_on >= $2 and ($3::int[] is null or d.practice_id = any($3))
            order by d.due_on, d.denial_id limit 20000
            """);
        command.Parameters.AddWithValue(actor.UserId!.Value);
        command.Parameters.AddWithValue(today.AddDays(-DaysBack));
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        var found = new List<Row>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetInt64(1), rows.GetFieldValue<DateOnly>(2), WindowWords.Of(CodeNames.Read<WindowAction>(rows.GetString(3))), rows.GetString(4), rows.GetBoolean(5)));
        }

        return found;
    }
}
