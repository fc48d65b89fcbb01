using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.Settings;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>
/// Works on the oldest run that is not finished, a row a transaction, as the person who began it and with that person's present rights. A row's step and its result
/// are one commit, so a stop at any moment loses and repeats nothing; two processes never work on one run at a time.
/// </summary>
public sealed partial class WorkBulk(DeskSource database, FindActor find, TimeProvider clock, ILogger<WorkBulk> log)
{
    private const int Slice = 200;

    private sealed record Work(long RunId, Guid Command, WorkOrder Order, Guid By, bool Undoing, Guid? UndoCommand);

    private sealed record Row(int No, int PracticeId, long DenialId, int Version);

    /// <summary>Works on up to 200 rows; false when there is nothing to do.</summary>
    public async Task<bool> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        if (await NextAsync(cancellation) is not { } run) { return false; }

        var person = await find.Run(run.By, null, cancellation);
        var to = run.Order.Person is { } given ? await find.Run(given, null, cancellation) : null;
        var sample = run is { Order.Act: WorkAct.WriteOff, Undoing: false } ? await SampleAsync(run, cancellation) : new HashSet<long>();
        for (var n = 0; n < Slice && person?.May(run.Order.Needs) == true; n++)
        {
            if (!await OneAsync(run, person, to, sample, cancellation))
            {
                await FinishAsync(run, cancellation);
                return true;
            }
        }

        if (person?.May(run.Order.Needs) != true) { await FinishAsync(run, cancellation); }

