using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Deadlines;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Jobs;

/// <summary>
/// Marks a practice's open denials that fall due in 14, 7, 3 or 1 days, today, or are overdue. The key (denial, deadline, mark) makes
/// each mark happen once, however often and however late this runs; with it go the notices of the cascade.
/// </summary>
public sealed class FlagDeadlines(DeskSource database, TimeProvider clock)
{
    /// <summary>Adds the marks that are missing on the practice's day and returns how many.</summary>
    public async Task<int> Run(PracticeDay practice, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var missing = await MissingAsync(connection, practice, cancellation);
        return missing.Count == 0 ? 0 : await SaveAsync(connection, practice, missing, cancellation);
    }

    // Index denial_queue, which holds the last days: only open denials up to 14 days ahead are read.
    private static async Task<List<Mark>> MissingAsync(NpgsqlConnection connection, PracticeDay practice, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select d.denial_id, d.due_on,
                   coalesce((select array_agg(f.flag) from deadline_flag f
                             where f.practice_id = d.practice_id and f.denial_id = d.denial_id and f.due_on = d.due_on), '{}')
            from denial d
            where d.is_open and d.practice_id = $1 and d.due_on <= $2
            order by d.due_on
            """, connection)
        {
            Parameters = { new() { Value = practice.PracticeId }, new() { Value = practice.Today.AddDays(DeadlineFlag.Steps[0]) } },
        };
        var missing = new List<Mark>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var dueOn = rows.GetFieldValue<DateOnly>(1);
            if (DeadlineFlag.On(dueOn, practice.Today) is { } flag && !rows.GetFieldValue<string[]>(2).Contains(flag))
            {
                missing.Add(new(rows.GetInt64(0), dueOn, flag));
            }
        }

        return missing;
    }

    /// <summary>Marks, notices and journal together or not at all.</summary>
    private async Task<int> SaveAsync(NpgsqlConnection connection, PracticeDay practice, List<Mark> missing, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            insert into deadline_flag (practice_id, denial_id, due_on, flag, flagged_on)
            select $1, x.denial_id, x.due_on, x.flag, $2 from unnest($3::bigint[], $4::date[], $5::text[]) as x (denial_id, due_on, flag)
            on conflict do nothing returning denial_id, due_on, flag
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practice.PracticeId },
                new() { Value = practice.Today },
                new() { Value = missing.Select(m => m.DenialId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = missing.Select(m => m.DueOn).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
                new() { Value = missing.Select(m => m.Flag).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        var made = new List<ToldMark>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { made.Add(new(rows.GetInt64(0), rows.GetFieldValue<DateOnly>(1), rows.GetString(2))); }
        }

        var told = await NoticeWriting.TellAsync(connection, transaction, practice.PracticeId, made, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, Actor.Desk, now, cancellation,
            [.. made.Select(m => new JournalEntry("denial.flagged", "denial", m.DenialId.ToString(CultureInfo.InvariantCulture), practice.PracticeId, New: new { m.Flag, m.DueOn }))]);
        if (told > 0) { await DeskChange.TellAnythingAsync(connection, transaction, cancellation); }

        await transaction.CommitAsync(cancellation);
        return made.Count;
    }

    private readonly record struct Mark(long DenialId, DateOnly DueOn, string Flag);
}
