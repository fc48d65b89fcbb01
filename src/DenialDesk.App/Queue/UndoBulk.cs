using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>Takes a whole run back, row by row: every denial whose last step is the run's goes back to how it was; what was done to others since stays, and is named.</summary>
public sealed class UndoBulk(DeskSource database, BulkSignal signal, TimeProvider clock)
{
    /// <summary>Which run.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required long RunId { get; init; }
    }

    /// <summary>Begins the undoing, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "bulk.undo", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return StepResult.No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return new(true); }

        await using var find = new NpgsqlCommand("select state, made_by, act from bulk_run where run_id = $1 for update", connection, transaction) { Parameters = { new() { Value = input.RunId } } };
        (string State, Guid By, string Act) run;
        await using (var r = await find.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation)) { return StepResult.No("not_found", "There is no such run."); }

            run = (r.GetString(0), r.GetGuid(1), r.GetString(2));
        }

        if (run.By != actor.UserId && !actor.May(Permission.UndoOthers)) { return StepResult.No("not_yours", "This run is somebody else's. They, or a lead, can undo it."); }

        if (run.State != "done") { return StepResult.No("not_done", run.State == "running" ? "The run is not finished yet." : "The run is undone already."); }

        await using var begin = new NpgsqlCommand("update bulk_run set state = 'undoing', undo_command = $2, undone_by = $3, undone_name = $4 where run_id = $1", connection, transaction)
        {
            Parameters = { new() { Value = input.RunId }, new() { Value = input.CommandId }, new() { Value = actor.UserId ?? Guid.Empty }, new() { Value = actor.Name } },
        };
        await begin.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation, new JournalEntry("bulk.undone", "bulk", input.RunId.ToString(CultureInfo.InvariantCulture), null, null, null, input.CommandId));
        await transaction.CommitAsync(cancellation);
        signal.Ring();
        return new(true);
    }
}
