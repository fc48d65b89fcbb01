using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.FollowUps;

/// <summary>What a call said of one denial.</summary>
public sealed record CallOf(int PracticeId, long DenialId, CallNote Call);

/// <summary>What became of one denial of a call: when to look again, or why nothing was written.</summary>
public sealed record CalledDenial(int PracticeId, long DenialId, DateOnly? NextOn, Refusal? Refusal);

/// <summary>
/// Writes down a call to a payer, about one denial or many. Each settles its open follow-up and makes the next one; a day the payer named becomes its promise.
/// A denial that is refused keeps none of the others from being written.
/// </summary>
public sealed class LogCalls(DeskSource database, TimeProvider clock)
{
    private const int Most = 200;

    /// <summary>The call.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        /// <summary>Each denial once.</summary>
        public required IReadOnlyList<CallOf> Calls { get; init; }
    }

    /// <summary>A refusal of the whole, or what became of each.</summary>
    public sealed record Result(Refusal? Refusal, IReadOnlyList<CalledDenial> Denials);

    /// <summary>Writes it down, once.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Calls.Count is 0 or > Most) { return new(new("call_count", $"Write down a call about 1 to {Most} denials."), []); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "followup.calls", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new(new("command_reused", "This command was sent before with other content. Load the page again."), []); }

        if (standing == CommandStanding.Repeated) { return new(null, [.. input.Calls.Select(c => new CalledDenial(c.PracticeId, c.DenialId, null, null))]); }

        var batch = input.Calls.Count > 1 ? input.CommandId : (Guid?)null;
        var told = new List<CalledDenial>();
        foreach (var call in input.Calls.DistinctBy(c => (c.PracticeId, c.DenialId)).OrderBy(c => c.PracticeId).ThenBy(c => c.DenialId))
        {
            told.Add(await OneAsync(connection, transaction, call, batch, input.CommandId, actor, now, cancellation));
        }

        await transaction.CommitAsync(cancellation);
        return new(null, told);
    }

    private static async Task<CalledDenial> OneAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CallOf one, Guid? batch, Guid command, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        CalledDenial No(Refusal why) => new(one.PracticeId, one.DenialId, null, why);
        if (await DenialRecord.HoldAsync(connection, transaction, one.PracticeId, one.DenialId, actor, now, cancellation) is not { } denial) { return No(new("not_found", "There is no such denial.")); }

        if (!DenialSteps.IsOpen(denial.Facts.State)) { return No(new("closed", "This denial is closed: nothing is awaited. Reopen it first.")); }

        if (one.Call.Check(denial.Today) is { } wrong) { return No(wrong); }

        var open = await FollowUpRows.OpenAsync(connection, transaction, one.PracticeId, one.DenialId, cancellation);
        var sent = await SentAsync(connection, transaction, denial, open, cancellation);
        var next = FollowUpPlan.AfterCall(one.Call, sent, open?.Look, denial.Today, sent?.Closed ?? new HashSet<DateOnly>());
        await SaveAsync(connection, transaction, one, batch, open?.FollowUpId, next, actor, now, cancellation);
        if (one.Call.AnswerBy is { } by) { await PromiseAsync(connection, transaction, one, by, actor, now, cancellation); }

        await FollowUpRows.EndAsync(connection, transaction, one.PracticeId, one.DenialId, one.Call.Result.Text(), actor, now, cancellation);
        await FollowUpRows.AddAsync(connection, transaction, one.PracticeId, one.DenialId, next, sent, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.called", "denial", one.DenialId.ToString(CultureInfo.InvariantCulture), one.PracticeId, null, new { Result = one.Call.Result.Text(), one.Call.AnswerBy, Next = next.DueOn, Many = batch is not null }, command));
        await DeskChange.TellAsync(connection, transaction, one.PracticeId, one.DenialId, cancellation);
        return new(one.PracticeId, one.DenialId, next.DueOn, null);
    }

    /// <summary>What the payer has of this denial: what the open follow-up asks about, else what its waiting began with.</summary>
    private static async Task<SentFacts?> SentAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, OpenLook? open, CancellationToken cancellation)
    {
        if (open is { SentOn: { } on, Sent: { } kind }) { return await FollowUpRows.BehindAsync(connection, transaction, denial.PracticeId, denial.PayerId, kind, on, cancellation); }

        if (denial.Facts.State != DenialState.Waiting) { return null; }

        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select d.waiting_since, (select s.step from denial_step s where s.practice_id = d.practice_id and s.denial_id = d.denial_id and s.step in ('corrected_resubmitted', 'appealed') order by s.step_id desc limit 1)
            from denial d where d.practice_id = $1 and d.denial_id = $2
            """, connection, transaction)
        {
            Parameters = { new() { Value = denial.PracticeId }, new() { Value = denial.DenialId } },
        };
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation) || r.IsDBNull(0)) { return null; }

            (on, kind) = (r.GetFieldValue<DateOnly>(0), r.IsDBNull(1) ? SentKind.Appeal : FollowUpRows.SentBy(r.GetString(1)) ?? SentKind.Appeal);
        }

        return await FollowUpRows.BehindAsync(connection, transaction, denial.PracticeId, denial.PayerId, kind, on, cancellation);
    }

    private static async Task SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CallOf one, Guid? batch, long? followUp, NextLook next, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into call_log (practice_id, denial_id, follow_up_id, batch_id, called_on, at, author_id, author_name, phone, spoke_to, reference, result, said, answer_by, next_on)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(one.PracticeId, NpgsqlDbType.Integer);
        Add(one.DenialId, NpgsqlDbType.Bigint);
        Add(followUp, NpgsqlDbType.Bigint);
        Add(batch, NpgsqlDbType.Uuid);
        Add(one.Call.CalledOn, NpgsqlDbType.Date);
        Add(now, NpgsqlDbType.TimestampTz);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        foreach (var text in new[] { actor.Name, one.Call.Phone.Trim(), one.Call.SpokeTo.Trim(), one.Call.Reference.Trim(), one.Call.Result.Text(), one.Call.Said.Trim() }) { Add(text, NpgsqlDbType.Text); }

        Add(one.Call.AnswerBy, NpgsqlDbType.Date);
        Add(next.DueOn, NpgsqlDbType.Date);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The day the payer named is its promise, and so a clock of the denial.</summary>
    private static async Task PromiseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CallOf one, DateOnly by, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into payer_promise (practice_id, denial_id, at, author_id, author_name, told_on, answer_by, how, reference) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = one.PracticeId }, new() { Value = one.DenialId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name }, new() { Value = one.Call.CalledOn }, new() { Value = by }, new() { Value = PromiseChannel.Call.Text() }, new() { Value = one.Call.Reference.Trim() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
