using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.WriteOffs;

/// <summary>Takes a write-off back: the denial is opened again, and both stay in its history.</summary>
public sealed class ReverseWriteOff(DeskSource database, TimeProvider clock)
{
    /// <summary>Which, and why.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RequestId { get; init; }

        public required string Words { get; init; }
    }

    /// <summary>Reverses it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ApproveWriteOffs);
        if (string.IsNullOrWhiteSpace(input.Words)) { return No("words_missing", "Write down why it is opened again."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "write_off.reverse", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await WriteOffRows.DenialOfAsync(connection, transaction, input.PracticeId, input.RequestId, actor, cancellation) is not { } denialId
            || await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, denialId, actor, now, cancellation) is not { } denial)
        {
            return No("not_found", "There is no such write-off.");
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var request = await WriteOffRows.HoldAsync(connection, transaction, input.PracticeId, input.RequestId, cancellation);
        if (request.State != WriteOffRequestState.Approved || denial.Facts.State != DenialState.WrittenOff)
        {
            return new(false, new("not_written_off", "This denial is not written off now: there is nothing to reverse. Load the page again."), denial.Version);
        }

        var step = new RecordStep.Input
        {
            CommandId = input.CommandId,
            PracticeId = input.PracticeId,
            DenialId = denialId,
            Version = denial.Version,
            Kind = DenialStepKind.Reopen,
            Note = input.Words.Trim(),
        };
        var version = await denial.SaveAsync(connection, transaction, StepTaking.Entry(step, denial, DenialState.InWork, actor), actor, now, cancellation);
        await WriteOffRows.ReversedAsync(connection, transaction, input.PracticeId, denialId, input.Words, actor, now, cancellation);
        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, new { version }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, version);
    }

    private static StepResult No(string code, string sentence) => new(false, new Refusal(code, sentence));
}
