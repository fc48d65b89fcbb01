using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.FollowUps;

/// <summary>
/// The night's work on follow-ups: those of denials that closed are ended, a denial that waits without one gets one, and leads are told of payers that let two answers
/// pass. Doing it twice is doing it once.
/// </summary>
public sealed class ChaseFollowUps(DeskSource database, TimeProvider clock)
{
    private const int Most = 5_000;

    /// <summary>Which practice, and its day.</summary>
    public sealed record Input
    {
        public required PracticeDay Practice { get; init; }
    }

    private sealed record Silent(long FollowUpId, long DenialId, DateOnly DueOn);

    /// <summary>Returns how many follow-ups were ended, made or told of.</summary>
    public async Task<int> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var ended = await EndClosedAsync(connection, input.Practice, now, cancellation);
        var made = await MakeMissingAsync(connection, input.Practice, actor, now, cancellation);
        return ended + made + await TellAsync(connection, input.Practice, actor, now, cancellation);
    }

    private static async Task<int> EndClosedAsync(NpgsqlConnection connection, PracticeDay practice, DateTimeOffset now, CancellationToken cancellation)
    {
        // follow_up_open; the denial by key.
        await using var command = new NpgsqlCommand(
            """
            update follow_up f set done_at = $2, done_by_name = 'DenialDesk', outcome = 'closed' from denial d
            where f.practice_id = $1 and f.done_at is null and d.practice_id = f.practice_id and d.denial_id = f.denial_id and not d.is_open
            """, connection)
        {
            Parameters = { new() { Value = practice.PracticeId }, new() { Value = now } },
        };
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Denials whose waiting began elsewhere: before there were follow-ups, or by an undo.</summary>
    private static async Task<int> MakeMissingAsync(NpgsqlConnection connection, PracticeDay practice, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var waiting = await MissingAsync(connection, practice.PracticeId, cancellation);
        if (waiting.Count == 0) { return 0; }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var known = new Dictionary<(int, SentKind, DateOnly), SentFacts>();
        foreach (var (denial, payer, kind, on) in waiting)
        {
            if (!known.TryGetValue((payer, kind, on), out var sent))
            {
                known[(payer, kind, on)] = sent = await FollowUpRows.BehindAsync(connection, transaction, practice.PracticeId, payer, kind, on, cancellation);
            }

            await FollowUpRows.AddAsync(connection, transaction, practice.PracticeId, denial, FollowUpPlan.Resume(sent, practice.Today), sent, actor, now, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return waiting.Count;
    }

    private static async Task<List<(long Denial, int Payer, SentKind Kind, DateOnly On)>> MissingAsync(NpgsqlConnection connection, int practiceId, CancellationToken cancellation)
    {
        // denial_waits; steps and follow-ups by key. What does not fit into one night comes in the next.
        await using var command = new NpgsqlCommand(
            """
            select d.denial_id, d.payer_id, d.waiting_since,
                   (select s.step from denial_step s where s.practice_id = d.practice_id and s.denial_id = d.denial_id and s.step in ('corrected_resubmitted', 'appealed') order by s.step_id desc limit 1)
            from denial d where d.practice_id = $1 and d.state = 'waiting' and d.waiting_since is not null
              and not exists (select 1 from follow_up f where f.practice_id = d.practice_id and f.denial_id = d.denial_id and (f.done_at is null or f.outcome = 'taken_off')) limit $2
            """, connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = Most } },
        };
        var found = new List<(long, int, SentKind, DateOnly)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add((r.GetInt64(0), r.GetInt32(1), r.IsDBNull(3) ? SentKind.Appeal : FollowUpRows.SentBy(r.GetString(3)) ?? SentKind.Appeal, r.GetFieldValue<DateOnly>(2)));
        }

        return found;
    }

    private static async Task<int> TellAsync(NpgsqlConnection connection, PracticeDay practice, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var silent = await SilentAsync(connection, practice, cancellation);
        if (silent.Count == 0) { return 0; }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var command = new NpgsqlCommand("update follow_up set told_lead_at = $3 where practice_id = $1 and follow_up_id = any($2)", connection, transaction))
        {
            command.Parameters.AddWithValue(practice.PracticeId);
            command.Parameters.Add(new() { Value = silent.Select(s => s.FollowUpId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            command.Parameters.AddWithValue(now);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await NoticeWriting.TellAsync(connection, transaction, practice.PracticeId, [.. silent.Select(s => new ToldMark(s.DenialId, s.DueOn, FlagCascade.Silent))], now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            [.. silent.Select(s => new JournalEntry("denial.payer_silent", "denial", s.DenialId.ToString(CultureInfo.InvariantCulture), practice.PracticeId, New: new { s.DueOn }))]);
        await DeskChange.TellAnythingAsync(connection, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return silent.Count;
    }

    private static async Task<List<Silent>> SilentAsync(NpgsqlConnection connection, PracticeDay practice, CancellationToken cancellation)
    {
        // follow_up_due: open ones by today; the rule decides.
        await using var command = new NpgsqlCommand(
            """
            select f.follow_up_id, f.denial_id, f.due_on, f.kind, f.misses from follow_up f join denial d on d.practice_id = f.practice_id and d.denial_id = f.denial_id and d.is_open
            where f.practice_id = $1 and f.done_at is null and f.told_lead_at is null and (f.due_on <= $2 or f.misses > 0) order by f.due_on limit $3
            """, connection)
        {
            Parameters = { new() { Value = practice.PracticeId }, new() { Value = practice.Today }, new() { Value = Most } },
        };
        var found = new List<Silent>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var due = r.GetFieldValue<DateOnly>(2);
            if (FollowUpPlan.ForTheLead(CodeNames.TryRead<FollowUpKind>(r.GetString(3)) ?? FollowUpKind.Own, due, r.GetInt32(4), practice.Today)) { found.Add(new(r.GetInt64(0), r.GetInt64(1), due)); }
        }

        return found;
    }
}
