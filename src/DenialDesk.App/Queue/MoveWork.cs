using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Queue;

/// <summary>Moves the work on one denial: snooze, wake, escalate to a lead and back, hand over, skip. The last move can be undone like any step.</summary>
public sealed class MoveWork(DeskSource database, FindActor find, TimeProvider clock)
{
    /// <summary>The move.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The version the person saw.</summary>
        public required int Version { get; init; }

        /// <summary>The token of the page's lease; null when it holds none.</summary>
        public long? Lease { get; init; }

        public required WorkMoveKind Kind { get; init; }

        /// <summary>Days the office is open, for a snooze.</summary>
        public int Workdays { get; init; }

        /// <summary>After a snooze it is anybody's; otherwise its owner's, or the person's who snoozed it.</summary>
        public bool ToPool { get; init; }

        public string? Words { get; init; }

        public SkipReason? Skip { get; init; }

        /// <summary>To whom it is handed over, or which lead is asked; null asks whichever lead is free.</summary>
        public Guid? Person { get; init; }
    }

    /// <summary>Moves it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        var to = input.Person is { } person ? await find.Run(person, null, cancellation) : null;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.move", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return StepResult.No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial)
        {
            return StepResult.No("not_found", "There is no such denial.");
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var moved = await MoveTaking.TakeAsync(connection, transaction, denial, input, to, actor, now, cancellation);
        if (moved.Done) { await transaction.CommitAsync(cancellation); }

        return moved;
    }
}
