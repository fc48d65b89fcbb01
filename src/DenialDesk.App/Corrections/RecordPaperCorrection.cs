using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Corrections;

/// <summary>How a correction went without a file.</summary>
public enum PaperChannel
{
    /// <summary>By mail.</summary>
    Mail,

    /// <summary>By fax.</summary>
    Fax,

    /// <summary>Typed into the payer's portal.</summary>
    Portal,
}

/// <summary>Records a correction that went on paper, by fax or through a portal: what was changed, how it was sent, and the proof; the denial then waits for the payer.</summary>
public sealed class RecordPaperCorrection(DeskSource database, TimeProvider clock)
{
    /// <summary>The correction.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required int Version { get; init; }

        public required CorrectionKind Kind { get; init; }

        /// <summary>What was changed, in the person's words.</summary>
        public required string Changes { get; init; }

        public required PaperChannel Channel { get; init; }

        /// <summary>The day it was sent; today when nothing is said.</summary>
        public DateOnly? SentOn { get; init; }

        /// <summary>Certified-mail number, fax receipt or portal number.</summary>
        public string Proof { get; init; } = "";

        /// <summary>The good cause, where a window is over.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "correction.paper", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No(new("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return No(new("not_found", "There is no such denial.")); }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var on = input.SentOn ?? denial.Today;
        var thing = await CorrectionWriting.ThingAsync(connection, transaction, denial, cancellation);
        var (items, marks) = await DenialChecklist.OfAsync(connection, transaction, input.PracticeId, input.DenialId, denial.Category, denial.Today, cancellation);
        var refused = Refuse(input, denial, thing, on) ?? CorrectionChecklist.Open(items, DenialChecklist.Ticks(marks));
        if (refused is not null) { return No(refused, denial.Version); }

        var attempt = Attempt(input, denial);
        if (await CorrectionWriting.KeepAsync(connection, transaction, denial, thing, attempt, input.CommandId, actor, now, cancellation) is not { } attemptId)
        {
            return No(new("same_correction", "This very correction was recorded before; the payer would take it for a duplicate."), denial.Version);
        }

        var result = await StepTaking.TakeAsync(connection, transaction, denial, Step(input), actor, now, cancellation);
        if (!result.Done) { return result; }

        await CorrectionWriting.SentAsync(connection, transaction, input.PracticeId, attemptId, input.Channel.Text(), on, input.Proof.Trim(), input.CommandId, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("correction.sent", "denial", $"{input.DenialId}", input.PracticeId, null, new { AttemptId = attemptId, On = on, Channel = input.Channel.Text() }));
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private static Refusal? Refuse(Input input, DenialRecord denial, CorrectedThing thing, DateOnly on)
    {
        if (input.Changes.Trim().Length is < 3 or > 2000) { return new("changes_missing", "Write down what was changed, in 3 to 2,000 letters: nobody can see it on paper that has gone."); }

        if (input.Kind != CorrectionKind.New && string.IsNullOrWhiteSpace(denial.Facts.PayerClaimNumber))
        {
            return new("no_payer_claim_number", "A replacement or a void names the payer's claim number, and this remittance has none. Find it with the payer, or send a new claim.");
        }

        if (input.Proof.Length > 200) { return new("proof_long", "The number has room for 200 letters."); }

        return on > denial.Today || on < thing.DeniedOn ? new("sent_on", "The day it was sent lies between the denial and today.") : null;
    }

    private static NewAttempt Attempt(Input input, DenialRecord denial)
    {
        var frequency = input.Kind switch { CorrectionKind.Replacement => "7", CorrectionKind.Void => "8", _ => "1" };
        var number = input.Kind == CorrectionKind.New ? "" : denial.Facts.PayerClaimNumber!.Trim();
        return new() { Route = "paper", Frequency = frequency, PayerClaimNumber = number, Difference = CorrectionWriting.Difference(frequency, number, input.Changes), Changes = [input.Changes.Trim()] };
    }

    private static RecordStep.Input Step(Input input) => new()
    {
        CommandId = input.CommandId,
        PracticeId = input.PracticeId,
        DenialId = input.DenialId,
        Version = input.Version,
        Kind = DenialStepKind.CorrectedResubmitted,
        Note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim(),
        AsNewClaim = input.Kind == CorrectionKind.New,
    };

    private static StepResult No(Refusal refusal, int version = 0) => new(false, refusal, version);
}
