using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>
/// Gives the best denial that nobody owns to whoever asks; never the same one to two people. First of what was routed to the person, then of what was routed to
/// nobody, and only then of what was routed to somebody else who has not started on it.
/// </summary>
public sealed class TakeNext(DeskSource database, TimeProvider clock)
{
    private const int Looks = 12;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>What may be given out: open, nobody's, awake, not passed over today by this person; what waits for a lead goes to leads. $1 person, $2 practices, $3 practice, $4 day, $5 lead.</summary>
    private static readonly string Free =
        $"""
        d.is_open and d.state in ('new', 'in_work') and d.assigned_to is null
        and ($2::int[] is null or d.practice_id = any($2)) and ($3::int is null or d.practice_id = $3)
        and not {QueueFilter.Sleeping("$4")} and (d.escalated_by is null or $5) and not {SkippedToday("$1", "$4")}
        """;

    /// <summary>Who asks twice with one id gets one denial.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        /// <summary>Only of this practice; null means of all the person sees.</summary>
        public int? Practice { get; init; }
    }

    /// <summary>What was taken.</summary>
    public sealed record Taken(int PracticeId, long DenialId);

    /// <summary>Takes it; null when everything open has an owner, or when the command id was used for something else.</summary>
    public async Task<Taken?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);      // before a connection is held: whoever holds one never waits for a second
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "queue.take_next", new { input.Practice }, now, cancellation);
        if (standing != CommandStanding.New)
        {
            // An id used for something else takes nothing: its result is not a denial that was taken.
            return standing == CommandStanding.Conflicting || result is null ? null : System.Text.Json.JsonSerializer.Deserialize<Taken>(result, System.Text.Json.JsonSerializerOptions.Web);
        }

        var taken = await SearchAsync(connection, transaction, input, actor, now, today, cancellation);

        if (taken is not null)
        {
            await CommandLedger.KeepAsync(connection, transaction, input.CommandId, taken, cancellation);
            await Journal.AppendAsync(
                connection, transaction, actor, now, cancellation,
                new JournalEntry("denial.taken", "denial", $"{taken.DenialId}", taken.PracticeId, null, new { AssignedTo = actor.UserId }, input.CommandId));
            await DeskChange.TellAsync(connection, transaction, taken.PracticeId, taken.DenialId, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return taken;
    }

    /// <summary>
    /// Looks through the lanes; while there is free work and all of it is held this moment (by a ranking, or by other takers), waits a little and looks again,
    /// so that "nothing left" is never said of rows that are merely busy.
    /// </summary>
    private static async Task<Taken?> SearchAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, DateOnly today, CancellationToken cancellation)
    {
        var lanes = await LanesAsync(connection, transaction, cancellation);
        for (var look = 0; look < Looks; look++)
        {
            foreach (var lane in lanes)
            {
                if (await ClaimAsync(connection, transaction, input, actor, now, today, lane, cancellation) is { } taken) { return taken; }
            }

            if (!await FreeAsync(connection, transaction, input, actor, today, cancellation)) { return null; }

            await Task.Delay(BetweenLooks, cancellation);
        }

        return null;
    }

    private static async Task<bool> FreeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select exists (select 1 from denial d where {Free})", connection, transaction);
        AddFree(command, input, actor, today);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>What the person passed over on a day.</summary>
    internal static string SkippedToday(string person, string today)
        => $"exists (select 1 from denial_skip s where s.user_id = {person} and s.day = {today} and s.practice_id = d.practice_id and s.denial_id = d.denial_id)";

    /// <summary>Whose work is looked through, in this order; where nothing was routed there is one lane.</summary>
    private static async Task<IReadOnlyList<string>> LanesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select exists (select 1 from denial_route)", connection, transaction);
        const string routed = "exists (select 1 from denial_route t where t.practice_id = d.practice_id and t.denial_id = d.denial_id";
        return (bool)(await command.ExecuteScalarAsync(cancellation))! ? [$"{routed} and t.person = $1)", $"not {routed})", "true"] : ["true"];
    }

    /// <summary>
    /// Choosing and owning are one statement: rows that another taker holds are stepped over, so two people never wait for or get the same one.
    /// Served by denial_queue from its top; the person's own lane by denial_route_person.
    /// </summary>
    private static async Task<Taken?> ClaimAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, DateOnly today, string lane, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with best as (
                select d.practice_id, d.denial_id, d as row from denial d
                where {Free} and {lane}
                order by d.rank_key desc, d.due_on, d.denial_id limit 1
                for update of d skip locked),
            mine as (
                update denial d set assigned_to = $1, assigned_at = $6, state = 'in_work', fence = d.fence + 1, version = d.version + 1, snoozed_until = null, snooze_reason = null
                from best where d.practice_id = best.practice_id and d.denial_id = best.denial_id and d.assigned_to is null
                returning d.practice_id, d.denial_id, d as row)
            insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after, command_id)
            select mine.practice_id, mine.denial_id, $6, $1, $7, 'taken', (best.row).state, 'in_work', denial_work(best.row), denial_work(mine.row), $8
            from mine join best using (practice_id, denial_id)
            returning practice_id, denial_id
            """,
            connection,
            transaction);
        AddFree(command, input, actor, today);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = actor.Name });
        command.Parameters.Add(new() { Value = input.CommandId });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(rows.GetInt32(0), rows.GetInt64(1)) : null;
    }

    private static void AddFree(NpgsqlCommand command, Input input, Actor actor, DateOnly today)
    {
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(today, NpgsqlDbType.Date);
        Add(actor.May(Permission.AssignOthers), NpgsqlDbType.Boolean);
    }
}
