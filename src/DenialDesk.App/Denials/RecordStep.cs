using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.Denials;

/// <summary>What came of a command on a denial: done, refused with a sentence, or overtaken by somebody else's change.</summary>
public sealed record StepResult(bool Done, Refusal? Refusal = null, int Version = 0)
{
    /// <summary>It was changed by somebody else since the page was read.</summary>
    public bool Overtaken => Refusal?.Code == "overtaken";

    /// <summary>It was not done, and why.</summary>
    internal static StepResult No(string code, string sentence, int version = 0) => new(false, new Refusal(code, sentence), version);
}

/// <summary>Takes one step on a denial: assign, start, corrected, appealed, recovered, to the patient, to the next payer, written off, reopened.</summary>
public sealed class RecordStep(DeskSource database, TimeProvider clock)
{
    /// <summary>The step.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The version the person saw; an older one is refused, so that nobody's work is overwritten unseen.</summary>
        public required int Version { get; init; }

        public required DenialStepKind Kind { get; init; }

        /// <summary>Dollars, for a recovery.</summary>
        public decimal? Amount { get; init; }

        public WriteOffReason? WriteOffReason { get; init; }

        /// <summary>For a write-off: the step of the office's workflow that let it in; needed when the reason counts as avoidable.</summary>
        public string? WorkflowStep { get; init; }

        public string? Note { get; init; }

        /// <summary>The new owner, for an assignment.</summary>
        public Guid? AssignTo { get; init; }

        /// <summary>The correction went out as a new claim, not as a replacement.</summary>
        public bool AsNewClaim { get; init; }

        /// <summary>The token of the page's lease; null when it holds none. One that somebody took over is refused.</summary>
        public long? Lease { get; init; }
    }

    /// <summary>Takes it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(input.Kind == DenialStepKind.WriteOff ? Permission.WriteOff : Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.step", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return StepResult.No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial)
        {
            return StepResult.No("not_found", "There is no such denial.");
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var taken = await StepTaking.TakeAsync(connection, transaction, denial, input, actor, now, cancellation);
        if (!taken.Done) { return taken; }

        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, new { taken.Version }, cancellation);
        await transaction.CommitAsync(cancellation);
        return taken;
    }
}
