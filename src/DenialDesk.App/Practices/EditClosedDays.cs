using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Practices;

/// <summary>
/// Closes an office on days of its own, or opens it again. Payers' deadlines stay what they are; the day to start by moves earlier, follow-ups move to the next open day.
/// The queue is ranked again in the same transaction, and what would sleep past its day to start by comes back on that day.
/// </summary>
public sealed class EditClosedDays(DeskSource database, TimeProvider clock)
{
    /// <summary>Which days.</summary>
    public sealed record Input
    {
        /// <summary>Which practice.</summary>
        public required int PracticeId { get; init; }

        /// <summary>First day, inclusive.</summary>
        public required DateOnly From { get; init; }

        /// <summary>Last day, inclusive.</summary>
        public required DateOnly To { get; init; }

        /// <summary>What it is called; at most 80 letters.</summary>
        public string Name { get; init; } = "";

        /// <summary>True: the office works on these days after all.</summary>
        public bool Open { get; init; }
    }

    /// <summary>How many days were closed or opened, or why not. Weekends and federal holidays are closed anyway and are left out.</summary>
    public async Task<(int Days, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePractices);
        if (!actor.Sees(input.PracticeId)) { return (0, new("practice_unknown", "There is no such practice. Choose one from the list.")); }

        if (input.To < input.From || input.To.DayNumber - input.From.DayNumber > 60) { return (0, new("closed_days", "Give a first and a last day, at most two months apart, the first one first.")); }

        if (input.Name.Trim().Length > 80) { return (0, new("closed_name", "The name of the day has room for 80 letters.")); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var changed = await SaveAsync(connection, transaction, input, cancellation);
        if (changed == 0)
        {
            return (0, new("closed_nothing", input.Open ? "The office was not closed on these days." : "These are weekends, federal holidays, or days on which the office is closed already."));
        }

        await RankAsync(connection, transaction, input.PracticeId, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, clock.GetUtcNow(), cancellation,
            new JournalEntry(input.Open ? "practice.days_opened" : "practice.days_closed", "practice", input.PracticeId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { input.From, input.To, input.Name, Days = changed }));
        await transaction.CommitAsync(cancellation);
        return (changed, null);
    }

    private async Task RankAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, CancellationToken cancellation)
    {
        string zone;
        await using (var command = new NpgsqlCommand("select time_zone from practice where practice_id = $1", connection, transaction) { Parameters = { new() { Value = practiceId } } })
        {
            zone = (string)(await command.ExecuteScalarAsync(cancellation))!;
        }

        var today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone));
        await WakeAsync(connection, transaction, practiceId, today, await ClosedDays.OfAsync(connection, practiceId, cancellation), cancellation);
        await Scoring.RescoreAsync(connection, transaction, practiceId, today, cancellation);
    }

    /// <summary>Nothing sleeps beyond the last day on which somebody is there to send it.</summary>
    private static async Task WakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, IReadOnlySet<DateOnly> closed, CancellationToken cancellation)
    {
        var late = new List<(long Denial, DateOnly Back)>();
        await using (var command = new NpgsqlCommand(
            "select denial_id, last_safe_day, snoozed_until from denial where practice_id = $1 and is_open and snoozed_until > $2", connection, transaction)
        { Parameters = { new() { Value = practiceId }, new() { Value = today } } })
        {
            await using var r = await command.ExecuteReaderAsync(cancellation);
            while (await r.ReadAsync(cancellation))
            {
                var start = OfficeDays.StartBy(r.GetFieldValue<DateOnly>(1), closed);
                if (start < r.GetFieldValue<DateOnly>(2)) { late.Add((r.GetInt64(0), start)); }
            }
        }

        if (late.Count == 0) { return; }

        await using var update = new NpgsqlCommand(
            "update denial d set snoozed_until = x.back, version = d.version + 1 from unnest($2::bigint[], $3::date[]) x (denial_id, back) where d.practice_id = $1 and d.denial_id = x.denial_id", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = late.Select(l => l.Denial).ToArray() }, new() { Value = late.Select(l => l.Back).ToArray() } },
        };
        await update.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<int> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        DateOnly[] days = [.. Enumerable.Range(0, input.To.DayNumber - input.From.DayNumber + 1).Select(input.From.AddDays).Where(d => input.Open || BusinessDays.Is(d))];
        await using var command = new NpgsqlCommand(
            input.Open
                ? "delete from practice_closed_day where practice_id = $1 and day = any($2)"
                : "insert into practice_closed_day (practice_id, day, name) select $1, d, $3 from unnest($2::date[]) d on conflict do nothing", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = days } },
        };
        if (!input.Open) { command.Parameters.Add(new() { Value = input.Name.Trim() }); }

        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