        return true;
    }

    private async Task<Work?> NextAsync(CancellationToken cancellation)
    {
        // bulk_run_working.
        await using var command = database.CreateCommand(
            "select run_id, command_id, work_order::text, made_by, state = 'undoing', undo_command, undone_by from bulk_run where state in ('running', 'undoing') order by run_id limit 1");
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(r.GetInt64(0), r.GetGuid(1), JsonSerializer.Deserialize<WorkOrder>(r.GetString(2), SettingDocument.Json)!, r.IsDBNull(6) ? r.GetGuid(3) : r.GetGuid(6), r.GetBoolean(4),
                r.IsDBNull(5) ? null : r.GetGuid(5))
            : null;
    }

    /// <summary>The next row of the run as the person; false when none is left. Another process at the same run is waited for.</summary>
    private async Task<bool> OneAsync(Work run, Actor person, Actor? to, IReadOnlySet<long> sample, CancellationToken cancellation)
    {
        person.Must(run.Order.Needs);      // raises the wall of the person's practices for this row
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await TakeRowAsync(connection, transaction, run, cancellation) is not { } row) { return false; }

        try
        {
            var (result, told) = await DoAsync(connection, transaction, run, row, person, to, sample.Contains(row.DenialId), now, cancellation);
            await KeepAsync(connection, transaction, run, row, Word(run, result.Done), result.Refusal?.Sentence ?? told, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // One row that cannot be done must not hold up the others, nor the runs behind this one.
            LogFailed(log, problem, run.RunId, row.No);
            await transaction.RollbackAsync(cancellation);
            await using var anew = await connection.BeginTransactionAsync(cancellation);
            await KeepAsync(connection, anew, run, row, Word(run, done: false), "It failed for a reason of the desk's own. Do this one singly; if that fails too, tell an admin.", cancellation);
            await anew.CommitAsync(cancellation);
        }

        return true;
    }

    private static string Word(Work run, bool done) => (run.Undoing, done) switch { (true, true) => "undone", (true, false) => "left", (false, true) => "done", _ => "refused" };

    private static async Task<(StepResult Result, string? Told)> DoAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Work run, Row row, Actor person, Actor? to, bool sampled, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await DenialRecord.HoldAsync(connection, transaction, row.PracticeId, row.DenialId, person, now, cancellation) is not { } denial)
        {
            return (StepResult.No("not_found", "It is not there for this person any more."), null);
        }

        if (run.Undoing) { return (await UndoAsync(connection, transaction, run, denial, person, now, cancellation), null); }

        return run.Order.Act == WorkAct.WriteOff
            ? await WriteOffAsync(connection, transaction, run, row, sampled, person, now, cancellation)
            : (await ActAsync(connection, transaction, run, row, denial, to, person, now, cancellation), null);
    }

    /// <summary>What a run did with one row is taken back: its step, its note, or what it asked for and nobody has decided yet.</summary>
    private static async Task<StepResult> UndoAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Work run, DenialRecord denial, Actor person, DateTimeOffset now, CancellationToken cancellation)
    {
        var command = run.UndoCommand ?? run.Command;
        if (run.Order.Act == WorkAct.Note) { return await NoteTaking.WithdrawAsync(connection, transaction, denial, run.Command, command, person, now, cancellation); }

        return run.Order.Act == WorkAct.WriteOff && await WriteOffRows.WithdrawBulkAsync(connection, transaction, denial, run.Command, command, person, now, cancellation)
            ? new(true, null, denial.Version)
            : await StepUndoing.UndoAsync(connection, transaction, denial, run.Command, command, person, now, cancellation);
    }

    /// <summary>Written off, or asked for above the person's limit, by the same steps as singly.</summary>
    private static async Task<(StepResult Result, string? Told)> WriteOffAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Work run, Row row, bool sampled, Actor person, DateTimeOffset now, CancellationToken cancellation)
    {
        var asked = new AskedDenial(row.PracticeId, row.DenialId, row.Version, run.Command, run.Command, sampled);
        var answer = await WriteOffAsking.AskAsync(connection, transaction, asked, run.Order.Wish, person, now, cancellation);
        return (new(answer.Done, answer.Refusal, answer.Version), answer.Waiting ? "Above the limit: asked for, and somebody else decides." : null);
    }

    /// <summary>The rows of the run that a second person looks at afterwards.</summary>
    private async Task<IReadOnlySet<long>> SampleAsync(Work run, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select denial_id from bulk_row where run_id = $1");
        command.Parameters.Add(new() { Value = run.RunId });
        var all = new List<long>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { all.Add(r.GetInt64(0)); }

        return WriteOffProposals.Sample(all);
    }

    private static async Task<StepResult> ActAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Work run, Row row, DenialRecord denial, Actor? to, Actor person, DateTimeOffset now, CancellationToken cancellation)
    {
        var closed = await ClosedDays.OfAsync(connection, denial.PracticeId, cancellation);
        if (BulkJudging.Refuse(run.Order, denial, row.Version, to, closed, person) is { } refusal) { return new(false, refusal, denial.Version); }

        return run.Order switch
        {
            { Step: not null } => await StepTaking.TakeAsync(connection, transaction, denial, BulkJudging.Step(run.Order, denial, run.Command), person, now, cancellation),
            { Move: not null } => await MoveTaking.TakeAsync(connection, transaction, denial, BulkJudging.Move(run.Order, denial, run.Command), to, person, now, cancellation),
            _ => await NoteTaking.TakeAsync(connection, transaction, denial, run.Order.Words!, run.Command, person, now, cancellation),
        };
    }

    private static async Task<Row?> TakeRowAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Work run, CancellationToken cancellation)
    {
        await using (var hold = new NpgsqlCommand(
            "select 1 from bulk_run where run_id = $1 and state = $2 for update", connection, transaction)
        { Parameters = { new() { Value = run.RunId }, new() { Value = run.Undoing ? "undoing" : "running" } } })
        {
            if (await hold.ExecuteScalarAsync(cancellation) is null) { return null; }
        }

        // bulk_row_to_do.
        await using var next = new NpgsqlCommand(
            "select row_no, practice_id, denial_id, version from bulk_row where run_id = $1 and result in ('waiting', 'done') and result = $2 order by row_no limit 1", connection, transaction)
        {
            Parameters = { new() { Value = run.RunId }, new() { Value = run.Undoing ? "done" : "waiting" } },
        };
        await using var r = await next.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? new(r.GetInt32(0), r.GetInt32(1), r.GetInt64(2), r.GetInt32(3)) : null;
    }

    private static async Task KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Work run, Row row, string result, string? sentence, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update bulk_row set result = $3, sentence = $4 where run_id = $1 and row_no = $2", connection, transaction)
        {
            Parameters =
            {
                new() { Value = run.RunId }, new() { Value = row.No }, new() { Value = result }, new() { Value = (object?)sentence ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Closes a run of which no row is left for its person; rows that are not theirs any more are refused by name.</summary>
    private async Task FinishAsync(Work run, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("select 1 from bulk_run where run_id = $1 for update") { Parameters = { new() { Value = run.RunId } } },
                new(run.Undoing
                    ? "update bulk_row set result = 'left', sentence = 'Whoever undoes the run may not work on it any more.' where run_id = $1 and result = 'done'"
                    : "update bulk_row set result = 'refused', sentence = 'Whoever began the run may not work on it any more.' where run_id = $1 and result = 'waiting'")
                { Parameters = { new() { Value = run.RunId } } },
                new(run.Undoing
                    ? "update bulk_run set state = 'undone', undo_finished_at = $2 where run_id = $1 and state = 'undoing'"
                    : "update bulk_run set state = 'done', finished_at = $2 where run_id = $1 and state = 'running'")
                { Parameters = { new() { Value = run.RunId }, new() { Value = clock.GetUtcNow() } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
        await DeskChange.TellAnythingAsync(connection, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Row {Row} of bulk run {Run} failed and is refused")]
    private static partial void LogFailed(ILogger log, Exception problem, long run, int row);
}
