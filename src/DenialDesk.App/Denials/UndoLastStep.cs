using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Denials;

/// <summary>Takes the last step on a denial back: the denial is as it was before, and both the step and its undoing stay in the history.</summary>
public sealed class UndoLastStep(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial, as the person saw it.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required int Version { get; init; }
    }

    /// <summary>Undoes it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.undo", input, now, cancellation);
        var denial = await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation);
        if (denial is null) { return StepResult.No("not_found", "There is no such denial."); }

        if (standing == CommandStanding.Conflicting) { return StepResult.No("command_reused", "This command was sent before with other content. Load the page again.", denial.Version); }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        if (denial.Version != input.Version) { return StepResult.No("overtaken", "Somebody changed this denial while you had it open. Look at what changed before undoing anything."); }

        var undone = await StepUndoing.UndoAsync(connection, transaction, denial, null, input.CommandId, actor, now, cancellation);
        if (undone.Done) { await transaction.CommitAsync(cancellation); }

        return undone;
    }
}
