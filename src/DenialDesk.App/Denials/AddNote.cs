using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Denials;

/// <summary>Adds a note to a denial. Notes are only added, never changed.</summary>
public sealed class AddNote(DeskSource database, TimeProvider clock)
{
    /// <summary>The note.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required string Text { get; init; }
    }

    /// <summary>Adds it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (string.IsNullOrWhiteSpace(input.Text) || input.Text.Length > 8000) { return new(false, new Refusal("note_empty", "Write the note first; up to 8,000 characters.")); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.note", input, now, cancellation);
        var denial = await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation);
        if (denial is null) { return new(false, new Refusal("not_found", "There is no such denial.")); }

        if (standing == CommandStanding.Conflicting) { return new(false, new Refusal("command_reused", "This command was sent before with other content. Load the page again."), denial.Version); }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        await NoteTaking.TakeAsync(connection, transaction, denial, input.Text, input.CommandId, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, denial.Version);
    }
}
